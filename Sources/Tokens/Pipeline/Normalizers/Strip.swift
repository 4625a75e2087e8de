import Basics

/// Deletes white space at the beginning or end of a stretch.
package struct Strip: Normalizer {
  package static let kind = "Strip"
  private let left: Bool
  private let right: Bool

  package init(_ declaration: Declaration) throws(Trouble) {
    left = try declaration.flag("strip_left")
    right = try declaration.flag("strip_right")
  }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    var start = 0
    var end = text.count
    while left, start < end {
      let (unit, length) = Unit.at(start, in: text.bytes.span, end: end)
      guard ScalarSet.whitespace.contains(unit) else { break }
      start += length
    }
    while right, end > start {
      let (unit, length) = Unit.before(end, in: text.bytes.span, start: start)
      guard ScalarSet.whitespace.contains(unit) else { break }
      end -= length
    }
    guard start > 0 || end < text.count else { return text }
    var result = AlignedText(origin: text.origin, capacity: end - start)
    result.copy(start..<end, of: text)
    return result
  }
}
