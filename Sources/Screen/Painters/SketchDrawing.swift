import Basics
import Sketches

/// Sketches in cells: each ink in the style of its role.
extension Canvas {
  /// Draws rows of a sketch from the top of a rectangle, as many as it has room for.
  func draw(_ rows: [SketchRow], into frame: inout Frame, _ rect: Rect) {
    for (index, row) in rows.prefix(rect.height).enumerated() {
      draw(row, into: &frame, Rect(column: rect.column, row: rect.row + index, width: rect.width, height: 1))
    }
  }

  /// Draws one row of a sketch.
  func draw(_ row: SketchRow, into frame: inout Frame, _ line: Rect) {
    for run in row {
      let style = style(run)
      frame.put(
        run.items, column: line.column + run.column, row: line.row, style: style,
        odd: theme.style("odd", over: style), within: line)
    }
  }

  private func style(_ run: SketchRun) -> Style {
    if case .halves(let upper, let lower) = run.ink {
      let style = halves(upper, lower, isSelected: run.isSelected)
      if run.isSelected { return style }
      // Where the glyph is the lower half, the ground is the upper.
      let isUpper = upper != nil
      return lightened(
        style, glyph: isUpper ? run.isMarked : run.isLowerMarked,
        ground: isUpper ? run.isLowerMarked : run.isMarked)
    }
    if run.isSelected {
      // Marks below the chosen place keep their ground.
      if run.ink == .difference { return theme.style("diff.boundary").adding(.bold) }
      return theme.style("token.current")
    }
    let style = style(run.ink)
    if run.isMarked, case .heat = run.ink { return lightened(style, glyph: false, ground: true) }
    return run.isMarked ? style.adding(.underline) : style
  }

  /// A cell in the row or column of the cursor: its colour, nearer to that of the cursor.
  private func lightened(_ style: Style, glyph: Bool, ground: Bool) -> Style {
    let cursor = theme.style("token.current").background
    var style = style
    if ground { style.background = style.background.mixed(with: cursor, 0.2) }
    if glyph { style.foreground = style.foreground.mixed(with: cursor, 0.2) }
    return style
  }

  private func style(_ ink: Ink) -> Style {
    switch ink {
    case .text: theme.style("text")
    case .dim: theme.style("text.dim")
    case .number: theme.style("number")
    case .changed: theme.style("diff.changed")
    case .special: theme.style("token.special")
    case .boundary: theme.style("token.boundary")
    case .difference: theme.style("diff.boundary")
    case .axis: theme.style("chart.axis")
    case .guide: theme.style("chart.guide")
    case .series(let index): theme.inkStyle(hue: index)
    case .heat(let share): theme.heat(share)
    case .halves(let upper, let lower): halves(upper, lower, isSelected: false)
    case .note: theme.style("note")
    case .pixels(let upper, let lower):
      Style(foreground: color(upper), background: color(lower))
    case .sign(let series, let tint): sign(series, on: tint)
    }
  }

  private func color(_ tint: Tint) -> Color {
    tints.color(tint).map { Color($0) } ?? theme.style("text").background
  }

  private func sign(_ series: Int?, on tint: Tint) -> Style {
    let colors = tints.sign(series, on: tint)
    let ground = colors.ground.map { Color($0) } ?? theme.style("text").background
    return Style(foreground: Color(colors.ink), background: ground, attributes: [.bold])
  }

  /// The glyph is the upper half and its ground the lower, or the lower half alone, or the cursor on the other half.
  private func halves(_ upper: Double?, _ lower: Double?, isSelected: Bool) -> Style {
    let empty = theme.style("text").background
    let (up, down) = (upper.map { theme.heat($0).background }, lower.map { theme.heat($0).background })
    if isSelected {
      return Style(foreground: theme.style("token.current").background, background: up ?? down ?? empty)
    }
    guard let up else { return Style(foreground: down ?? empty, background: empty) }
    return Style(foreground: up, background: down ?? empty)
  }
}
