import Screen
import Testing

@Suite @MainActor struct MemoryDisplayTests {
  @Test func `inputs come out in order and end when it is closed`() async {
    let display = MemoryDisplay(size: Size(columns: 10, rows: 2))
    display.type("ab")
    display.feed(.resize(Size(columns: 5, rows: 1)), .paste([1]))
    display.close()
    var seen: [Input] = []
    for await input in display.inputs { seen.append(input) }
    #expect(
      seen == [
        .key(Key(.character("a"))), .key(Key(.character("b"))), .resize(Size(columns: 5, rows: 1)),
        .paste([1]),
      ])
    #expect(display.size == Size(columns: 5, rows: 1))
  }

  @Test func `it keeps the newest frames and drops them while stuck`() {
    let display = MemoryDisplay(size: Size(columns: 3, rows: 1), keeping: 2)
    for letter in ["a", "b", "c"] {
      var frame = Frame(display.size)
      frame.put(letter, column: 0, row: 0, style: Style())
      #expect(display.show(frame))
    }
    #expect(display.frames.map { $0.textRows() } == [["b"], ["c"]])
    display.isStuck = true
    #expect(!display.show(Frame(display.size)))
    #expect(display.frame?.textRows() == ["c"])
    display.suspend()
    #expect(display.suspensions == 1)
  }
}
