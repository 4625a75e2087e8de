import Basics
import Figures
import Patches
import Tensors

/// One stage on tensors that a person brought: attention, tokens, and keys if there are some.
struct VisionDropBrought: Sendable {
  let plate: Plate

  /// The most numbers of a tensor that are read: 64 Mi, 256 MiB.
  private static let limit = 1 << 26

  /// Reads the layer of a dump, or finds tensors by their names (attention, attn; key; the rest are tokens). Throws when shapes do not fit
  /// each other.
  init(_ subject: Subject, _ ticket: Ticket) throws(Trouble) {
    let stages = try VisionDropStages(subject.knobs)
    if let dump = try VisionDropDump(subject, limit: Self.limit) {
      try ticket.step(0.4)
      let state = TokenState(
        tokens: dump.tokens, metric: dump.keys.map { $0.mean(over: [0]).sliced(0, dump.visual).packed() },
        attention: dump.attention, visual: dump.visual, isCausal: subject.knobs.isOn("causal"))
      let likeness =
        dump.keys == nil ? "the tokens themselves: the dump has no keys" : "the mean of their keys over heads"
      plate = try Self.look(stages, state, dump.grid, dump.name, ["Likeness by \(likeness)."])
      return
    }
    let found = try NamedTensor.all(of: subject.tensorSets)
    let attention = try Self.attention(found)
    try ticket.step(0.2)
    let keys = try found.first { $0.name.contains("key") }.map { named throws(Trouble) in
      try Self.read(named, ranks: 2...3)
    }
    guard
      let named = found.first(where: {
        $0.tensor.shape.rank == 2 && !$0.name.contains("key") && !$0.name.contains("att")
          && $0.tensor.rowCount > 0
      })
    else {
      throw Trouble(
        .input, "no tensor has tokens [n, width]", remedy: "Save the tokens that are to be made fewer")
    }
    let tokens = try Self.read(named, ranks: 2...2)
    try ticket.step(0.4)
    let visual = try Self.visual(attention.size(1), tokens.size(0), subject.knobs.integer("first"), named)
    let state = TokenState(
      tokens: tokens,
      metric: try keys.map { keys throws(Trouble) in try Self.metric(keys, visual, attention, named) },
      attention: attention, visual: visual, isCausal: subject.knobs.isOn("causal"))
    plate = try Self.look(stages, state, EmbedLensGround.grid(tokens.size(0)), named.shown, [])
  }

  private static func attention(_ found: [NamedTensor]) throws(Trouble) -> Tensor {
    guard let named = found.first(where: { $0.name.contains("att") }) else {
      throw Trouble(
        .input, "no tensor is called attention", remedy: "Save attention [heads, all, all] under that name")
    }
    let attention = try read(named, ranks: 2...3)
    let stack = attention.rank == 2 ? attention.expanded(0) : attention
    guard stack.size(1) == stack.size(2) else {
      throw Trouble(
        .input, at: named.place, "\(attention.shape) is no attention", remedy: "Save [heads, all, all]")
    }
    return stack
  }

  private static func read(_ named: NamedTensor, ranks: ClosedRange<Int>) throws(Trouble) -> Tensor {
    let shape = named.tensor.shape
    guard ranks.contains(shape.rank), shape.count > 0, shape.count <= limit else {
      throw Trouble(
        .input, at: named.place, "a tensor of shape \(shape) does not fit here",
        remedy:
          "Save one layer of one picture: attention [heads, all, all], keys [heads, all, width], tokens [n, width]"
      )
    }
    let tensor = Tensor(try named.tensor.read(), shape)
    guard tensor.values.allSatisfy(\.isFinite) else {
      throw Trouble(.input, at: named.place, "it has numbers that are not finite", remedy: "Save it anew")
    }
    return tensor
  }

  private static func visual(_ all: Int, _ count: Int, _ first: Int, _ named: NamedTensor) throws(Trouble)
    -> Range<Int>
  {
    let start = first >= 0 ? first : all == count ? 0 : all == count + 1 ? 1 : -1
    guard start >= 0, start + count <= all else {
      throw Trouble(
        .input, at: named.place,
        "\(count) tokens among the \(all) places of the attention: where is not known",
        remedy: "Set the knob first to the row of the first token")
    }
    return start..<start + count
  }

  private static func metric(_ keys: Tensor, _ visual: Range<Int>, _ attention: Tensor, _ named: NamedTensor)
    throws(Trouble) -> Tensor
  {
    let rows = keys.rank == 3 ? keys.mean(over: [0]) : keys
    if rows.size(0) == visual.count { return rows }
    guard rows.size(0) == attention.size(1) else {
      throw Trouble(
        .input, at: named.place,
        "keys of \(rows.size(0)) places do not fit attention of \(attention.size(1))",
        remedy: "Save the keys of the same layer")
    }
    return rows.sliced(0, visual)
  }

  private static func look(
    _ stages: VisionDropStages, _ state: TokenState, _ grid: PatchGrid, _ name: String, _ notes: [String]
  ) throws(Trouble) -> Plate {
    let scores = try stages.scores(of: state)
    let less = stages.encoded(state.tokens, scores, state.metric)
    let page = StagePage(
      title: "Stage: \(name)", report: less.report, scores: scores, trail: TokenTrail(count: scores.count),
      notes: ["Score: \(stages.encoder?.title ?? "the length of each token")."] + notes)
    var figures: [Figure] = [.tokenGrid(page.grid(grid, nil))]
    if let attention = state.attention {
      figures += [AttentionScore.lastText, .visualMean].map { way in
        let scores = way.scores(attention, visual: state.visual, isCausal: state.isCausal)
        return .tokenGrid(
          ScorePage(score: way, scores: scores, kept: stages.dominant).grid(
            grid, nil, "the attention that was brought"))
      }
    }
    return Plate(
      figures: figures + [.table(fates(less.report, scores))], label: ["Looked at your tensors: \(name)."])
  }

  private static func fates(_ report: ReductionReport, _ scores: [Float]) -> Table {
    Table(
      title: "Fates: what becomes of each token",
      columns: [
        .init("token", key: "token", isNumeric: true), .init("score", key: "score", isNumeric: true),
        .init("fate", key: "fate"), .init("into", key: "into", isNumeric: true),
      ],
      rows: report.fates.enumerated().map { token, fate in
        let (word, into): (String, Value) =
          switch fate {
          case .kept: ("dominant", .none)
          case .target: ("contextual", .none)
          case .merged(let index): ("merged", .integer(report.targets[index]))
          case .gone: ("gone", .none)
          }
        return [.integer(token), .number(Double(scores[token]), decimals: 6), .text(word), into]
      })
  }
}
