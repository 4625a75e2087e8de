import Basics

/// Puts a fixed text before every stretch that is not empty; it shares the place of the first character.
package struct Prepend: Normalizer {
  package static let kind = "Prepend"
  let prefix: [UInt8]

  package init(_ declaration: Declaration) throws(Trouble) { prefix = try declaration.text("prepend") }

  package func normalize(_ text: AlignedText, _ edges: StretchEdges) throws(Trouble) -> AlignedText {
    edges.contains(.before) ? text : try normalize(text)
  }

  package var fates: ByteFates? { ByteFates() }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    guard !text.isEmpty else { return text }
    var result = AlignedText(origin: text.origin, capacity: text.count + prefix.count)
    result.insert(prefix, at: 0, of: text)
    result.copy(0..<text.count, of: text)
    return result
  }
}
