import Basics
import Figures
import Foundation
import Prints
import Testing

@Suite struct TokenGridPrintTests {
  private let grid = DrawnFigures.tokenGrid

  private func text(_ name: String, _ grid: TokenGrid, _ options: PrintOptions = PrintOptions()) throws
    -> String
  {
    let type = try #require(PrintCatalog.named(name))
    return try String(decoding: type.init(options).document([.tokenGrid(grid)]), as: UTF8.self)
  }

  @Test func `plain text has the signs in their places, and what they mean`() throws {
    #expect(
      try text("text", grid) == """
        tokens
        2 × 2 tokens
        ● sink 1 (25.0 %) · ○ dead 2 (50.0 %) ·   no sign: no state 1 (25.0 %)
        + marked 1 (25.0 %) · × gone 1 (25.0 %)
        ● ○
        +  ×

        2 × 2 patches
        A dead token says nothing.

        """)
  }

  @Test func `parts and what ends a row are told in every print`() throws {
    var grid = grid
    grid.parts = ["tile 1", "tile 2"]
    grid.partOf = [0, 1, 0, 1]
    grid.rowEnd = .init("image_newline", sign: "↵", ascii: "$")
    let json = try text("json", grid)
    #expect(
      json.contains("\"parts\":[\"tile 1\",\"tile 2\"],\"part_of\":[0,1,0,1],\"row_end\":\"image_newline\""))
    #expect(try text("csv", grid).hasPrefix("token,row,column,part,state"))
    let svg = try text("svg", grid)
    #expect(svg.contains("↵") && svg.contains("image_newline, behind each row, 2"))
    #expect(try text("text", grid).contains("●│○ ↵") || text("text", grid).contains("│"))
  }

  @Test func `coloured text has the picture in half blocks, in 256 colours or in all`() throws {
    let few = try text("text", grid, PrintOptions(color: true))
    #expect(few.contains("\u{1B}[38;5;196;48;5;196m▀\u{1B}[0m"))
    #expect(few.contains("\u{1B}[38;5;46;48;5;46m▀") && !few.contains("38;2;"))
    let all = try text("text", grid, PrintOptions(color: true, trueColor: true))
    #expect(all.contains("\u{1B}[38;2;255;0;0;48;2;255;0;0m▀"))
    for line in all.split(separator: "\n") where line.contains("\u{1B}") {
      #expect(line.hasSuffix("\u{1B}[0m") || !line.contains("▀"))
    }
  }

  @Test func `JSON has states, numbers, marks and what is gone, and of the picture its size`() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text("json", grid).utf8)) as? [String: Any])
    let figure = try #require((object["figures"] as? [[String: Any]])?.first)
    #expect(figure["figure"] as? String == "token_grid" && figure["rows"] as? Int == 2)
    #expect(figure["pixels"] as? [String: Int] == ["width": 2, "height": 2])
    let states = try #require(figure["states"] as? [[String: Any]])
    #expect(states.map { $0["name"] as? String } == ["sink", "dead"])
    #expect(states.map { $0["count"] as? Int } == [1, 2])
    #expect((figure["cells"] as? [Any])?.map { $0 as? Int } == [0, 1, 1, nil])
    #expect((figure["values"] as? [Any])?.map { $0 as? Double } == [0.1, nil, 2.5, 3])
    #expect((figure["marks"] as? [[String: Any]])?.first?["token"] as? Int == 2)
    #expect(figure["gone"] as? [Int] == [3] && figure["origin"] as? String == "2 × 2 patches")
    #expect(figure["footnotes"] as? [String] == ["A dead token says nothing."])
  }

  @Test func `CSV and Markdown have a line for each token`() throws {
    let csv = try text("csv", grid).split(separator: "\n")
    #expect(csv[0] == "token,row,column,state,value,mark,kept" && csv.count == 5)
    #expect(csv[1] == "0,0,0,sink,0.1,,yes" && csv[2] == "1,0,1,dead,,,yes" && csv[4] == "3,1,1,,3.0,,no")
    #expect(try text("md", grid).contains("| 2 | 1 | 0 | dead | 2.50 | + | yes |"))
  }

  @Test func `an SVG holds the pixels as a PNG, and a sign in every patch`() throws {
    let svg = try text("svg", grid)
    let data = try #require(svg.components(separatedBy: "data:image/png;base64,").dropFirst().first)
    let png = try #require(Data(base64Encoded: String(data.prefix { $0 != "\"" })))
    let pixels = try #require(grid.pixels)
    let expected = try PixelPNG.bytes(of: pixels)
    #expect(Array(png) == expected)
    #expect(svg.components(separatedBy: ">○<").count == 2 + 1 && svg.contains(">+<") && svg.contains(">×<"))
    #expect(svg.contains("sink 1 (25.0") && svg.contains("A dead token says nothing."))
    var states = grid
    states.ground = .states
    let plain = try text("svg", states)
    #expect(!plain.contains("<image"))
    states.ground = .values
    let values = try text("svg", states)
    #expect(values.contains(">0.10<") && values.contains("3.00   norm"))
    #expect(try text("html", grid).contains("<summary>Numbers</summary>"))
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/share/doc/librsvg2-2"),
      "needs the Debian package librsvg2-2"))
  func `the pixels of the picture are in the PNG`() throws {
    func png(_ color: Pixels.Color) throws -> [UInt8] {
      var grid = grid
      grid.pixels = Pixels(width: 3, height: 3, filledWith: color)
      return try PNGPrint(PrintOptions()).document([.tokenGrid(grid)])
    }
    // The same picture but for its pixels: what differs is drawn from them.
    let (red, blue) = (try png(.init(200, 0, 0)), try png(.init(0, 0, 200)))
    let again = try png(.init(200, 0, 0))
    #expect(red != blue && red == again)
  }

  @Test func `a grid of many patches has no signs, and its states as colours over the picture`() throws {
    var wide = grid
    let count = 100 * 100
    wide = TokenGrid(
      title: "", rows: 100, columns: 100, pixels: grid.pixels, states: grid.states,
      cells: (0..<count).map { $0 % 2 }, origin: "")
    let svg = try text("svg", wide)
    #expect(svg.contains("fill-opacity=\"0.5\"") && svg.components(separatedBy: ">●<").count == 2)
  }
}
