import Basics
import Figures
import Patches

/// The map as tables.
extension MapReport {
  /// Every token with its place, length, state and nearest words.
  package var words: Table {
    let columns =
      [
        Table.Column("token", key: "token", isNumeric: true),
        Table.Column("row", key: "row", isNumeric: true),
        Table.Column("column", key: "column", isNumeric: true),
        Table.Column("length", key: "length", isNumeric: true),
      ]
      + (picture.tiling == nil
        ? []
        : [
          Table.Column("tile", key: "tile", isNumeric: true),
          Table.Column("received as", key: "position", isNumeric: true),
        ])
      + (layer.attention == nil
        ? [] : [Table.Column("attention", key: "attention", isNumeric: true)])
      + (groups == nil
        ? []
        : [
          Table.Column("state", key: "state"), Table.Column("nearest words, with cosines", key: "words"),
        ])
    return Table(
      title: "Tokens of \(title)", columns: columns, rows: (0..<picture.grid.count).map(row),
      footnotes: (groups?.notes ?? [wordless]) + lineNotes + [album.label])
  }

  /// Where the language model receives what stands behind the rows.
  private var lineNotes: [String] {
    guard let tiling = picture.tiling else { return [] }
    let received =
      "Received as: the place among all \(tiling.count) tokens of the picture, the \(tiling.first) of the whole view first."
    let ends = tiling.newlinePositions
    guard let first = ends.first, let last = ends.last else { return [received] }
    let steps = ends.count > 1 ? ", \(ends[1]) … \(last)" : ""
    return [
      received,
      "\(TileLine.newlineName), no patch and the same \(ends.count) times, stands behind each row: received as \(first)\(steps)\(newlineWords).",
    ]
  }

  /// What the token behind a row reads as.
  private var newlineWords: String {
    guard let matches = album.newlineWords, !matches.isEmpty else { return "" }
    return "; it reads as \(readable(matches.prefix(knobs.integer("nearest"))))"
  }

  private func row(_ cell: Int) -> [Value] {
    let (row, column) = picture.place(of: cell)
    var values: [Value] = [
      .integer(cell), .integer(row), .integer(column), .number(Double(layer.norms[cell]), decimals: 3),
    ]
    if let tiling = picture.tiling, let tile = picture.tile(of: cell) {
      values += [.integer(tile), .integer(tiling.position(of: cell))]
    }
    if let attention = layer.attention { values.append(.number(Double(attention[cell]), decimals: 4)) }
    if let groups, let nearest = album.nearest(index) {
      values.append(.text(groups.states[cell].title))
      values.append(.text(readable(nearest[cell].prefix(knobs.integer("nearest")))))
    }
    return values
  }

  /// `red 0.83, circle 0.61`.
  func readable(_ matches: some Sequence<WordMatch>) -> String {
    matches.map { "\(album.word($0.id)) \(Decimals.text(Double($0.score), 2))" }.joined(separator: ", ")
  }

  /// How many tokens of each picture are in each state.
  package var states: Table {
    let counted = album.pictures.indices.map { picture in
      (picture, report(of: picture).groups?.counts)
    }
    return Table(
      title: "States by picture",
      columns: [
        Table.Column("picture", key: "picture"), Table.Column("tokens", key: "tokens", isNumeric: true),
      ]
        + MapState.allCases.map { Table.Column($0.title, key: $0.title, isNumeric: true) },
      rows: counted.map { picture, counts in
        [.text(album.pictures[picture].name), .integer(album.pictures[picture].grid.count)]
          + MapState.allCases.map { state in counts.map { .integer($0[state.rawValue]) } ?? .none }
      }, footnotes: [groupNote] + album.notes + [album.label])
  }

  /// Where the groups come from.
  private var groupNote: String { groups?.notes.first ?? wordless }
}
