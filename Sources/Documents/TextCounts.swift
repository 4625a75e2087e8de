/// How much text there is, in five units.
///
/// `TextCounts("two words\n".utf8)` has 10 bytes, 10 scalars, 10 graphemes, 2 words, 1 newline.
///
/// Counts of neighbouring stretches add up to the counts of the whole when no stretch is cut inside a character, a
/// grapheme or CR LF; a stretch that begins in the middle of a word must say so. Behind a line feed every cut is good.
/// Bytes that are not UTF-8 count as the U+FFFD that a WHATWG decoder puts in their place.
package struct TextCounts: Sendable, Equatable {
  /// Bytes as they are in the file.
  package var bytes = 0
  /// Unicode scalar values.
  package var scalars = 0
  /// Extended grapheme clusters, as the Swift library has them (UAX #29).
  package var graphemes = 0
  /// Maximal runs of characters that are not White_Space.
  package var words = 0
  /// Line feeds.
  package var newlines = 0

  package init() {}

  /// Counts a stretch. `startsInsideWord`: the character before it is there and is no whitespace.
  package init(_ bytes: Span<UInt8>, startsInsideWord: Bool = false) {
    self.bytes = bytes.count
    var inWord = startsInsideWord
    var i = 0
    while i < bytes.count {
      let end = asciiEnd(bytes, i)
      // The last ASCII character may carry the marks that follow, unless it is a control.
      let own = end < bytes.count && end > i && bytes[end - 1] >= 0x20 ? end - 1 : end
      countASCII(bytes, i..<own, &inWord)
      if own == bytes.count { return }
      i = otherEnd(bytes, own)
      countOther(bytes, own..<i, &inWord)
    }
  }

  package static func + (a: TextCounts, b: TextCounts) -> TextCounts { combine(a, b, +) }

  package static func - (a: TextCounts, b: TextCounts) -> TextCounts { combine(a, b, -) }

  private static func combine(_ a: TextCounts, _ b: TextCounts, _ with: (Int, Int) -> Int) -> TextCounts {
    var sum = TextCounts()
    sum.bytes = with(a.bytes, b.bytes)
    sum.scalars = with(a.scalars, b.scalars)
    sum.graphemes = with(a.graphemes, b.graphemes)
    sum.words = with(a.words, b.words)
    sum.newlines = with(a.newlines, b.newlines)
    return sum
  }

  private mutating func countASCII(_ bytes: Span<UInt8>, _ range: Range<Int>, _ inWord: inout Bool) {
    var starts = 0
    var feeds = 0
    var pairs = 0
    var before: UInt8 = 0
    var inside = inWord
    for i in range {
      let byte = bytes[i]
      let isSpace = byte == 0x20 || (byte &- 9) < 5
      starts &+= !isSpace && !inside ? 1 : 0
      inside = !isSpace
      feeds &+= byte == 10 ? 1 : 0
      pairs &+= byte == 10 && before == 13 ? 1 : 0
      before = byte
    }
    inWord = inside
    words += starts
    newlines += feeds
    scalars += range.count
    graphemes += range.count - pairs
  }

  /// A stretch with characters beyond ASCII, whose edges are grapheme boundaries.
  private mutating func countOther(_ bytes: Span<UInt8>, _ range: Range<Int>, _ inWord: inout Bool) {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for i in range { copy.append(bytes[i]) }
    let text = String(decoding: copy, as: UTF8.self)
    graphemes += text.count
    for scalar in text.unicodeScalars {
      let isSpace = isWhitespace(scalar.value)
      if !isSpace && !inWord { words += 1 }
      inWord = !isSpace
      if scalar.value == 10 { newlines += 1 }
      scalars += 1
    }
  }
}

/// Whether the code point is White_Space: 25 characters, the same in every edition of Unicode since 6.3.
package func isWhitespace(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x20, 0x09...0x0D: true
  case 0x00..<0x85: false
  case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
  default: false
  }
}

/// The end of the run of ASCII bytes that begins at `start`.
private func asciiEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
  var i = start
  while i < bytes.count && bytes[i] < 0x80 { i += 1 }
  return i
}

/// The end of a run with other characters: between two ASCII bytes there is always a grapheme boundary, but for CR LF.
/// Runs go on over short ASCII stretches, since one long string is counted faster than many short ones.
private func otherEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
  var i = start
  var asciiRun = 0
  let limit = min(bytes.count, start + 1 << 16)
  while i < bytes.count {
    asciiRun = bytes[i] < 0x80 ? asciiRun + 1 : 0
    i += 1
    let isSettled = asciiRun >= 16 || (i >= limit && asciiRun >= 2)
    if isSettled && !(bytes[i - 2] == 13 && bytes[i - 1] == 10) { return i - 1 }
  }
  return i
}
