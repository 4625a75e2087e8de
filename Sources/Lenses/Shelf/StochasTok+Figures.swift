import Basics
import Figures
import Tokens

/// The figures of StochasTok.
extension StochasTokStudy {
  /// The text before and after, what was counted, the steps, and the tree of a token.
  var mainFigures: [Figure] {
    [.alignment(alignment), .table(summary), .tree(tree), .table(changes)]
  }

  private var alignment: Alignment {
    let shift = { (segments: [Segments.Segment]) in
      segments.map {
        Segments.Segment(
          id: $0.id, range: $0.range.lowerBound - window.lowerBound..<$0.range.upperBound - window.lowerBound,
          isMarked: $0.isMarked)
      }
    }
    let text = Array(text[window])
    var rows = [
      Alignment.Cut(name: tokenizer.card.name, text: text, segments: shift(Cuts.segments(tokens))),
      .init(name: "StochasTok", text: text, segments: shift(expandedSegments)),
    ]
    if let dropped {
      let name = dropped.isDropout ? "BPE-dropout" : "drawn"
      rows.append(.init(name: name, text: text, segments: shift(dropped.segments)))
    }
    return Alignment.of(
      rows, title: "Before and after: \(tokens.count) tokens become \(expansion.ids.count), the text stays")
  }

  private var summary: Table {
    var rows: [[Value]] = [
      [.text("tokens shown"), .integer(tokens.count)],
      [.text("steps, ⌊\(tokens.count) · \(knobs.text("p"))⌋"), .integer(expansion.steps)],
      [.text("steps that cut a token"), .integer(expansion.changes.count)],
      [.text("tokens after"), .integer(expansion.ids.count)],
    ]
    if let chosen, let count = spellings(of: chosen) {
      rows.append([
        .text("spellings of \(Self.shown(entries.bytes(of: chosen))) that steps can reach"), count.reached,
      ])
      rows.append([.text("all its spellings with entries"), count.all])
    }
    if let dropped {
      let word = dropped.isDropout ? "BPE-dropout" : "drawn spellings"
      rows.append([.text("\(word), rate with as many tokens"), .number(dropped.p, decimals: 3)])
      rows.append([
        .text("its tokens of \(measured.count), mean ± deviation"),
        .text("\(Self.rounded(dropped.mean)) ± \(Self.rounded(dropped.deviation))"),
      ])
    }
    return Table(
      title: "Counts",
      columns: [.init("what", key: "what"), .init("number", key: "number", isNumeric: true)], rows: rows)
  }

  /// The mean length at the chosen p, once the curve is there.
  func measuredRow(_ curve: Chart) -> [Value]? {
    let now = lengths(p: p, draws: StochasTokStudy.draws)
    return [
      .text("StochasTok, \(Self.draws) draws of \(measured.count) tokens"),
      .text("\(Self.rounded(now.mean)) ± \(Self.rounded(now.deviation))"),
    ]
  }

  private func spellings(of id: TokenID) -> (reached: Value, all: Value)? {
    let bytes = Array(entries.bytes(of: id))
    guard !bytes.isEmpty else { return nil }
    let limit = 20_000
    let reached = bytes.count <= 24 ? table.reachable(from: id, limit: limit) : nil
    let all = SpellingGraph(of: bytes, entries).count
    return (
      reached.map { .integer($0.count) } ?? .text("over \(limit)"),
      all < 1e15 ? .integer(Int(all)) : .number(all, decimals: 0)
    )
  }

  private var changes: Table {
    let rows = expansion.changes.map { change -> [Value] in
      [
        .integer(change.position), .bytes(Array(entries.bytes(of: change.token))),
        .bytes(Array(entries.bytes(of: change.pair.left))),
        .bytes(Array(entries.bytes(of: change.pair.right))),
        .integer(table.pairs(of: change.token).count),
      ]
    }
    return Table(
      title: "Steps: those that cut a token",
      columns: [
        .init("place", key: "place", isNumeric: true), .init("token", key: "token"),
        .init("left", key: "left"),
        .init("right", key: "right"), .init("of so many cuts", key: "cuts", isNumeric: true),
      ], rows: rows,
      footnotes: [
        "The place counts tokens of the sequence as it was at that step; halves can be cut again later."
      ])
  }

  /// The regions of the main figure and the rows of the steps, as bytes of the text.
  var links: [Plate.Link] {
    let before = alignment.links(figure: 0, at: window.lowerBound)
    // A step is told by the token as it then was; its place in the text is that of the token it came from.
    var sources = Array(tokens.indices)
    let steps = expansion.changes.enumerated().map { index, change in
      let source = sources[change.position]
      sources.insert(source, at: change.position + 1)
      return Plate.Link(figure: 4, item: index, bytes: tokens[source].bytes)
    }
    return before + steps
  }

  // MARK: - The tree of one token

  private var tree: Tree {
    guard let chosen else { return Tree(title: "No token", nodes: []) }
    var nodes: [Tree.Node] = []
    var known: Set<TokenID> = []
    grow(chosen, depth: 0, &nodes, &known)
    return Tree(
      title: "Cuts: all of \(Self.shown(entries.bytes(of: chosen)))", detailTitles: ["id", "cuts"],
      nodes: nodes)
  }

  private static var nodeLimit: Int { 400 }

  private func grow(_ id: TokenID, depth: Int, _ nodes: inout [Tree.Node], _ known: inout Set<TokenID>) {
    let pairs = table.pairs(of: id)
    let isNew = known.insert(id).inserted
    let note: Value =
      pairs.isEmpty ? .text("–") : isNew ? .integer(pairs.count) : .text("\(pairs.count), above")
    nodes.append(
      Tree.Node(
        depth: depth, label: .bytes(Array(entries.bytes(of: id))), details: [.integer(Int(id)), note]))
    guard isNew, depth == 0 || knobs.text("tree") == "all" else { return }
    for pair in pairs where nodes.count < Self.nodeLimit {
      let (left, right) = (
        Self.shown(entries.bytes(of: pair.left)), Self.shown(entries.bytes(of: pair.right))
      )
      nodes.append(Tree.Node(depth: depth + 1, label: .text("\(left) | \(right)"), details: [.none, .none]))
      for half in [pair.left, pair.right] where !table.pairs(of: half).isEmpty && nodes.count < Self.nodeLimit
      {
        grow(half, depth: depth + 2, &nodes, &known)
      }
    }
  }

  // MARK: - The curve and the vocabulary

  static var draws: Int { 200 }
  private static var places: [Double] { [0, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] }

  /// Mean length by p, with one standard deviation on either side, over many draws.
  func curve(_ memory: LensMemory, _ ticket: Ticket) async throws(Trouble) -> Chart {
    struct Key: Hashable { var tokenizer: TokenizerKey; var ids: [TokenID]; var seed: UInt64 }
    let key = Key(tokenizer: TokenizerKey(tokenizer), ids: measured, seed: seed)
    var spreads: [Spread] = []
    if let kept = await memory.recall(key, as: [Spread].self) {
      spreads = kept
    } else {
      for (index, place) in Self.places.enumerated() {
        for batch in 0..<4 {
          try ticket.step((Double(index) + Double(batch) / 4) / Double(Self.places.count))
        }
        spreads.append(lengths(p: place, draws: Self.draws))
      }
      await memory.keep(spreads, for: key)
    }
    let bytes = measured.reduce(0) { $0 + entries.bytes(of: $1).count }
    func line(_ name: String, _ style: Chart.Series.Style, _ value: (Double, Spread) -> Double)
      -> Chart.Series
    {
      Chart.Series(
        name: name, points: zip(Self.places, spreads).map { Chart.Point($0, value($0, $1)) }, style: style)
    }
    return Chart(
      title: "Tokens by p", x: .init("p (steps per token)"), y: .init("tokens"),
      series: [
        line("mean of \(Self.draws) draws", .line) { $1.mean },
        line("mean + deviation", .points) { $1.mean + $1.deviation },
        line("mean − deviation", .points) { $1.mean - $1.deviation },
        line("at most (1+p)·n", .guide) { p, _ in ((1 + p) * Double(measured.count)).rounded(.down) },
      ], footnotes: ["The part measured has \(measured.count) tokens and \(bytes) bytes."])
  }

  /// How many cuts the entries have.
  var vocabularyFigures: [Figure] {
    let buckets = [0...0, 1...1, 2...2, 3...3, 4...4, 5...6, 7...9, 10...19, 20...Int.max]
    var counts = [Int](repeating: 0, count: buckets.count)
    for id in entries.ids where entries.bytes(of: id).count > 1 {
      let cuts = table.pairs(of: id).count
      if let bucket = buckets.firstIndex(where: { $0.contains(cuts) }) { counts[bucket] += 1 }
    }
    let bars = zip(buckets, counts).map { bucket, count in
      let name =
        bucket.count == 1
        ? "\(bucket.lowerBound)"
        : bucket.upperBound == .max
          ? "\(bucket.lowerBound) or more" : "\(bucket.lowerBound) to \(bucket.upperBound)"
      return Bars.Bar(label: .text(name), value: Double(count))
    }
    return [
      .bars(
        Bars(
          title: "Entries: those of more than one byte by their number of cuts", unit: "entries", bars: bars))
    ]
  }

  /// What was measured on what.
  var label: [String] {
    let long = entries.ids.filter { entries.bytes(of: $0).count > 1 }
    let uncut = long.count { table.pairs(of: $0).isEmpty }
    var lines = [
      (isSample ? "A sample text, \(name)" : name)
        + ", bytes \(window.lowerBound) to \(window.upperBound), under \(tokenizer.card.name).",
      "Of \(long.count) entries of more than one byte \(uncut) cannot be cut; special and added tokens take no part.",
      "What is shown is training input; no model was trained, and the paper's accuracies are not claimed.",
    ]
    if entries.hasRoles { lines.append("Halves are looked up as they are spelled at their place in a word.") }
    if let dropped, !dropped.isDropout {
      lines.append(
        "\(tokenizer.card.name) has no merges to drop: words are drawn from all their spellings instead.")
    }
    return lines
  }

  static func rounded(_ value: Double) -> String { Knob.written(value, step: value < 10 ? 0.001 : 0.1) }

  /// Bytes of an entry in a sentence; spaces as marks.
  static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    "“" + Legible.items(of: Array(bytes), Legible.Options(showsSpaces: true)).map(\.glyph).joined() + "”"
  }
}
