/// Whole texts as UTF-8.
package enum UTF8Text {
  /// Whether all of it is well-formed.
  package static func isValid(_ text: Span<UInt8>) -> Bool { validEnd(text, 0..<text.count) == text.count }

  /// The first position of a range that begins no well-formed character within it; its end when there is
  /// none.
  package static func validEnd(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var position = range.lowerBound
    while position < range.upperBound {
      if text[position] < 0x80 {
        position += 1
        continue
      }
      let (value, length) = UTF8Scalar.read(text, position, range.upperBound)
      if value == nil { return position }
      position += length
    }
    return position
  }

  /// A copy in which each stray byte is U+FFFD, and for each of its positions (and its end) the position in
  /// `text`.
  static func repaired(_ text: Span<UInt8>) -> (copy: [UInt8], origins: [Int]) {
    var copy: [UInt8] = []
    var origins: [Int] = []
    var position = 0
    while position < text.count {
      let (value, length) = UTF8Scalar.read(text, position, text.count)
      if value == nil {
        copy += [0xEF, 0xBF, 0xBD]
        origins += [position, position, position]
      } else {
        for index in position..<position + length {
          copy.append(text[index])
          origins.append(index)
        }
      }
      position += length
    }
    origins.append(text.count)
    return (copy, origins)
  }
}
