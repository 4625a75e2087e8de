import Basics
import Figures
import Sketches
import Testing

@Suite struct AlignmentSketchTests {
  /// Random texts with random cuts, as a comparison of tokenizers would have them: one text or several.
  private static func alignment(_ random: inout SeededRandom) -> Alignment {
    let alphabet = ["a", "b", " ", "\n", "é", "漢", "😀", "e\u{301}", "\u{200B}", "\u{1B}", "\t"]
    let count = Int.random(in: 0...60, using: &random)
    var text = (0..<count).flatMap { _ in Array((alphabet.randomElement(using: &random) ?? "a").utf8) }
    if Bool.random(using: &random) { text.append(0xFF) }
    let cuts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      let density = Int.random(in: 1...6, using: &random)
      return text.isEmpty
        ? [0]
        : (1..<text.count).filter { _ in Int.random(in: 0..<density, using: &random) == 0 } + [text.count]
    }
    let rows = cuts.enumerated().map { index, ends in
      let segments = zip([0] + ends, ends).map { Segments.Segment(id: UInt32($1), range: $0..<$1) }
      // Some bytes are in no token.
      let kept = segments.filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
      return Alignment.Row(name: "row \(index)", text: text, segments: kept)
    }
    let shared = cuts.dropFirst().reduce(Set(cuts[0])) { $0.intersection($1) }.sorted()
    let regions = zip([0] + shared, shared).map { low, high in
      let isShared = cuts.allSatisfy { ends in !ends.contains { $0 > low && $0 < high } }
      return Alignment.Region(ranges: rows.map { _ in low..<high }, isShared: isShared)
    }
    return Alignment(title: "", rows: rows, regions: regions)
  }

  @Test(arguments: 0..<300)
  func `every byte of every row stands in one place, in order, inside its line`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let alignment = Self.alignment(&random)
    let width = Int.random(in: 2...50, using: &random)
    let layout = AlignmentLayout(alignment, width: width, Legible.Options(showsSpaces: true))
    #expect(layout.bands.flatMap { $0 } == Array(layout.pieces.indices))
    for (row, text) in alignment.rows.map(\.text).enumerated() {
      var at = 0
      for piece in layout.pieces.indices {
        let span = layout.span(piece: piece, row: row)
        if span.range.isEmpty { continue }
        #expect(span.range.lowerBound == at)
        at = span.range.upperBound
        // A piece is one token of its row, or a part of one.
        if let segment = span.segment {
          let token = alignment.rows[row].segments[segment].range
          #expect(token.lowerBound <= span.range.lowerBound && token.upperBound >= span.range.upperBound)
        }
      }
      #expect(at == text.count)
    }
    for band in layout.bands {
      var end = 0
      for piece in layout.pieces[band] {
        #expect(piece.column == end)
        end = piece.column + 1 + piece.width
      }
      #expect(end <= max(2, width))
    }
  }

  @Test(arguments: 0..<300)
  func `a cut is drawn before every token, and its shape says whether all have it`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let alignment = Self.alignment(&random)
    let layout = AlignmentLayout(alignment, width: 40, Legible.Options(showsSpaces: true))
    for row in alignment.rows.indices {
      for (index, segment) in alignment.rows[row].segments.enumerated() {
        let first = layout.pieces.indices.first {
          let span = layout.span(piece: $0, row: row)
          return span.segment == index && !span.range.isEmpty
        }
        guard let first else { continue }
        let start = segment.range.lowerBound
        let isRegionStart = alignment.regions.contains { $0.ranges[row].lowerBound == start }
        #expect(layout.span(piece: first, row: row).cut == (isRegionStart ? .shared : .own))
      }
    }
  }

  @Test(arguments: 0..<100, [3, 9, 17, 40, 120])
  func `lines of a sketch never overlap and never pass the edge`(seed: UInt64, width: Int) {
    var random = SeededRandom(seed: seed)
    let alignment = Self.alignment(&random)
    let sketch = AlignmentSketch(alignment, width: width, isASCII: seed % 2 == 0)
    for number in 0..<sketch.rowCount {
      var end = 0
      for run in sketch.row(number) {
        #expect(run.column >= end)
        end = run.endColumn
      }
      // Only one character that is wider than the line may pass it.
      #expect(end <= max(width, 12) || width < 12)
    }
    for region in alignment.regions.indices {
      #expect(sketch.row(ofRegion: region) % sketch.bandHeight == 0)
      #expect(sketch.row(ofRegion: region) < max(1, sketch.rowCount))
    }
  }

  @Test func `different texts stand one below the other, with blanks where one has nothing`() {
    let alignment = Alignment(
      title: "",
      rows: [
        .init(
          name: "old", text: Array("abcd".utf8),
          segments: [.init(id: 1, range: 0..<2), .init(id: 2, range: 2..<4)]),
        .init(
          name: "new", text: Array("abd".utf8),
          segments: [.init(id: 1, range: 0..<2), .init(id: 3, range: 2..<3)]),
        .init(name: "none", text: Array("ab".utf8), segments: [.init(id: 1, range: 0..<2)]),
      ],
      regions: [
        .init(ranges: [0..<2, 0..<2, 0..<2], isShared: true),
        .init(ranges: [2..<4, 2..<3, 2..<2], isShared: false),
      ])
    let sketch = AlignmentSketch(alignment, width: 30, isASCII: false)
    #expect(
      (0..<sketch.rowCount).map { sketch.row($0).text } == [
        "old  │ab│cd", "new  │ab│d", "none │ab│", "   ≠     ╰╯",
      ])
  }

  @Test func `rows of a text of a hundred kilobytes are none too wide, and hold all of it`() {
    let words = ["The", " tokenizer", " cuts", " every", " word", ",", " 漢字", "\n"].map { Array($0.utf8) }
    var random = SeededRandom(seed: 1)
    var text: [UInt8] = []
    var ends: [Int] = []
    while text.count < 100_000 {
      text += words.randomElement(using: &random) ?? []
      ends.append(text.count)
    }
    let fine = zip([0] + ends, ends).map { Segments.Segment(id: 1, range: $0..<$1) }
    let coarse = stride(from: 0, to: fine.count - 1, by: 2).map {
      Segments.Segment(id: 2, range: fine[$0].range.lowerBound..<fine[$0 + 1].range.upperBound)
    }
    let regions = coarse.map { Alignment.Region(ranges: [$0.range, $0.range], isShared: false) }
    let alignment = Alignment(
      title: "",
      rows: [.init(name: "a", text: text, segments: fine), .init(name: "b", text: text, segments: coarse)],
      regions: regions)
    let sketch = AlignmentSketch(alignment, width: 100, isASCII: false)
    let rows = (0..<sketch.rowCount).map { sketch.row($0) }
    #expect(rows.allSatisfy { $0.text.count <= 100 })
    let drawn = rows.map(\.text).filter { $0.hasPrefix("a ") }.joined()
    #expect(drawn.count { $0 == "漢" } == String(decoding: text, as: UTF8.self).count { $0 == "漢" })
  }

  @Test func `a kept layout is never that of another alignment, width or look`() {
    let text = Array(String(repeating: "ab 漢 ", count: 600).utf8)
    func alignment(_ step: Int) -> Alignment {
      let cuts = Array(stride(from: 0, to: text.count, by: step)) + [text.count]
      let segments = zip(cuts, cuts.dropFirst()).map { Segments.Segment(id: 1, range: $0..<$1) }
      return Alignment(
        title: "", rows: [.init(name: "a", text: text, segments: segments)],
        regions: [.init(ranges: [0..<text.count], isShared: true)])
    }
    for _ in 0..<2 {
      for step in [7, 11, 14, 23] {
        for (width, isASCII) in [(40, false), (41, false), (40, true)] {
          let sketch = AlignmentSketch(alignment(step), width: width, isASCII: isASCII)
          let plain = AlignmentLayout(
            alignment(step), width: width - 3, Legible.Options(isASCII: isASCII, showsSpaces: true))
          #expect(sketch.rowCount == plain.bands.count * 2)
        }
      }
    }
  }
}
