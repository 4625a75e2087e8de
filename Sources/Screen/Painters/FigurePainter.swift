import Basics
import Figures
import Sketches

/// Draws a figure into a part of a frame: a head that stays (title, names of columns) and a body that scrolls.
///
/// `scroll` counts body rows above the visible ones; `selected` is a row of a table, a node of a tree, a bar, a segment, a region
/// of an alignment, a point of a chart (counted over all series), or a cell of a heatmap or token grid (row by row).
/// Only what is visible is laid out, so a table may have a million rows.
package struct FigurePainter: Sendable {
  /// What a pane decides about its figure.
  package struct Options: Sendable, Equatable {
    /// Body rows above the visible ones.
    package var scroll = 0
    /// The row, node, bar, segment, region, point or cell that is chosen.
    package var selected: Int?
    /// Draw with ASCII only.
    package var isASCII = false
    /// Draw the title of the figure as its first row.
    package var showsTitle = true
    /// Draw a stroke between tokens, for screens without colour.
    package var showsBoundaries = false
    /// Bytes of segments that stand out, whatever segment they are in.
    package var highlighted: Range<Int>?
    /// Rows there are, title included, when they are to be used well: a chart fills them, a heatmap that fits gets larger cells. Nil
    /// for a height that suits the width.
    package var height: Int?
    /// Whether the screen has colours; without, shades and letters stand for the ramp of a heatmap.
    package var hasColor = true
    /// The part of a heatmap that is looked at, in `height` rows; nil for all its rows one after another.
    package var viewport: HeatmapViewport?
    /// Whether there are colours enough for pictures (256 or more); without, density stands for light.
    package var hasPixels = true
    /// How closely the tokens of a picture are looked at.
    package var gridDetail = TokenGridDetail.fitting
    /// How many times as high as wide a character is.
    package var cellRatio = CellShape.usual
    /// Whether a chart says in words which point is chosen.
    package var tellsChosen = true

    package init(
      scroll: Int = 0, selected: Int? = nil, isASCII: Bool = false, showsTitle: Bool = true,
      showsBoundaries: Bool = false, highlighted: Range<Int>? = nil, height: Int? = nil,
      hasColor: Bool = true, viewport: HeatmapViewport? = nil
    ) {
      self.scroll = max(0, scroll)
      self.selected = selected
      self.isASCII = isASCII
      self.showsTitle = showsTitle
      self.showsBoundaries = showsBoundaries
      self.highlighted = highlighted
      self.height = height
      self.hasColor = hasColor
      self.viewport = viewport
    }
  }

  /// Rows that stay and rows that scroll.
  package struct Height: Sendable, Equatable {
    /// Rows that stay.
    package var head: Int
    /// Rows that scroll.
    package var body: Int
    /// All rows.
    package var total: Int { head + body }

    package init(head: Int, body: Int) {
      self.head = head
      self.body = body
    }
  }

  /// Draws the figure; nothing outside `rect` is touched.
  package static func draw(
    _ figure: Figure, into frame: inout Frame, _ rect: Rect, theme: Theme, _ options: Options = Options()
  ) {
    guard !rect.isEmpty else { return }
    let painter = painter(of: figure, width: rect.width, options)
    let title = options.showsTitle ? figure.title : ""
    var body = rect
    if !title.isEmpty {
      let (line, rest) = rect.split(top: 1)
      let text = Fit.shorten(title, to: line.width, ascii: options.isASCII)
      frame.put(text, column: line.column, row: line.row, style: theme.style("title"), within: line)
      body = rest
    }
    draw(painter, into: &frame, body, Canvas(theme: theme, options: options))
  }

  /// The head, then as many rows as there is room for.
  static func draw(_ painter: any RowPainter, into frame: inout Frame, _ rect: Rect, _ canvas: Canvas) {
    let (head, rows) = rect.split(top: painter.headRows)
    painter.drawHead(into: &frame, head, canvas)
    for row in 0..<rows.height where canvas.options.scroll + row < painter.bodyRows {
      let line = Rect(column: rows.column, row: rows.row + row, width: rows.width, height: 1)
      painter.drawRow(canvas.options.scroll + row, into: &frame, line, canvas)
    }
  }

  /// How many rows the figure takes at a width.
  package static func height(of figure: Figure, width: Int, _ options: Options = Options()) -> Height {
    let painter = painter(of: figure, width: width, options)
    let title = options.showsTitle && !figure.title.isEmpty ? 1 : 0
    return Height(head: title + painter.headRows, body: painter.bodyRows)
  }

  /// The scroll nearest to `options.scroll` that keeps the selected row in sight and the last row at the bottom.
  package static func scroll(_ figure: Figure, size: Size, _ options: Options) -> Int {
    let height = height(of: figure, width: size.columns, options)
    let room = max(1, size.rows - height.head)
    var scroll = min(options.scroll, max(0, height.body - room))
    if let selected = options.selected {
      let row = painter(of: figure, width: size.columns, options).row(ofItem: selected)
      scroll = min(max(scroll, row - room + 1), row)
    }
    return max(0, scroll)
  }

  private static func painter(of figure: Figure, width: Int, _ options: Options) -> any RowPainter {
    switch figure {
    case .note(let note): NotePainter(note, width: width)
    case .table(let table): TablePainter(table, width: width, options)
    case .tree(let tree): TreePainter(tree, width: width, options)
    case .bars(let bars): BarsPainter(bars, width: width, options)
    case .segments(let segments): SegmentsPainter(segments, width: width, options)
    case .alignment(let alignment): AlignmentPainter(alignment, width: width, options)
    case .chart(let chart): ChartPainter(chart, width: width, rows: bodyHeight(figure, options), options)
    case .tokenGrid(let grid):
      TokenGridPainter(grid, width: width, rows: bodyHeight(figure, options), options)
    case .heatmap(let heatmap):
      HeatmapPainter(heatmap, width: width, rows: bodyHeight(figure, options), options)
    }
  }

  /// What the title leaves of the rows that are to be filled.
  private static func bodyHeight(_ figure: Figure, _ options: Options) -> Int? {
    options.height.map { max(0, options.showsTitle && !figure.title.isEmpty ? $0 - 1 : $0) }
  }
}

/// What every painter needs.
struct Canvas {
  let theme: Theme
  let options: FigurePainter.Options
  /// What the tints of maps look like in the theme.
  let tints: TintPalette

  init(theme: Theme, options: FigurePainter.Options) {
    self.theme = theme
    self.options = options
    tints = theme.tints
  }

  /// The style of a role, on the ground of the selected row when `isSelected`.
  func style(_ role: String, isSelected: Bool) -> Style {
    isSelected ? theme.style("list.selected") : theme.style(role)
  }
}

/// One kind of figure, row by row.
protocol RowPainter {
  var headRows: Int { get }
  var bodyRows: Int { get }
  func drawHead(into frame: inout Frame, _ rect: Rect, _ canvas: Canvas)
  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas)
  /// The body row that shows an item.
  func row(ofItem item: Int) -> Int
}

extension RowPainter {
  var headRows: Int { 0 }
  func drawHead(into frame: inout Frame, _ rect: Rect, _ canvas: Canvas) {}
  func row(ofItem item: Int) -> Int { item }
}

extension Figure {
  /// The figure's own title.
  package var title: String {
    switch self {
    case .note(let note): note.title
    case .table(let table): table.title
    case .tree(let tree): tree.title
    case .bars(let bars): bars.unit.isEmpty ? bars.title : "\(bars.title) (\(bars.unit))"
    case .segments(let segments): segments.title
    case .alignment(let alignment): alignment.title
    case .chart(let chart): chart.title
    case .tokenGrid(let grid): grid.title
    case .heatmap(let heatmap): heatmap.unit.isEmpty ? heatmap.title : "\(heatmap.title) (\(heatmap.unit))"
    }
  }
}
