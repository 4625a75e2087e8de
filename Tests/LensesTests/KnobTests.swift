import Basics
import Lenses
import Testing

struct KnobTests {
  private let knobs = [
    Knob("p", "proportion", "share of tokens", .number(0.1, in: 0...2, step: 0.05)),
    Knob("seed", "seed", "another draw", .integer(1, in: 0...99, step: 1)),
    Knob("mode", "mode", "what is compared", .choice(["exact", "trimmed"])),
    Knob("mask", "mask", "blocks spellings", .toggle(false)),
    Knob("word", "word", "which word", .text("")),
  ]

  @Test func `knobs stand at their first values`() {
    let knobs = Knobs(knobs)
    #expect(knobs.number("p") == 0.1)
    #expect(knobs.integer("seed") == 1)
    #expect(knobs.text("mode") == "exact")
    #expect(!knobs.isOn("mask"))
  }

  @Test func `a knob is turned by steps and stops at its ends`() {
    var knobs = Knobs(knobs)
    knobs.turn("p", by: 2)
    #expect(knobs.text("p") == "0.2")
    knobs.turn("p", by: -100)
    #expect(knobs.number("p") == 0)
    knobs.turn("mode", by: 1)
    knobs.turn("mask", by: 1)
    #expect(knobs.text("mode") == "trimmed" && knobs.isOn("mask"))
    knobs.turn("mode", by: 1)
    #expect(knobs.text("mode") == "exact")
  }

  @Test func `a value that does not fit is refused with what would`() throws {
    var knobs = Knobs(knobs)
    try knobs.set("p", "1.25")
    #expect(knobs.number("p") == 1.25)
    #expect(throws: Trouble.self) { try knobs.set("p", "3") }
    #expect(throws: Trouble.self) { try knobs.set("mode", "loose") }
    #expect {
      try knobs.set("sed", "1")
    } throws: {
      ($0 as? Trouble)?.description.contains("seed") == true
    }
  }
}
