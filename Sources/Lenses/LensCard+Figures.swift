import Figures

extension LensCard {
  /// What a person reads of a lens before using it.
  package var figures: [Figure] {
    let facts: [[Value]] = [
      [.text("id"), .text(id)], [.text("question"), .text(question)], [.text("source"), .text(source)],
      [.text("needs"), .text(needs.words)], [.text("shelf"), .text(shelf.rawValue)],
    ]
    let knobRows = knobs.map { knob -> [Value] in
      [.text(knob.key), .text(knob.initial), .text(knob.range), .text(knob.help)]
    }
    return [
      .table(
        Table(
          title: "\(number) \(title)", columns: [.init("", key: "what"), .init("", key: "text")], rows: facts)
      ),
      .table(
        Table(
          title: "Knobs",
          columns: [
            .init("knob", key: "knob"), .init("at the start", key: "start"), .init("values", key: "values"),
            .init("what it does", key: "help"),
          ], rows: knobRows)),
    ]
  }

  /// What a search looks at.
  package var searched: String { "\(number) \(title) \(id) \(question) \(source) \(shelf.rawValue)" }
}

extension Knob {
  /// The values it can have, in words.
  package var range: String {
    switch kind {
    case .number(_, let range, let step):
      "\(Knob.written(range.lowerBound, step: step)) to \(Knob.written(range.upperBound, step: step))"
    case .integer(_, let range, _): "\(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): names.joined(separator: ", ")
    case .toggle: "on, off"
    case .text: "any text"
    }
  }
}

extension LensCatalog {
  /// All lenses as a table.
  package static var table: Table {
    Table(
      title: "",
      columns: [
        .init("no", key: "number"), .init("id", key: "id"), .init("title", key: "title"),
        .init("question", key: "question"), .init("needs", key: "needs"), .init("source", key: "source"),
      ],
      rows: all.map { $0.card }.map {
        [
          .text($0.number), .text($0.id), .text($0.title), .text($0.question), .text($0.needs.words),
          .text($0.source),
        ]
      })
  }
}
