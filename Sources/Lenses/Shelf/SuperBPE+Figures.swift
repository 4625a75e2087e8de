import Basics
import Figures
import Tokens

/// The figures of SuperBPE.
extension SuperStudy {
  /// All that is known so far; the curves come last.
  var plate: Plate {
    var figures: [Figure] = [.alignment(line.alignment(("BPE", "SuperBPE"))), .table(measures)]
    if !places.isEmpty { figures += [.chart(byTransition), .chart(bySize)] }
    figures += [.table(superwords), .bars(wordCounts), .table(prompts), .table(log)]
    let links = line.start.map { line.alignment(("BPE", "SuperBPE")).links(figure: 0, at: $0) } ?? []
    return Plate(figures: figures, label: label, links: links)
  }

  private var measures: Table {
    func number(_ title: String, _ pair: (Double, Double)) -> [Value] {
      [.text(title), .number(pair.0, decimals: 4), .number(pair.1, decimals: 4)]
    }
    func fewer(_ title: String, _ pair: (CutMeasures, CutMeasures)) -> [Value] {
      [
        .text(title), .none,
        pair.0.tokens == 0 ? .none : .share(1 - Double(pair.1.tokens) / Double(pair.0.tokens)),
      ]
    }
    let training = (judged.plain.training, judged.supers.training)
    let held = (judged.plain.held, judged.supers.held)
    let inside = supers.pairs.entries.count(where: holdsInnerSpace)
    let rows: [[Value]] = [
      number("bytes per token, training text", (training.0.bytesPerToken, training.1.bytesPerToken)),
      number("bytes per token, held out", (held.0.bytesPerToken, held.1.bytesPerToken)),
      fewer("fewer tokens, training text", training), fewer("fewer tokens, held out", held),
      [.text("one token per word would be"), .number(ceiling, decimals: 4), .none],
      [
        .text("entries with a space inside"), .integer(plain.pairs.entries.count(where: holdsInnerSpace)),
        .integer(inside),
      ],
      [
        .text("tokens with a space inside, held out"), .share(held.0.superwordShare),
        .share(held.1.superwordShare),
      ],
      number("deviation of −log2 p per token, held out", (judged.plain.unevenness, judged.supers.unevenness)),
    ]
    return Table(
      title: "Measures: BPE and SuperBPE, \(256 + merges) entries each",
      columns: [
        .init("measure", key: "measure"), .init("BPE", key: "bpe", isNumeric: true),
        .init("SuperBPE", key: "superbpe", isNumeric: true),
      ], rows: rows,
      footnotes: ["The deviation is under a micro trigram model of the training text; lower is more even."])
  }

  private var byTransition: Chart {
    func series(_ name: String, _ value: (Place) -> Double) -> Chart.Series {
      .init(name: name, points: places.map { .init(Double($0.transition), value($0)) })
    }
    let ends = [0.0, Double(merges)]
    func guide(_ name: String, _ value: Double) -> Chart.Series {
      .init(name: name, points: ends.map { .init($0, value) }, style: .guide)
    }
    let chosen = places.filter { $0.transition == transition }.map {
      Chart.Point(Double($0.transition), $0.held, label: "t=\($0.transition)")
    }
    return Chart(
      title: "By t: bytes per token", x: .init("t (merges inside words)"), y: .init("bytes per token"),
      series: [
        series("held out", \.held), series("training text", \.training),
        .init(name: "chosen t", points: chosen, style: .points),
        guide("BPE, held out", judged.plain.held.bytesPerToken),
        guide("one token per word, held out", ceiling),
      ],
      footnotes: ["t = \(merges) has BPE's merges but the second pattern; t = 0 never had the barrier."])
  }

  private var bySize: Chart {
    Chart(
      title: "By vocabulary: bytes per token held out", x: .init("vocabulary (entries)"),
      y: .init("bytes per token"),
      series: growth.map { .init(name: $0.name, points: $0.points) },
      footnotes: ["The curve of SuperBPE bends at \(256 + transition) entries, where the barrier is lifted."])
  }

  /// Entries across words, in the order in which they were learned.
  private var superwordEntries: [(rank: Int, entry: [UInt8])] {
    supers.pairs.merges.indices.compactMap { rank in
      let merge = supers.pairs.merges[rank]
      let entry = supers.pairs.entries[Int(merge.left)] + supers.pairs.entries[Int(merge.right)]
      return holdsInnerSpace(entry) ? (rank, entry) : nil
    }
  }

  private var superwords: Table {
    var used: [TokenID: Int] = [:]
    for stream in judged.supers.held.streams { for id in stream { used[id, default: 0] += 1 } }
    let rows = superwordEntries.prefix(300).map { rank, entry -> [Value] in
      let id = superTokenizer.vocabulary.id(of: entry)
      return [
        .bytes(entry), .integer(wordCount(entry)),
        supers.counts.indices.contains(rank) ? .integer(supers.counts[rank]) : .none,
        .integer(id.flatMap { used[$0] } ?? 0), .integer(rank),
      ]
    }
    return Table(
      title: "Superwords",
      columns: [
        .init("entry", key: "entry"), .init("words", key: "words", isNumeric: true),
        .init("times when learned", key: "count", isNumeric: true),
        .init("tokens held out", key: "held", isNumeric: true),
        .init("merge", key: "merge", isNumeric: true),
      ], rows: rows, footnotes: rows.isEmpty ? ["None: t leaves no merges across words."] : [])
  }

  private var wordCounts: Bars {
    var counts: [Int: Int] = [:]
    for entry in supers.pairs.entries { counts[wordCount(entry), default: 0] += 1 }
    return Bars(
      title: "Entries: by their number of words", unit: "entries",
      bars: counts.keys.sorted().map { .init(label: .integer($0), value: Double(counts[$0] ?? 0)) })
  }

  /// A prompt that ends inside a superword: its own tokens are no beginning of those of the whole.
  private var prompts: Table {
    let rows = superwordEntries.prefix(12).compactMap { _, entry -> [Value]? in
      let core = SpacedEntries.core(entry[...])
      guard let space = core.lastIndex(of: 0x20) else { return nil }
      let prompt = Array(entry[..<space])
      let options = EncodeOptions(special: .text)
      guard let alone = try? superTokenizer.encode(prompt, options, .open), !prompt.isEmpty,
        let whole = try? superTokenizer.encode(entry, options, .open)
      else { return nil }
      let isBeginning = whole.map(\.id).starts(with: alone.map(\.id))
      return [
        .bytes(prompt), .integer(alone.count), .bytes(entry), .integer(whole.count),
        .text(isBeginning ? "yes" : "no: the model never saw this beginning"),
      ]
    }
    return Table(
      title: "Prompts: such as end inside a superword",
      columns: [
        .init("prompt", key: "prompt"), .init("tokens", key: "tokens", isNumeric: true),
        .init("text", key: "text"),
        .init("tokens", key: "text_tokens", isNumeric: true), .init("is a beginning", key: "is_beginning"),
      ], rows: rows)
  }

  private var log: Table {
    let rows = supers.pairs.merges.enumerated().map { rank, merge -> [Value] in
      let (left, right) = (supers.pairs.entries[Int(merge.left)], supers.pairs.entries[Int(merge.right)])
      return [
        .integer(rank), .text(rank < transition ? "inside words" : "across"), .bytes(left), .bytes(right),
        .bytes(left + right),
        supers.counts.indices.contains(rank) ? .integer(supers.counts[rank]) : .none,
      ]
    }
    return Table(
      title: "Merges: in order",
      columns: [
        .init("merge", key: "merge", isNumeric: true), .init("stage", key: "stage"),
        .init("left", key: "left"),
        .init("right", key: "right"), .init("makes", key: "makes"),
        .init("times", key: "times", isNumeric: true),
      ], rows: rows)
  }

  /// What was measured on what.
  private var label: [String] {
    let kind = isSample ? "sample texts" : "texts"
    let source = "Learned here from \(texts.byteCount) bytes of \(textCount) \(kind)"
    var lines = [
      (givenName.map { "The first \(transition) of \(merges) merges of \($0); the rest learned here" }
        ?? source)
        + "; held out: \(judged.plain.held.bytes) bytes.",
      "Small texts overfit: phrases of the training text become entries. Look at what was held out.",
    ]
    if givenName == nil {
      lines.append(
        "tessera train --algorithm superbpe --size \(256 + merges) --transition \(transition) writes such a tokenizer."
      )
    }
    if knobs.integer("t") > merges { lines.append("There are only \(merges) merges, so t is \(transition).") }
    if givenName != nil {
      lines.append(
        "BPE is those merges under SuperBPE's first pattern, so that only the barrier of spaces differs.")
    }
    return lines
  }
}
