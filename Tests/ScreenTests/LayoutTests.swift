import Basics
import Screen
import Testing

@Suite struct LayoutTests {
  private let area = Rect(column: 0, row: 0, width: 80, height: 24)

  /// 1 | 2 over 3.
  private var three: Layout {
    var layout = Layout(1)
    layout.split(.horizontal, opening: 2, share: 0.25)
    layout.split(.vertical, opening: 3)
    return layout
  }

  @Test func `splits share the area by weight`() {
    let layout = three
    #expect(layout.panes == [1, 2, 3])
    #expect(layout.rect(of: 1, in: area) == Rect(column: 0, row: 0, width: 60, height: 24))
    #expect(layout.rect(of: 2, in: area) == Rect(column: 60, row: 0, width: 20, height: 12))
    #expect(layout.rect(of: 3, in: area) == Rect(column: 60, row: 12, width: 20, height: 12))
    #expect(layout.pane(atColumn: 70, row: 20, in: area) == 3)
  }

  @Test func `focus moves to the neighbour with the longest common edge`() {
    var layout = three
    #expect(layout.focused == 3)
    layout.moveFocus(.up, in: area)
    #expect(layout.focused == 2)
    layout.moveFocus(.left, in: area)
    #expect(layout.focused == 1)
    layout.moveFocus(.left, in: area)
    #expect(layout.focused == 1)
    layout.focusNext(backwards: true)
    #expect(layout.focused == 3)
    layout.focusNext()
    #expect(layout.focused == 1)
  }

  @Test func `closing gives the room back and the last pane stays`() {
    var layout = three
    layout.close(3)
    #expect(layout.focused == 2)
    #expect(layout.rect(of: 2, in: area) == Rect(column: 60, row: 0, width: 20, height: 24))
    layout.close(1)
    layout.close(2)
    #expect(layout.panes == [2])
    #expect(layout.rect(of: 2, in: area) == area)
    layout.split(.vertical, opening: 9)
    #expect(layout.panes == [2, 9])
  }

  @Test func `a zoomed pane has the area for itself`() {
    var layout = three
    layout.toggleZoom()
    #expect(layout.places(in: area).map(\.pane) == [3])
    #expect(layout.rect(of: 3, in: area) == area)
    layout.toggleZoom()
    #expect(layout.places(in: area).count == 3)
  }

  @Test func `a pane grows at the cost of the others`() {
    var layout = three
    layout.focus(1)
    layout.resize(.horizontal, by: -0.25)
    #expect(layout.rect(of: 1, in: area)?.width == 40)
    layout.resize(.horizontal, by: -9)
    #expect(layout.rect(of: 1, in: area)?.width == Layout.least.columns)
    layout.resize(.vertical, by: 0.5)
    #expect(layout.panes == [1, 2, 3])
  }

  @Test func `panes exchange places`() {
    var layout = three
    layout.exchange(.left, in: area)
    #expect(layout.panes == [3, 2, 1])
    #expect(layout.focused == 3)
  }

  @Test func `whatever is done the panes tile the area`() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<300 {
      var layout = Layout(0)
      for pane in 1...12 {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: layout.split(.horizontal, opening: pane, share: random.unit())
        case 2, 3: layout.split(.vertical, opening: pane, share: random.unit())
        case 4: layout.close(layout.panes.randomElement(using: &random) ?? 0)
        default: layout.resize(.horizontal, by: random.unit() - 0.5)
        }
        let size = Rect(
          column: 0, row: 0, width: .random(in: 0...120, using: &random),
          height: .random(in: 0...50, using: &random))
        let places = layout.places(in: size)
        #expect(places.reduce(0) { $0 + $1.rect.width * $1.rect.height } == size.width * size.height)
        #expect(places.contains { $0.pane == layout.focused })
      }
    }
  }
}
