import Basics
import Figures

/// An alignment as lines: in each band a line for every row, with its name, and below them the marks of where they differ.
///
/// ```
/// gpt2   │The│·tokeni┃zer│·cuts
/// other  │The│·tokeni zer│·cuts
///      ≠      ╰─────────╯
/// ```
/// A cut of all rows is `│`, a cut of some is `┃`; below a place where they differ is a bracket, and `≠` before the line.
package struct AlignmentSketch: Sendable {
  private let alignment: Alignment
  private let options: Legible.Options
  private let layout: AlignmentLayout
  private let nameColumns: Int
  private let selected: Int?

  /// `width` is all the room; `selected` is a region.
  package init(_ alignment: Alignment, width: Int, isASCII: Bool, selected: Int? = nil) {
    self.alignment = alignment
    self.selected = selected
    options = Legible.Options(isASCII: isASCII, showsSpaces: true)
    let longest = alignment.rows.map { Legible.columns(of: $0.name, Legible.Options(isASCII: isASCII)) }.max()
    nameColumns = width < 12 ? 0 : min(max(2, longest ?? 0), max(3, width / 5))
    let gutter = width < 12 ? 0 : nameColumns + 1
    layout = AlignmentLayout.of(alignment, width: width - gutter, options)
  }

  /// Lines of a band: one a row, and one for marks.
  package var bandHeight: Int { alignment.rows.count + 1 }
  /// All lines.
  package var rowCount: Int { layout.bands.count * bandHeight }
  /// The first line of the band in which a region begins.
  package func row(ofRegion region: Int) -> Int {
    layout.bandOfRegion.indices.contains(region) ? layout.bandOfRegion[region] * bandHeight : 0
  }

  private var left: Int { nameColumns == 0 ? 0 : nameColumns + 1 }

  /// One line.
  package func row(_ number: Int) -> SketchRow {
    let (band, line) = number.quotientAndRemainder(dividingBy: bandHeight)
    guard layout.bands.indices.contains(band) else { return [] }
    return line == alignment.rows.count ? marks(band) : texts(band, row: line)
  }

  // MARK: Texts

  private func texts(_ band: Int, row: Int) -> SketchRow {
    var runs: SketchRow = []
    if nameColumns > 0 {
      let name = alignment.rows[row].name
      runs.append(SketchRun(column: 0, name, to: nameColumns, ink: .dim, isASCII: options.isASCII))
    }
    for piece in layout.bands[band] {
      let place = layout.pieces[piece]
      let span = layout.span(piece: piece, row: row)
      let isSelected = place.region == selected
      let column = left + place.column
      let segment = span.segment.map { alignment.rows[row].segments[$0] }
      let ink = ink(segment, place.region)
      if let stroke = stroke(span.cut) {
        let ink: Ink = span.cut == .own ? .difference : .boundary
        runs.append(SketchRun(column: column, own: stroke, ink: ink))
      } else if place.column > 0, !span.range.isEmpty {
        // The ground goes on where only other rows are cut.
        runs.append(SketchRun(column: column, own: " ", ink: ink, isSelected: isSelected))
      }
      let items = Legible.items(of: alignment.rows[row].text, in: span.range, options)
      guard !items.isEmpty else { continue }
      runs.append(
        SketchRun(
          column: column + 1, items: items, ink: ink, isSelected: isSelected,
          isMarked: segment?.isMarked ?? false))
    }
    return runs
  }

  private func ink(_ segment: Segments.Segment?, _ region: Int) -> Ink {
    guard let segment else { return .dim }
    if segment.isSpecial { return .special }
    return alignment.regions[region].isShared ? .text : .changed
  }

  private func stroke(_ cut: AlignmentLayout.Cut) -> String? {
    switch cut {
    case .none: nil
    case .shared: options.isASCII ? "|" : "│"
    case .own: options.isASCII ? "!" : "┃"
    }
  }

  // MARK: Marks

  private func marks(_ band: Int) -> SketchRow {
    let differing = layout.regions(ofBand: band).filter { !alignment.regions[$0.region].isShared }
    guard !differing.isEmpty else { return [] }
    var runs: SketchRow = []
    let sign = options.isASCII ? "!=" : "≠"
    if nameColumns > 0 {
      let start = max(0, nameColumns - sign.unicodeScalars.count)
      runs.append(SketchRun(column: start, own: sign, ink: .difference))
    }
    for (region, pieces) in differing {
      let (first, last) = (layout.pieces[pieces.lowerBound], layout.pieces[pieces.upperBound - 1])
      let width = max(1, last.column + last.width - first.column)
      // Regions whose texts are empty have only a cut; the mark stands below it.
      let column = left + first.column + (last.column + last.width > first.column ? 1 : 0)
      let text = bracket(
        width, begins: layout.bandOfRegion[region] == band,
        ends: pieces.upperBound == layout.pieces.count || layout.pieces[pieces.upperBound].region != region)
      runs.append(SketchRun(column: column, own: text, ink: .difference, isSelected: region == selected))
    }
    return runs
  }

  private func bracket(_ width: Int, begins: Bool, ends: Bool) -> String {
    if options.isASCII { return String(repeating: "^", count: width) }
    if width == 1 { return begins && ends ? "▲" : begins ? "╰" : ends ? "╯" : "─" }
    let middle = String(repeating: "─", count: width - 2)
    return (begins ? "╰" : "─") + middle + (ends ? "╯" : "─")
  }
}
