import Basics

/// What a tokenizer file declares about one of its parts, with the names needed to say where something is wrong.
///
/// `pre_tokenizer.pretokenizers[1]` is such a place. Every reading method throws a trouble that names it.
package struct Declaration: Sendable {
  /// The values.
  package let setting: Setting
  /// The file.
  package let file: String
  /// The path of fields inside the file.
  package let field: String

  package init(_ setting: Setting, file: String, field: String) {
    self.setting = setting
    self.file = file
    self.field = field
  }

  /// The trouble of this part or of one field in it.
  package func trouble(_ what: String, in name: String = "", remedy: String = "") -> Trouble {
    let place = name.isEmpty ? field : field.isEmpty ? name : "\(field).\(name)"
    return Trouble(.input, at: .field(file: file, name: place), what, remedy: remedy)
  }

  /// The part's `type`, nil when it names none.
  package func kind() throws(Trouble) -> String? {
    guard setting["type"] != nil else { return nil }
    return String(decoding: try text("type"), as: UTF8.self)
  }

  /// Whether the field is there and not null.
  package func has(_ name: String) -> Bool { setting[name] != nil }

  /// True or false; without a default the field must be there.
  package func flag(_ name: String, default standard: Bool? = nil) throws(Trouble) -> Bool {
    switch setting[name] {
    case .flag(let value): return value
    case nil:
      guard let standard else { throw missing(name) }
      return standard
    default: throw trouble("true or false expected", in: name)
    }
  }

  /// A string; without a default the field must be there.
  package func text(_ name: String, default standard: String? = nil) throws(Trouble) -> [UInt8] {
    switch setting[name] {
    case .text(let value): return value
    case nil:
      guard let standard else { throw missing(name) }
      return Array(standard.utf8)
    default: throw trouble("a string expected", in: name)
    }
  }

  /// A whole number; without a default the field must be there.
  package func integer(_ name: String, default standard: Int? = nil) throws(Trouble) -> Int {
    switch setting[name] {
    case .integer(let value): return value
    case nil:
      guard let standard else { throw missing(name) }
      return standard
    default: throw trouble("a whole number expected", in: name)
    }
  }

  /// Any number; without a default the field must be there.
  package func number(_ name: String, default standard: Double? = nil) throws(Trouble) -> Double {
    switch setting[name] {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    case nil:
      guard let standard else { throw missing(name) }
      return standard
    default: throw trouble("a number expected", in: name)
    }
  }

  /// A string of exactly one character.
  package func character(_ name: String) throws(Trouble) -> UInt32 {
    let bytes = try text(name)
    guard !bytes.isEmpty else { throw trouble("one character expected, none found", in: name) }
    let (unit, length) = Unit.at(0, in: bytes.span, end: bytes.count)
    guard length == bytes.count else { throw trouble("one character expected, more found", in: name) }
    return unit
  }

  /// The members of a list, each as a declaration of its own; empty when the list is absent.
  package func list(_ name: String) throws(Trouble) -> [Declaration] {
    switch setting[name] {
    case .list(let values):
      return values.enumerated().map { Declaration($1, file: file, field: path("\(name)[\($0)]")) }
    case nil: return []
    default: throw trouble("a list expected", in: name)
    }
  }

  /// The value under a name as a declaration of its own, nil when absent or null.
  package func part(_ name: String) -> Declaration? {
    setting[name].map { Declaration($0, file: file, field: path(name)) }
  }

  /// A pair of a token's text and its id, as `["[SEP]", 102]`.
  package func tokenPair(_ name: String) throws(Trouble) -> TokenID {
    guard case .list(let values) = setting[name], values.count == 2, case .integer(let id) = values[1],
      let token = TokenID(exactly: id)
    else { throw trouble("a token and its id expected", in: name) }
    return token
  }

  private func path(_ name: String) -> String { field.isEmpty ? name : "\(field).\(name)" }

  private func missing(_ name: String) -> Trouble { trouble("this setting is missing", in: name) }
}
