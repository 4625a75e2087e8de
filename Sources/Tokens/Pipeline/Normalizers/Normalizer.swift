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
}

extension Normalizer {
  package var allowsCuts: Bool { false }
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
