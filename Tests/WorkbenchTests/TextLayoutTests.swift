import Basics
import Documents
import Testing
import Tokens
import Workbench

@Suite struct TextLayoutTests {
  private func layout(
    _ text: [UInt8], _ mode: TextView.Mode, width: Int, wraps: Bool = true, bars: Bool = false
  ) throws -> TextLayout {
    let rope = Rope(text)
    let tokenizer = TokenizerCatalog.named("fixed4") ?? SegmentTokenizer(FixedSegmenter(size: 4))
    let segmentation = try Segmentation(rope, visible: 0..<text.count, tokenizer, EncodeOptions(), Ticket())
    return TextLayout(
      text: rope, segmentation: segmentation, mode: mode, width: width, wraps: wraps, hasBars: bars,
      options: Legible.Options(showsSpaces: true))
  }

  @Test(arguments: 1...12)
  func `rows tile the text, fit the width, and go back the way they came`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let alphabet =
      Array("ab c\tdé中\u{301}\u{200B}👍\r\n. ").map { Array(String($0).utf8) } + [[0xFF], [0xE4, 0xB8]]
    let text = (0..<900).flatMap { _ in alphabet.randomElement(using: &random) ?? [] }
    for mode in TextView.Mode.allCases {
      for width in [7, 20, 80] {
        let layout = try layout(text, mode, width: width, bars: seed % 2 == 0)
        let rows = layout.rows(from: 0, limit: 100_000)
        var end = 0
        for row in rows {
          #expect(row.range.lowerBound == end)
          end = row.range.upperBound
          if mode == .spans {
            #expect(
              (row.glyphs.last { $0.item.kind != .newline && $0.item.kind != .tab }?.endColumn ?? 0)
                <= max(width, 12))
          }
        }
        #expect(end == text.count)
        for index in rows.indices.shuffled(using: &random).prefix(20) where !rows[index].range.isEmpty {
          #expect(layout.row(holding: rows[index].range.lowerBound).range == rows[index].range)
          let back = Int.random(in: 0...5, using: &random)
          #expect(
            layout.rowStart(back, above: rows[index].range.lowerBound)
              == rows[max(0, index - back)].range.lowerBound)
        }
      }
    }
  }

  @Test func `a line of 100 KB is laid out in parts, from anywhere`() throws {
    let layout = try layout(Array(repeating: 0x61, count: 100_000), .spans, width: 80)
    #expect(layout.rows(from: 50_000, limit: 10).count == 10)
    #expect(layout.rowStart(3, above: 50_000) < 50_000 - 160)
  }

  @Test func `a character that tokens share is shown once, before its bytes`() throws {
    // 中 is e4 b8 ad; tokens of four bytes cut it after its second byte.
    let glyphs = try layout(Array("ab中cd".utf8), .spans, width: 80).rows(from: 0, limit: 1)[0].glyphs
    #expect(glyphs.map(\.item.glyph) == ["a", "b", "中", "\\xe4", "\\xb8", "\\xad", "c", "d"])
  }

  @Test(arguments: ["héllo", "e\u{301}x", "a\r\nb", "👨‍👩‍👧", "中文"])
  func `steps right and left visit the same places`(text: String) {
    let rope = Rope(Array(text.utf8))
    var places = [0]
    while let last = places.last, last < rope.count { places.append(TextMotion.next(rope, after: last)) }
    var back = [rope.count]
    while let first = back.last, first > 0 { back.append(TextMotion.previous(rope, before: first)) }
    #expect(places == back.reversed())
  }
}
