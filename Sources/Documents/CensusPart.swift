import Basics
import Tokens

/// A part of a text that can be counted alone, on any processor.
package struct CensusPart: Sendable {
  /// Where it stands in the text.
  package let start: Int
  let bytes: [UInt8]
  /// Whether its end is a place where the tokenizer promises a cut.
  let isProven: Bool
  /// Whether the character before it is no whitespace.
  let startsInsideWord: Bool
  let stretchSize: Int

  /// What is in a part: its stretches, and the ids of each.
  package struct Counted: Sendable {
    package var start: Int
    package var stretches: [Stretch] = []
    var ids: [[TokenID]] = []
  }

  init(_ text: Rope, _ range: Range<Int>, isProven: Bool, stretchSize: Int) {
    start = range.lowerBound
    bytes = text[range]
    self.isProven = isProven
    self.stretchSize = stretchSize
    startsInsideWord = text.isInsideWord(range.lowerBound)
  }

  /// The bytes of the part.
  package var byteCount: Int { bytes.count }

  /// Divides the part into stretches at promised cuts and counts them.
  package func counted(
    _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> Counted {
    var result = Counted(start: start)
    var low = 0
    var insideWord = startsInsideWord
    while low < bytes.count {
      let high = end(from: low, tokenizer)
      let stretch = low == 0 && high == bytes.count ? bytes : Array(bytes[low..<high])
      let ids = try tokenizer.ids(stretch, options.part(from: start + low), ticket)
      let text = TextCounts(stretch.span, startsInsideWord: insideWord)
      result.stretches.append(
        Stretch(tokenCount: ids.count, text: text, isProven: isProven || high < bytes.count))
      result.ids.append(ids)
      insideWord = Rope.isInsideWord(after: stretch[...])
      low = high
    }
    return result
  }

  /// The end of the stretch that begins at `low`; a part whose own end is not proven is one stretch.
  private func end(from low: Int, _ tokenizer: any Tokenizer) -> Int {
    guard isProven, bytes.count - low > 2 * stretchSize else { return bytes.count }
    let start = low + stretchSize - TextCutter.surroundings
    // Most cuts are near; only where they are not is more of the part looked at.
    for end in [start + 1024, bytes.count] where start >= 0 && end <= bytes.count {
      let window = Array(bytes[start..<end])
      if let cut = TextCutter.cut(in: window, from: TextCutter.surroundings, tokenizer) { return start + cut }
    }
    return bytes.count
  }
}

/// The parts of a text that a census has still to count, one after the other.
package struct CensusParts: Sendable {
  private let text: Rope
  private var cutter: TextCutter
  private let stretchSize: Int
  private var position: Int

  /// One or two milliseconds of work: long enough to hand to another processor, short enough to be stopped between two.
  private static let partSize = 1 << 16

  init(_ census: Census, _ tokenizer: any Tokenizer) {
    text = census.text
    cutter = TextCutter(text, tokenizer)
    stretchSize = census.stretchSize
    position = census.coveredBytes
  }

  /// The next part; nil at the end of the text. A part before `stop`, where an old cut is still a cut, ends there at the latest.
  package mutating func next(before stop: (offset: Int, isProven: Bool)? = nil) -> CensusPart? {
    guard position < text.count else { return nil }
    let end =
      if let stop, stop.offset > position, stop.offset - position <= 2 * Self.partSize { stop } else {
        cutter.end(from: position, size: Self.partSize)
      }
    defer { position = end.offset }
    return CensusPart(text, position..<end.offset, isProven: end.isProven, stretchSize: stretchSize)
  }
}

extension Rope {
  /// Whether the character before `offset` is there and is no whitespace.
  func isInsideWord(_ offset: Int) -> Bool {
    Self.isInsideWord(after: self[max(0, offset - 4)..<offset][...])
  }

  /// Whether the last character is no whitespace.
  static func isInsideWord(after bytes: ArraySlice<UInt8>) -> Bool {
    let tail = Array(bytes.suffix(4))
    var start = tail.count - 1
    while start > 0, tail[start] & 0xC0 == 0x80 { start -= 1 }
    guard start >= 0 else { return false }
    let scalar = UTF8Scalar.read(tail.span, start, tail.count).value
    return !(scalar.map(CodePoint.isWhitespace) ?? false)
  }
}
