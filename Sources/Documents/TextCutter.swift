import Tokens

/// Finds where a text is divided into parts that are encoded alone: at places that the tokenizer promises and where the
/// counts of the text may be cut too.
///
/// Where there is no such place within `reach`, the part ends behind a line end or between two characters and is not proven; the
/// stretch without promises is remembered, so that a tokenizer that never promises anything costs one search a reach. A text of
/// at most `wholeLimit` bytes is rather one part as a whole.
package struct TextCutter: Sendable {
  private let text: Rope
  private let tokenizer: any Tokenizer
  /// Between a place that has been looked at and this one no cut is promised.
  private var blindEnd = 0

  /// How far a promised cut is looked for.
  package static let reach = 1 << 20
  /// A text without promises is encoded whole up to this size.
  package static let wholeLimit = 1 << 22
  /// A cut may depend on this many bytes around it.
  package static let surroundings = 64

  package init(_ text: Rope, _ tokenizer: any Tokenizer) {
    self.text = text
    self.tokenizer = tokenizer
  }

  /// The end of the part that begins at `start` and has `size` bytes or a little more.
  package mutating func end(from start: Int, size: Int) -> (offset: Int, isProven: Bool) {
    let wanted = start + size
    if wanted >= text.count { return (text.count, true) }
    if wanted < blindEnd { return forcedEnd(from: start, size: size) }
    var window = max(256, size)
    while true {
      let low = max(start, wanted - Self.surroundings)
      let bytes = text[low..<wanted + window]
      if let cut = Self.cut(in: bytes, from: wanted - low, tokenizer) { return (low + cut, true) }
      if low + bytes.count == text.count { break }
      if window >= Self.reach {
        blindEnd = wanted + window
        break
      }
      window = min(Self.reach, window * 4)
    }
    if text.count <= Self.wholeLimit { return (text.count, true) }
    return forcedEnd(from: start, size: size)
  }

  /// The first place at or behind `from` where both the tokens and the counts of the text may be cut.
  package static func cut(in bytes: [UInt8], from: Int, _ tokenizer: any Tokenizer) -> Int? {
    var from = from
    while let cut = tokenizer.safeCut(in: bytes.span, from: from), cut < bytes.count {
      if cut > 0, TextCounts.mayCut(bytes.span, at: cut) { return cut }
      from = cut + 1
    }
    return nil
  }

  /// Behind the line end before the wanted place, or else between two characters. Such parts are large, since each of their ends
  /// may give a token too many.
  private func forcedEnd(from start: Int, size: Int) -> (offset: Int, isProven: Bool) {
    let wanted = min(text.count, start + max(size, 1 << 17))
    if wanted == text.count { return (wanted, true) }
    let line = text.lineRange(holding: wanted).lowerBound
    return (line > start + size / 2 ? line : max(start + 1, text.characterStart(at: wanted)), false)
  }
}

extension EncodeOptions {
  /// These options for a part of the text that begins at `start`.
  func part(from start: Int) -> EncodeOptions {
    var options = self
    options.startsInside = start > 0
    return options
  }
}
