import Basics
import Figures
import Lab
import Patches
import Tensors

/// The stages that a person set.
struct VisionDropStages: Sendable, Equatable {
  /// Of stage E.
  var dominant: Int
  var contextual: Int
  /// What stage E goes by; nil for the lengths of the tokens.
  var encoder: AttentionScore?
  /// In the reader, by rising layers.
  var stages: [ReadingPlan.Stage]

  /// Throws with the word of the knob `stages` that is no stage.
  init(_ knobs: Knobs) throws(Trouble) {
    (dominant, contextual) = (knobs.integer("dominant"), knobs.integer("contextual"))
    let words = knobs.text("encoder")
    encoder = words == "norm" ? nil : AttentionScore(rawValue: words) ?? .cls
    let score = AttentionScore(rawValue: knobs.text("score")) ?? .visualMean
    var stages: [ReadingPlan.Stage] = []
    for word in knobs.text("stages").split(whereSeparator: { $0 == " " || $0 == "," }) {
      let numbers = word.split(whereSeparator: { $0 == ":" || $0 == "+" }).map { Int($0) }
      guard numbers.count == 3, let layer = numbers[0], let d = numbers[1], let c = numbers[2],
        (0..<MicroReader.layers).contains(layer), d >= 0, c >= 0, d + c > 0,
        layer > stages.last?.layer ?? -1
      else {
        throw Trouble(
          .usage, at: .option("stages"), "“\(word)” is no stage",
          remedy: "Write layer:D+C with rising layers below \(MicroReader.layers), as 1:8+3 2:5+2")
      }
      stages.append(ReadingPlan.Stage(before: layer, dominant: d, contextual: c, score: score))
    }
    self.stages = stages
  }

  /// What stage E goes by. Throws when there is no attention that it could go by.
  func scores(of state: TokenState) throws(Trouble) -> [Float] {
    try (encoder.map { ScoreSource.attention($0) } ?? .norm).scores(of: state)
  }

  /// The tokens after stage E, or after another selection of as many without merging.
  func encoded(_ tokens: Tensor, _ scores: [Float], _ metric: Tensor, by selection: Selection? = nil)
    -> TokenReduction
  {
    TokenReduction.reduce(
      tokens, scores: scores, metric: metric, dominant: selection == nil ? dominant : dominant + contextual,
      contextual: selection == nil ? contextual : 0, by: selection ?? .top)
  }

  /// The stages of the reader with another score, or another selection of as many tokens without merging.
  func reading(score: AttentionScore? = nil, by selection: Selection? = nil) -> [ReadingPlan.Stage] {
    stages.map { stage in
      var stage = stage
      if let score { stage.score = score }
      guard let selection else { return stage }
      (stage.dominant, stage.contextual, stage.selection) = (stage.dominant + stage.contextual, 0, selection)
      return stage
    }
  }

  /// How many tokens each layer of the reader works on when `first` come in.
  func budget(first: Int, inReader: Bool) -> TokenBudget {
    var (now, changes) = (first, [Int: Int]())
    for stage in inReader ? stages : [] {
      now = min(now, stage.dominant) + min(max(0, now - stage.dominant), stage.contextual)
      changes[stage.layer] = now
    }
    return TokenBudget(layers: MicroReader.layers, first: first, changes: changes)
  }
}

/// Which cells of the picture the tokens stand for, stage by stage.
struct TokenTrail: Sendable, Equatable {
  /// By token, its cells; the first is its own, the others it has taken up.
  private(set) var cells: [[Int]]

  /// Every token stands for itself.
  init(count: Int) { cells = (0..<count).map { [$0] } }

  /// After a stage.
  mutating func follow(_ report: ReductionReport) {
    let before = cells
    cells =
      report.kept.map { before[$0] }
      + zip(report.targets, report.members).map { target, members in
        before[target] + members.flatMap { before[$0] }
      }
  }
}

/// A stage as a picture: where each cell of the grid went.
struct StagePage: Sendable {
  var title: String
  var report: ReductionReport
  /// By token that came in.
  var scores: [Float]
  /// Before the stage.
  var trail: TokenTrail
  var notes: [String]

  private static let states = [
    TokenGrid.State("dominant", sign: "●", ascii: "*", series: 0),
    TokenGrid.State("contextual", sign: "◆", ascii: "#", series: 2),
    TokenGrid.State("merged", sign: "·", ascii: ".", series: nil),
  ]

  func grid(_ grid: PatchGrid, _ pixels: Pixels?) -> TokenGrid {
    var cells = [Int?](repeating: nil, count: grid.count)
    var values = [Float](repeating: .nan, count: grid.count)
    var marks: [Int: String] = [:]
    for (token, fate) in report.fates.enumerated() {
      let own = trail.cells[token]
      values[own[0]] = scores[token]
      let (state, mark) = Self.drawn(fate)
      if state != nil { for cell in own.dropFirst() { cells[cell] = 2 } }
      cells[own[0]] = state
      if let mark {
        for cell in own { marks[cell] = cell == own[0] && state == 1 ? mark.uppercased() : mark }
      }
    }
    return TokenGrid(
      title: title, rows: grid.rows, columns: grid.columns, pixels: pixels, states: Self.states, cells: cells,
      values: values, unit: "score", decimals: 4, marks: marks,
      gone: Set(cells.indices.filter { cells[$0] == nil }), origin: grid.origin,
      footnotes: [
        "\(report.count) tokens came in, \(report.kept.count) stay as they are (dominant), \(report.targets.count) take up the rest (contextual, a capital; a small letter went into that capital)\(report.gone.isEmpty ? "" : ", \(report.gone.count) are gone")."
      ] + notes)
  }

  private static func drawn(_ fate: ReductionReport.Fate) -> (state: Int?, mark: String?) {
    switch fate {
    case .kept: (0, nil)
    case .target(let index): (1, letter(index))
    case .merged(let index): (2, letter(index))
    case .gone: (nil, nil)
    }
  }

  private static func letter(_ index: Int) -> String { String(UnicodeScalar(UInt8(97 + index % 26))) }
}
