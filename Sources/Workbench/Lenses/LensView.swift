import Basics
import Documents
import Figures
import Lenses
import Screen

/// The browser of lenses and the lens that is open: what a person set, and what the lens showed last.
package struct LensView: Sendable, Equatable {
  // The browser.
  package var query = ""
  package var isTyping = false
  /// The chosen one among the lenses that match.
  package var selected = 0

  // The open lens.
  /// Its id; nil when none has been opened.
  package var open: String?
  /// By id, the knobs as they were left.
  package var knobs: [String: Knobs] = [:]
  /// The chosen knob.
  package var knob = 0
  /// Whether the lens looks at the person's text, else at its sample.
  package var usesOwnText = false
  /// The figure that stands first, and the chosen part of it.
  package var figure = 0
  package var item: Int?
  /// What was asked last, and what was shown last, which may answer an older question.
  package var request: LookRequest?
  package var shown: Shown?
  /// Why the last look showed nothing.
  package var trouble: String?

  package init() {}

  /// A plate and the question that it answers.
  package struct Shown: Sendable, Equatable {
    package var request: LookRequest
    package var plate: Plate

    /// The figures, and behind them what was measured on what.
    package var figures: [Figure] {
      plate.figures + [.note(Note(title: "What this is", lines: plate.label))]
    }
  }

  /// The cards that match what was typed, best first; all in the order of the shelves before anything is typed.
  package var matches: [LensCard] {
    let cards = LensCatalog.all.map { $0.card }
    if query.isEmpty { return cards }
    let scored = cards.enumerated().compactMap { index, card -> (index: Int, score: Int, card: LensCard)? in
      let titles = [card.title, card.id, card.number].compactMap { fuzzyScore(query, $0) }.max()
      let holds = card.searched.lowercased().contains(query.lowercased())
      guard titles != nil || holds else { return nil }
      return (index, titles ?? 0, card)
    }
    return scored.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map(\.card)
  }

  /// The chosen card of the browser.
  package var chosen: LensCard? {
    let matches = matches
    return matches.indices.contains(selected) ? matches[selected] : nil
  }

  /// The card of the open lens.
  package var card: LensCard? { open.flatMap { LensCatalog.named($0)?.card } }

  /// The knobs of the open lens.
  package var settings: Knobs {
    guard let card else { return Knobs([]) }
    return knobs[card.id] ?? Knobs(card.knobs)
  }

  /// The chosen knob of the open lens.
  package var chosenKnob: Knob? {
    let all = card?.knobs ?? []
    return all.indices.contains(knob) ? all[knob] : nil
  }
}

/// Have a lens look at something; two are equal when the answer must be.
package struct LookRequest: Sendable, Equatable {
  package var lens: String
  package var knobs: Knobs
  /// The person's text; nil for the sample.
  package var text: Rope?
  package var name: String
  package var version: Int
  package var caret: Int
  /// The one in use, and those it is compared with.
  package var tokenizers: [LoadedTokenizer]
  /// Files of tensors that the person opened; none for the sample.
  package var tensorPaths: [String] = []
  /// Pictures, and folders of them, that the person opened; none for the sample.
  package var picturePaths: [String] = []

  package static func == (a: LookRequest, b: LookRequest) -> Bool {
    a.lens == b.lens && a.knobs == b.knobs && (a.text == nil) == (b.text == nil) && a.name == b.name
      && a.version == b.version && a.caret == b.caret && a.tokenizers == b.tokenizers
      && a.tensorPaths == b.tensorPaths && a.picturePaths == b.picturePaths
  }
}

/// Write figures to a file, in the format that its name asks for.
package struct ExportRequest: Sendable, Equatable {
  package var figures: [Figure]
  package var path: String
  package var mayReplace: Bool
}

extension Figure {
  /// How many parts a person can choose in it: rows, nodes, bars, segments, regions, points, cells; lines of a note.
  package var itemCount: Int {
    switch self {
    case .note(let note): note.lines.count
    case .table(let table): table.rows.count
    case .tree(let tree): tree.nodes.count
    case .bars(let bars): bars.bars.count
    case .segments(let segments): segments.segments.count
    case .alignment(let alignment): alignment.regions.count
    case .chart(let chart): chart.series.reduce(0) { $0 + $1.points.count }
    case .heatmap(let heatmap): heatmap.values.count
    case .tokenGrid(let grid): grid.count
    }
  }
}
