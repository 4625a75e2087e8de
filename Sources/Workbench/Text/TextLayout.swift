import Basics
import Documents

/// Lays a document into rows of a width: only the rows that are asked for, wherever they are in the text.
///
/// Lines are laid out in blocks: a line, or 4 KiB of a longer one, so that a file of one line works like any
/// other. Rows depend on the text, the tokens, and the settings here alone.
package struct TextLayout: Sendable {
  package var text: Rope
  package var segmentation: Segmentation?
  package var mode: TextView.Mode
  /// Columns for the text itself.
  package var width: Int
  package var wraps: Bool
  /// Whether a bar stands between tokens.
  package var hasBars: Bool
  package var options: Legible.Options

  /// A line longer than this is laid out in parts.
  static let blockLimit = 4096
  static let tabWidth = 8

  package init(
    text: Rope, segmentation: Segmentation?, mode: TextView.Mode, width: Int, wraps: Bool, hasBars: Bool,
    options: Legible.Options
  ) {
    self.text = text
    self.segmentation = segmentation
    self.mode = mode
    self.width = max(1, width)
    self.wraps = wraps
    self.hasBars = hasBars
    self.options = options
  }

  /// Screen lines that one row takes.
  package var rowHeight: Int { mode == .ids ? 2 : 1 }

  /// Up to `limit` rows from the one that holds the byte at `top`.
  package func rows(from top: Int, limit: Int) -> [TextRow] {
    var rows: [TextRow] = []
    var offset = min(max(0, top), text.count)
    while rows.count < limit {
      let block = block(holding: offset)
      rows += self.rows(in: block).filter {
        $0.range.upperBound > offset || $0.range.upperBound == text.count
      }
      offset = block.upperBound
      if offset >= text.count && (block.isEmpty || !endsWithEmptyLine) { break }
    }
    return Array(rows.prefix(limit))
  }

  /// Whether a row without bytes follows the last line end.
  private var endsWithEmptyLine: Bool { (mode == .spans || mode == .ids) && text[text.count - 1] == 0x0A }

  /// The first byte of the row that is `steps` rows above the one that holds `offset`.
  package func rowStart(_ steps: Int, above offset: Int) -> Int {
    var left = steps
    var block = block(holding: offset)
    var starts = rows(in: block).map(\.range.lowerBound).filter { $0 <= offset }
    while starts.count <= left && block.lowerBound > 0 {
      left -= starts.count
      block = self.block(holding: block.lowerBound - 1)
      starts = rows(in: block).map(\.range.lowerBound)
    }
    return starts.dropLast(min(left, starts.count - 1)).last ?? 0
  }

  /// The row that holds the byte at `offset`.
  package func row(holding offset: Int) -> TextRow {
    let rows = rows(in: block(holding: offset))
    return rows.last { $0.range.lowerBound <= offset } ?? TextRow(range: offset..<offset, startsLine: true)
  }

  /// The part of the text that is laid out together with the byte at `offset`.
  func block(holding offset: Int) -> Range<Int> {
    switch mode {
    case .hex:
      let start = offset / hexBytes * hexBytes
      return start..<min(text.count, start + hexBytes)
    case .list:
      return tokenRange(at: offset)
    case .spans, .ids:
      let line = text.lineRange(holding: offset)
      return line.count <= Self.blockLimit ? line : longBlock(offset, in: line)
    }
  }

  /// Bytes in a row of the hex view: a power of two that fits the width.
  package var hexBytes: Int { width >= 69 ? 16 : width >= 35 ? 8 : 4 }

  private func longBlock(_ offset: Int, in line: Range<Int>) -> Range<Int> {
    func edge(_ number: Int) -> Int {
      number == 0
        ? line.lowerBound
        : min(line.upperBound, text.characterStart(at: line.lowerBound + number * Self.blockLimit))
    }
    var number = (min(offset, line.upperBound - 1) - line.lowerBound) / Self.blockLimit
    // A character on the border belongs to the block where it starts.
    if offset >= edge(number + 1) && edge(number + 1) < line.upperBound { number += 1 }
    return edge(number)..<edge(number + 1)
  }

  /// The token that holds `offset`; a line of at most 64 bytes where the text is not cut.
  private func tokenRange(at offset: Int) -> Range<Int> {
    guard let segmentation, let index = segmentation.index(at: offset) else {
      let near = segmentation?.range.contains(offset) == true ? 1 : 64
      return offset..<min(text.count, offset + near)
    }
    return segmentation.bytes(of: segmentation.tokens[index])
  }

  private func rows(in block: Range<Int>) -> [TextRow] {
    let startsLine = block.lowerBound == 0 || text[block.lowerBound - 1] == 0x0A
    switch mode {
    case .hex, .list:
      let glyphs = TextItems(layout: self, block: block).glyphs
      return [TextRow(range: block, glyphs: glyphs, startsLine: startsLine)]
    case .spans, .ids:
      var flow = TextFlow(layout: self, block: block, startsLine: startsLine)
      return flow.run(TextItems(layout: self, block: block).glyphs)
    }
  }
}
