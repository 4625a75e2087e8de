import Basics
import Figures
import Lenses
import Screen

/// The open lens: its knobs, the names of its figures, and the figures from the chosen one on.
enum LensPane: Pane {
  static func title(_ state: State) -> String {
    guard let card = state.lenses.card else { return "Lens" }
    var parts = ["\(card.number) \(card.title)", state.lenses.usesOwnText ? "your text" : "sample"]
    if let share = state.jobs[.look] {
      parts.append(share > 0 ? "looking \(Int(share * 100)) %" : "looking …")
    }
    return parts.joined(separator: " · ")
  }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    guard let card = state.lenses.card else {
      frame.put(
        "no lens is open; M lists them", column: area.column, row: area.row,
        style: state.theme.style("text.dim"),
        within: area)
      return
    }
    var rest = KnobLines.draw(
      card.knobs, state.lenses.settings, chosen: state.lenses.knob, isFocused: state.focus == .lens, state,
      into: &frame,
      area)
    if let trouble = state.lenses.trouble {
      let lines = Fit.wrap(trouble, to: max(1, rest.width)).prefix(4)
      for (index, line) in lines.enumerated() {
        frame.put(
          line, column: rest.column, row: rest.row + index, style: state.theme.style("warning"), within: rest)
      }
      rest = rest.split(top: lines.count).1
    }
    guard let shown = state.lenses.shown else {
      if state.lenses.trouble == nil {
        frame.put(
          "looking …", column: rest.column, row: rest.row, style: state.theme.style("text.dim"), within: rest)
      }
      return
    }
    let (tabs, body) = rest.split(top: 1)
    drawTabs(shown.figures, state, into: &frame, tabs)
    drawFigures(shown.figures, state, into: &frame, body)
  }

  // MARK: - Figures

  /// The names of the figures, as many as there is room for around the chosen one.
  private static func drawTabs(_ figures: [Figure], _ state: State, into frame: inout Frame, _ row: Rect) {
    let theme = state.theme
    let chosen = min(state.lenses.figure, figures.count - 1)
    let names = figures.enumerated().map { "\($0.offset + 1) " + Fit.shorten(short($0.element), to: 18) }
    var first = 0
    func width(_ range: Range<Int>) -> Int { names[range].reduce(0) { $0 + Legible.columns(of: $1) + 2 } }
    while first < chosen, width(first..<chosen + 1) > row.width { first += 1 }
    var x = row.column
    for index in first..<names.count {
      let width = Legible.columns(of: names[index]) + 2
      guard x + width <= row.endColumn + 1 else { break }
      let style = theme.style(index == chosen ? "list.selected" : "text.dim")
      x = frame.put(" \(names[index]) ", column: x, row: row.row, style: style, within: row)
    }
  }

  /// A figure's title up to a colon, or its first words.
  private static func short(_ figure: Figure) -> String {
    if let colon = figure.title.firstIndex(of: ":") { return String(figure.title[..<colon]) }
    var words = ""
    for word in figure.title.split(separator: " ") where words.count + word.count < 18 {
      words += (words.isEmpty ? "" : " ") + word
    }
    return words.isEmpty ? "figure" : words
  }

  /// The chosen figure, scrolled to its chosen part, and below it those that follow.
  private static func drawFigures(_ figures: [Figure], _ state: State, into frame: inout Frame, _ area: Rect)
  {
    var rest = area
    let chosen = min(state.lenses.figure, figures.count - 1)
    for index in chosen..<figures.count where rest.height > 1 {
      var options = FigurePainter.Options(
        isASCII: state.isASCII, showsBoundaries: true, height: index == chosen ? rest.height : nil,
        hasColor: state.colorMode != .none)
      options.cellRatio = state.cellRatio
      if index == chosen {
        options.selected = state.lenses.item
        options.scroll = FigurePainter.scroll(
          figures[index], size: Size(columns: rest.width, rows: rest.height), options)
      }
      let height = FigurePainter.height(of: figures[index], width: rest.width, options).total
      let (room, below) = rest.split(top: min(height, rest.height))
      FigurePainter.draw(figures[index], into: &frame, room, theme: state.theme, options)
      if height > room.height {
        frame.put(
          state.isASCII ? "v" : "▾", column: area.endColumn - 1, row: area.endRow - 1,
          style: state.theme.style("title"),
          within: area)
      }
      rest = below.split(top: min(1, below.height)).1
    }
  }
}
