import Basics
import Documents

/// The legible pieces of a block, token by token, before they are given columns.
struct TextItems {
  private(set) var glyphs: [TextRow.Glyph] = []
  private let bytes: [UInt8]
  private let block: Range<Int>
  private let options: Legible.Options

  init(layout: TextLayout, block: Range<Int>) {
    self.block = block
    options = layout.options
    bytes = layout.text[block]
    glyphs.reserveCapacity(bytes.count)
    var at = block.lowerBound
    if let segmentation = layout.segmentation {
      for index in segmentation.indexes(in: block) {
        let whole = segmentation.bytes(of: segmentation.tokens[index])
        let part = whole.clamped(to: block)
        if part.lowerBound > at { add(at..<part.lowerBound, token: nil, starts: false) }
        addToken(part, index, starts: part.lowerBound == whole.lowerBound)
        at = max(at, part.upperBound)
      }
    }
    if at < block.upperBound { add(at..<block.upperBound, token: nil, starts: false) }
  }

  /// Adds the pieces of a stretch of the document, seen in isolation.
  private mutating func add(_ range: Range<Int>, token: Int?, starts: Bool) {
    var isFirst = starts
    let shift = block.lowerBound
    let local = range.lowerBound - shift..<range.upperBound - shift
    var at = local.lowerBound
    while at < local.upperBound {
      var item = Legible.next(in: bytes.span, at: at, limit: local.upperBound, options)
      at = item.range.upperBound
      item.range = item.range.lowerBound + shift..<at + shift
      glyphs.append(TextRow.Glyph(column: 0, item: item, token: token, startsToken: isFirst))
      isFirst = false
    }
  }

  /// Adds a token. When its end cuts a character that begins in it, the character is shown whole, once, before its parts.
  private mutating func addToken(_ part: Range<Int>, _ token: Int, starts: Bool) {
    guard var shared = characterCut(at: part.upperBound, notBefore: part.lowerBound) else {
      return add(part, token: token, starts: starts)
    }
    let first = shared.range.lowerBound
    if first > part.lowerBound { add(part.lowerBound..<first, token: token, starts: starts) }
    shared.range = first..<first
    let isFirst = starts && first == part.lowerBound
    glyphs.append(TextRow.Glyph(column: 0, item: shared, token: token, startsToken: isFirst))
    add(first..<part.upperBound, token: token, starts: false)
  }

  /// The character that goes on behind `end`, if `end` is inside one.
  private func characterCut(at end: Int, notBefore start: Int) -> Legible? {
    let cut = end - block.lowerBound
    guard cut > 0, cut < bytes.count, bytes[cut] & 0xC0 == 0x80 else { return nil }
    var first = cut
    while first > 0, cut - first < 3, bytes[first] & 0xC0 == 0x80 { first -= 1 }
    guard first >= start - block.lowerBound, bytes[first] >= 0xC0 else { return nil }
    var item = Legible.next(in: bytes.span, at: first, limit: min(bytes.count, first + 4), options)
    guard item.kind != .oddByte, item.range.upperBound > cut else { return nil }
    item.range = item.range.lowerBound + block.lowerBound..<item.range.upperBound + block.lowerBound
    return item
  }
}
