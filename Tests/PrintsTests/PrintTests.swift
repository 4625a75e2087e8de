import Figures
import Foundation
import Prints
import Testing

@Suite struct PrintTests {
  private static let table = Table(
    title: "Things",
    columns: [Table.Column("name", key: "name"), Table.Column("count", key: "count", isNumeric: true)],
    rows: [
      [.text("a|b, \"c\""), .integer(3)], [.bytes([0xE4, 0x20]), .share(0.25)],
      [.none, .number(1.5, decimals: 2)],
    ],
    footnotes: ["count: how many"])
  private static let tree = Tree(
    title: "Folders", detailTitles: ["tokens"],
    nodes: [
      Tree.Node(depth: 0, label: .text("src/"), details: [.integer(12)]),
      Tree.Node(depth: 1, label: .text("a.swift"), details: [.integer(7)]),
    ])
  private static let bars = Bars(
    title: "Frequent", unit: "times",
    bars: [Bars.Bar(label: .text("x"), value: 4), Bars.Bar(label: .text("y"), value: 1)])
  private static let note = Note(title: "Note", lines: ["one\u{1B}[31m", "two"])
  static let segments = Segments(
    title: "toy", text: Array("Hé <s>\n".utf8),
    segments: [
      .init(id: 5, range: 0..<1), .init(id: 6, range: 1..<2), .init(id: 7, range: 2..<4),
      .init(id: 1, range: 4..<7, isSpecial: true), .init(id: 9, range: 7..<8),
    ])
  private static let all: [Figure] = [
    .note(note), .table(table), .tree(tree), .bars(bars), .segments(segments),
  ]

  private func text(_ name: String, _ figures: [Figure], _ options: PrintOptions = PrintOptions()) throws
    -> String
  {
    let type = try #require(PrintCatalog.named(name))
    return try String(decoding: type.init(options).document(figures), as: UTF8.self)
  }

  @Test func `the catalogue has every format once`() {
    #expect(
      PrintCatalog.names.sorted() == ["csv", "html", "ids", "json", "jsonl", "md", "png", "svg", "text"])
  }

  @Test func `text aligns columns, escapes foreign text and draws bars`() throws {
    let expected = """
      Note
      one␛[31m
      two

      Things
      name       count
      a|b, "c"       3
      \\xe4·     25.0 %
                  1.50
        count: how many

      Folders
                 tokens
      src/           12
        a.swift       7

      Frequent, times
      x  4  ████████████████████████████████████████
      y  1  ██████████

      toy
      │H│\\xc3│\\xa9 │⟦<s>⟧│↵│

      """
    #expect(try text("text", Self.all) == expected)
  }

  @Test func `text with spans has a line for each token`() throws {
    let lines = try text("text", [.segments(Self.segments)], PrintOptions(spans: true)).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[3].hasSuffix("4–7  ⟦<s>⟧"))
  }

  @Test func `colour is used only when asked for, and neighbours differ`() throws {
    #expect(try !text("text", [.segments(Self.segments)]).contains("\u{1B}"))
    #expect(
      try text("text", [.segments(Self.segments)], PrintOptions(color: true)).contains("\u{1B}[38;5;16;48;5;")
    )
  }

  @Test func `raw text sends the bytes as they are`() throws {
    #expect(try text("text", [.note(Self.note)], PrintOptions(raw: true)).contains("\u{1B}[31m"))
  }

  @Test func `ids stand on one line, with spans on one each`() throws {
    #expect(try text("ids", [.segments(Self.segments)]) == "5 6 7 1 9\n")
    #expect(
      try text("ids", [.segments(Self.segments)], PrintOptions(spans: true)).hasPrefix("5 0 1\n6 1 2\n"))
  }

  @Test func `JSON of figures is valid and has its version`() throws {
    let json = try JSONSerialization.jsonObject(with: Data(text("json", Self.all).utf8))
    let object = try #require(json as? [String: Any])
    #expect(object["version"] as? Int == 1)
    let figures = try #require(object["figures"] as? [[String: Any]])
    #expect(figures.map { $0["figure"] as? String } == ["note", "table", "tree", "bars", "segments"])
    let rows = try #require(figures[1]["rows"] as? [[String: Any]])
    #expect((rows[1]["name"] as? [String: String]) == ["bytes_b64": "5CA="])
    #expect(rows[2]["name"] is NSNull)
  }

  @Test func `JSON of tokens has ids, and spans when asked for`() throws {
    let plain = try text("json", [.segments(Self.segments)])
    #expect(plain == "{\"version\":1,\"tokenizer\":\"toy\",\"ids\":[5,6,7,1,9]}\n")
    let spans = try text("json", [.segments(Self.segments)], PrintOptions(spans: true))
    #expect(spans.hasSuffix("\"offsets\":\"bytes\",\"spans\":[[0,1],[1,2],[2,4],[4,7],[7,8]]}\n"))
  }

  @Test func `JSON spans survive gaps, overlaps and empty tokens`() throws {
    let figure = Segments(
      title: "", text: Array(repeating: 65, count: 400),
      segments: [.init(id: 0, range: 0..<0), .init(id: 1, range: 5..<300), .init(id: 2, range: 290..<400)])
    let json = try text("json", [.segments(figure)], PrintOptions(spans: true))
    #expect(json.contains("[[0,0],[5,300],[290,400]]"))
  }

  @Test func `each JSON line is an object`() throws {
    for line in try text("jsonl", Self.all).split(separator: "\n") {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
    let tokens = try text("jsonl", [.segments(Self.segments)]).split(separator: "\n")
    #expect(tokens[1] == "{\"id\":6,\"start\":1,\"end\":2,\"bytes_b64\":\"ww==\"}")
    #expect(tokens[3] == "{\"id\":1,\"start\":4,\"end\":7,\"text\":\"<s>\",\"special\":true}")
  }

  @Test func `CSV quotes what needs quotes`() throws {
    #expect(
      try text("csv", [.table(Self.table)]) == "name,count\n\"a|b, \"\"c\"\"\",3\ne420,0.250000\n,1.50\n")
    #expect(try text("csv", [.segments(Self.segments)]).hasSuffix("1,4,7,1,<s>,3c733e\n9,7,8,0,\"\n\",0a\n"))
  }

  @Test func `Markdown escapes its own marks`() throws {
    let md = try text("md", [.table(Self.table)])
    #expect(md.contains("| a\\|b, \"c\" | 3 |"))
    #expect(md.contains("|---|---:|"))
  }

  @Test func `HTML is one page without references, with boundaries by shape`() throws {
    let page = try text("html", Self.all)
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(!page.contains("http") && !page.contains("<script") && !page.contains("src="))
    #expect(page.contains("prefers-color-scheme: dark"))
    #expect(page.contains("<span class=s title=\"id 1, bytes 4–7\">&lt;s&gt;</span>"))
    #expect(page.contains("border: 1px solid"))
    #expect(!page.contains("\u{1B}"))
  }

  @Test(arguments: PrintCatalog.names.filter { $0 != "png" })
  func `a text in stretches prints as the text in one piece`(_ name: String) throws {
    let type = try #require(PrintCatalog.named(name))
    let whole = try type.init(PrintOptions(spans: true)).document([.segments(Self.segments)])
    var writer = type.init(PrintOptions(spans: true)).segments(title: "toy")
    var out: [UInt8] = []
    writer.open(to: &out)
    for segment in Self.segments.segments {
      let piece = Array(Self.segments.text[segment.range])
      let local = Segments.Segment(id: segment.id, range: 0..<piece.count, isSpecial: segment.isSpecial)
      writer.add(piece, [local], offset: segment.range.lowerBound, to: &out)
    }
    while try !writer.close(to: &out) {}
    if name == "html" {
      let body = { (bytes: [UInt8]) in
        String(decoding: bytes, as: UTF8.self).components(separatedBy: "<body>")[1]
      }
      #expect(body(out) == body(whole))
    } else {
      #expect(out == whole)
    }
  }
}
