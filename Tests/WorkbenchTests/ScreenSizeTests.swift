import Basics
import Screen
import Testing
import Workbench

@MainActor
@Suite struct ScreenSizeTests {
  private static let nasty =
    "na\u{301}sty \u{202E}evil\u{202C} \u{1B}[31m \t x\u{200B}y 👨‍👩‍👧 中文 \r\n"
    + String(repeating: "long", count: 3000)

  @Test(arguments: [
    (1, 1), (20, 5), (19, 4), (40, 10), (39, 9), (80, 24), (120, 36), (200, 60), (300, 100), (600, 300),
  ])
  func `every size and view draws without a trap, and no control reaches a cell`(columns: Int, rows: Int)
    async throws
  {
    for mode in TextView.Mode.allCases {
      let (frame, _) = try await rehearse(
        makeState(Self.nasty, tokenizer: "bytes", Size(columns: columns, rows: rows)),
        "view.\(mode)\nkey ctrl+end\nhelp.show")
      #expect(frame.size == Size(columns: columns, rows: rows))
      for cell in frame.cells {
        for scalar in cell.glyph.unicodeScalars {
          #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x202E)
        }
      }
    }
  }

  @Test func `a storm of sizes ends with the last one`() {
    var state = makeState("hello world")
    for n in 1...300 {
      _ = update(&state, .input(.resize(Size(columns: n * 7 % 311 + 1, rows: n * 3 % 97 + 1))))
    }
    _ = update(&state, .input(.resize(Size(columns: 80, rows: 24))))
    #expect(render(state).size == Size(columns: 80, rows: 24))
  }

  @Test func `below 20 by 5 there is the count alone`() async throws {
    let (frame, _) = try await rehearse(makeState("one two", Size(columns: 15, rows: 3)), "wait")
    #expect(frame.textRows()[0].hasPrefix("3 tokens"))
  }
}
