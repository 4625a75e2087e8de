import Basics

/// Changes a stretch of text before it is cut.
package protocol Normalizer: Sendable {
  /// The `type` in tokenizer.json.
  static var kind: String { get }

  /// Reads the part's settings.
  init(_ declaration: Declaration) throws(Trouble)

  /// The stretch as it is to be cut, with the places it came from.
  func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText

  /// Whether a text may be cut between two ASCII characters without a change in what becomes of either side, and
  /// without a change in what those two are: letters stay letters, newlines newlines.
  var allowsCuts: Bool { get }

  /// The same for a part of a stretch, of which `edges` says where text goes on.
  func normalize(_ text: AlignedText, _ edges: StretchEdges) throws(Trouble) -> AlignedText

  /// What becomes of single ASCII characters, nil where that cannot be said without their neighbours.
  var fates: ByteFates? { get }
}

/// At which ends of a part of a stretch the text goes on.
package struct StretchEdges: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Text stands before it: nothing is put before it or taken from its beginning.
  package static let before = StretchEdges(rawValue: 1)
  /// Text stands behind it: nothing is put behind it or taken from its end.
  package static let behind = StretchEdges(rawValue: 2)
}

extension Normalizer {
  package var allowsCuts: Bool { false }

  /// As for a whole stretch.
  package func normalize(_ text: AlignedText, _ edges: StretchEdges) throws(Trouble) -> AlignedText {
    try normalize(text)
  }

  package var fates: ByteFates? { nil }
}

extension AlignedText {
  /// The text with every unit replaced by what `change` appends for it; `body` gets the unit, and the index of its first byte.
  func mapUnits(_ change: (UInt32, Int, inout AlignedText) -> Void) -> AlignedText {
    var result = AlignedText(origin: origin, capacity: count)
    var position = 0
    while position < count {
      let (unit, length) = Unit.at(position, in: bytes.span, end: count)
      change(unit, position, &result)
      position += length
    }
    return result
  }

  /// The text without the units for which `isKept` is false.
  func filter(_ isKept: (UInt32) -> Bool) -> AlignedText {
    mapUnits { unit, index, result in if isKept(unit) { result.append(unit, as: index, of: self) } }
  }
}
