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
        showSplitCharacter(at: part.upperBound, from: part.lowerBound)
        add(part, token: index, starts: part.lowerBound == whole.lowerBound)
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

  /// When a character begins in `start..<end` and goes on behind `end`, shows it whole, once, before its parts.
  private mutating func showSplitCharacter(at end: Int, from start: Int) {
    let cut = end - block.lowerBound
    guard cut > 0, cut < bytes.count, bytes[cut] & 0xC0 == 0x80 else { return }
    var first = cut
    while first > 0, cut - first < 3, bytes[first] & 0xC0 == 0x80 { first -= 1 }
    guard first >= start - block.lowerBound, bytes[first] >= 0xC0 else { return }
    var item = Legible.next(in: bytes.span, at: first, limit: min(bytes.count, first + 4), options)
    guard item.kind != .oddByte, item.range.upperBound > cut else { return }
    item.range = first + block.lowerBound..<first + block.lowerBound
    glyphs.append(TextRow.Glyph(column: 0, item: item, token: nil, startsToken: false))
  }
}
