import Figures
import Foundation
import Prints
import Testing

@Suite struct DrawnPrintTests {
  private func text(_ name: String, _ figures: [Figure], width: Int = 40) throws -> String {
    let type = try #require(PrintCatalog.named(name))
    return try String(decoding: type.init(PrintOptions(width: width)).document(figures), as: UTF8.self)
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `text draws an alignment as lines with the marks of differences`() throws {
    let expected = """
      two cuts
      one │The│·token┃izer│.
      two │The│·token izer│.
        ≠      ╰─────────╯

      """
    #expect(try text("text", [.alignment(DrawnFigures.alignment)]) == expected)
  }

  @Test func `text draws a chart with its axes, and Markdown adds the points`() throws {
    let plain = try text("text", [.chart(DrawnFigures.chart)])
    #expect(plain.contains("─●─ curve") && plain.contains("╌╌╌ aim") && plain.contains("↑ bytes per token"))
    #expect(plain.contains("└─") && plain.contains("10k") && plain.contains("A number more"))
    #expect(plain.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 40 })
    let md = try text("md", [.chart(DrawnFigures.chart)])
    #expect(md.contains("```text\n") && md.contains("| curve | 1000"))
  }

  @Test func `a fence in Markdown is longer than any in the text`() throws {
    let figure = Alignment(
      title: "", rows: [.init(name: "a", text: Array("x````y".utf8), segments: [.init(id: 1, range: 0..<6)])],
      regions: [.init(ranges: [0..<6], isShared: true)])
    #expect(try text("md", [.alignment(figure)]).hasPrefix("`````text\n"))
  }

  @Test func `JSON of an alignment has its rows and regions exactly`() throws {
    let object = try json(text("json", [.alignment(DrawnFigures.alignment)]))
    let figure = try #require((object["figures"] as? [[String: Any]])?.first)
    #expect(figure["figure"] as? String == "alignment" && figure["title"] as? String == "two cuts")
    let rows = try #require(figure["rows"] as? [[String: Any]])
    #expect(rows.map { $0["name"] as? String } == ["one", "two"])
    #expect(rows[1]["ids"] as? [Int] == [1, 7, 4] && rows[1]["marked"] as? [Int] == [1])
    #expect(rows[0]["spans"] as? [[Int]] == [[0, 3], [3, 9], [9, 13], [13, 14]])
    #expect((rows[0]["text"] as? [String: String])?["text"] == "The tokenizer.")
    let regions = try #require(figure["regions"] as? [[String: Any]])
    #expect(regions.map { $0["shared"] as? Bool } == [true, false, true])
    #expect(regions[1]["ranges"] as? [[Int]] == [[3, 13], [3, 13]])
  }

  @Test func `JSON of a chart has every digit and null for what is no number`() throws {
    let object = try json(text("json", [.chart(DrawnFigures.chart)]))
    let figure = try #require((object["figures"] as? [[String: Any]])?.first)
    #expect((figure["x"] as? [String: Any])?["logarithmic"] as? Bool == true)
    let series = try #require(figure["series"] as? [[String: Any]])
    #expect(series.map { $0["style"] as? String } == ["line", "points", "guide"])
    let points = try #require(series[0]["points"] as? [[String: Any]])
    #expect(points[2]["y"] is NSNull && points[3]["label"] as? String == "end" && points[0]["label"] == nil)
    #expect(try text("json", [.chart(DrawnFigures.chart)]).contains("\"y\":\(0.1 + 0.2)}"))
    #expect(figure["footnotes"] as? [String] == ["A number more is a number less."])
  }

  @Test func `JSON of a heatmap has an array a row`() throws {
    let object = try json(text("json", [.heatmap(DrawnFigures.heatmap)]))
    let figure = try #require((object["figures"] as? [[String: Any]])?.first)
    let values = try #require(figure["values"] as? [[Any]])
    #expect(values.map(\.count) == [2, 2] && values[0][1] is NSNull && values[1][0] as? Double == 1e-7)
    #expect(figure["row_title"] as? String == "in" && figure["decimals"] as? Int == 2)
    #expect((figure["row_labels"] as? [Any])?[1] as? [String: String] == ["bytes_b64": "5A=="])
  }

  @Test func `JSON lines have a line for each region, point and cell`() throws {
    let lines = try text("jsonl", DrawnFigures.all).split(separator: "\n").map { try json(String($0)) }
    #expect(lines.count == 3 + 7 + 4)
    let rows = try #require(lines[1]["rows"] as? [[String: Any]])
    #expect((rows[0]["tokens"] as? [[String: Any]])?.map { $0["text"] as? String } == [" token", "izer"])
    #expect(lines[4]["series"] as? String == "curve" && lines[4]["x"] as? Double == 0)
    #expect(lines[13]["column"] as? Int == 2 && lines[13]["value"] as? Double == 1)
  }

  @Test func `CSV has tokens, points and the matrix with all digits`() throws {
    let alignment = try text("csv", [.alignment(DrawnFigures.alignment)]).split(separator: "\n")
    #expect(alignment.count == 1 + 7)
    #expect(alignment[3] == "1,0,0,one,2,3,9,0,\" token\",20746f6b656e")
    let chart = try text("csv", [.chart(DrawnFigures.chart)]).split(separator: "\n")
    #expect(chart[3] == "curve,line,10000.0,," && chart[5] == "points,points,5000.0,\(0.1 + 0.2),")
    #expect(try text("csv", [.heatmap(DrawnFigures.heatmap)]) == "in,\"x, y\",2\na,0.25,\ne4,1e-07,1.0\n")
  }

  @Test func `HTML has pictures inside, their numbers folded, and nothing that must be fetched`() throws {
    let page = try text("html", DrawnFigures.all + [.bars(Bars(title: "b", unit: "", bars: []))])
    #expect(page.components(separatedBy: "<svg ").count == 4)
    #expect(page.contains("<details><summary>Numbers</summary>"))
    #expect(page.contains("<b class=d>·token</b><b>┃</b>") && page.contains("≠"))
    #expect(!page.contains("http") && !page.contains("<script") && !page.contains("src="))
  }

  @Test(arguments: 0..<40)
  func `no hostile text breaks JSON, or leaves a control in what people read`(seed: UInt64) throws {
    let figures = DrawnFigures.hostileFigures(seed: seed)
    _ = try json(text("json", figures))
    for line in try text("jsonl", figures).split(separator: "\n") { _ = try json(String(line)) }
    for name in ["text", "md", "html", "svg"] {
      let written = try text(name, figures)
      let odd = written.unicodeScalars.filter {
        ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
      }
      #expect(odd.isEmpty, "\(name)")
      if ["html", "svg"].contains(name) { #expect(!written.contains("<script>"), "\(name)") }
    }
  }
}
