import Basics

/// Writes spaces as a visible character (`▁`), puts one before the text, and cuts before each.
///
/// `prepend_scheme` says where one is put: `always` before every stretch that does not begin with it, `first` only
/// at the beginning of the whole text, `never`. Old files say `add_prefix_space` instead.
package struct Metaspace: PreTokenizer {
  package static let kind = "Metaspace"

  enum Scheme: String { case always, first, never }

  private let replacement: UInt32
  let scheme: Scheme
  /// Whether pieces begin at every space.
  let splits: Bool

  /// Whether spaces are written `▁`.
  var isUsual: Bool { replacement == 0x2581 }

  package init(_ declaration: Declaration) throws(Trouble) {
    replacement = try declaration.character("replacement")
    scheme = try Self.scheme(declaration)
    splits = try declaration.flag("split", default: true)
  }

  static func scheme(_ declaration: Declaration) throws(Trouble) -> Scheme {
    let name = String(decoding: try declaration.text("prepend_scheme", default: "always"), as: UTF8.self)
    guard let scheme = Scheme(rawValue: name) else {
      throw declaration.trouble("always, first or never expected, \(name) found", in: "prepend_scheme")
    }
    if try !declaration.flag("add_prefix_space", default: true), scheme != .never {
      throw declaration.trouble(
        "add_prefix_space is false, but prepend_scheme is \(name)", in: "prepend_scheme",
        remedy: "Write never, or leave add_prefix_space out")
    }
    return scheme
  }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    pieces.rewrite { text, range, result in
      for index in range {
        if text.bytes[index] == 0x20 {
          result.append(replacement, as: index, of: text)
        } else {
          result.copy(index..<index + 1, of: text)
        }
      }
    }
    if scheme != .never {
      pieces.prepend(replacement) { text, range in scheme == .always || text.starts[range.lowerBound] == 0 }
    }
    if splits { try pieces.split(where: { $0 == replacement }, .mergedWithNext) }
  }
}
