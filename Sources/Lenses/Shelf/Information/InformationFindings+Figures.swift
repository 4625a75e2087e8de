import Figures
import Tokens

extension InformationFindings {
  private var size: Chart.Axis { Chart.Axis("training text N (characters)", isLogarithmic: true) }

  private func series(
    _ name: String, _ style: Chart.Series.Style = .line, _ value: (Row) -> Double?
  ) -> Chart.Series {
    let points = rows.compactMap { row in value(row).map { Chart.Point(Double(row.characters), $0) } }
    return Chart.Series(name: name, points: points, style: style)
  }

  var entropyChart: Chart {
    var lines = (1...orders).map { k in series("H\(k)") { $0.measures.entropies[k - 1] } }
    if hasControl, orders > 1 {
      lines += (2...orders).map { k in
        series("H\(k) shuffled", .guide) { $0.measures.shuffledEntropies?[k - 1] }
      }
    }
    return Chart(
      title: "Entropy of a token when those before it are known", x: size,
      y: Chart.Axis("Hₖ (bits per token)"),
      series: lines,
      footnotes: [
        "Hₖ: −Σ c(g)/N log₂(c(g)/c(context)) over the windows of k tokens: conditional, not of whole k-grams; arXiv 2601.09039",
        "shuffled: the same tokens in random order",
      ])
  }

  var characterChart: Chart {
    Chart(
      title: "The same for each character", x: size,
      y: Chart.Axis("Hₖ · tokens / characters (bits per character)"),
      series: (1...orders).map { k in series("H\(k)") { $0.perCharacter(k) } },
      footnotes: ["tokenizers with different numbers of tokens may be compared in this unit only"])
  }

  var capacityChart: Chart {
    Chart(
      title: "Use of the capacity", x: size, y: Chart.Axis("share of log₂ K"),
      series: [
        series("η") { $0.measures.capacityUse },
        series("η of order \(alpha)") { $0.measures.renyiEfficiency },
      ],
      footnotes: [
        "η = H₁ / log₂ K with all K entries, used or not; of order α: Rényi's entropy instead of H₁"
      ])
  }

  var compressionChart: Chart {
    Chart(
      title: "Compression", x: size, y: Chart.Axis("bytes of the raw text per token"),
      series: [series("CR") { $0.compression }])
  }

  var sweepTable: Table {
    Table(
      title: "By training text", columns: sweepColumns, rows: rows.map(sweepRow),
      footnotes: [
        "K: entries learned, fewer than asked for when the text has no more; \(orders)-grams: different ones; near the number of tokens Hₖ says nothing",
        "LZ78, DEFLATE: bits of the coded ids by characters; unknown: tokens for characters that were not in the training text",
      ])
  }

  private var sweepColumns: [Table.Column] {
    let shuffled = hasControl ? Array((1...orders).dropFirst()) : []
    return number(
      ("N", "n"), ("K", "k"), ("K used", "k_used"), ("tokens", "tokens"),
      ("bytes per token", "bytes_per_token"))
      + (1...orders).map { Table.Column("H\($0)", key: "h\($0)", isNumeric: true) }
      + shuffled.map { Table.Column("H\($0) shuffled", key: "shuffled_h\($0)", isNumeric: true) }
      + number(
        ("\(orders)-grams", "distinct_grams"), ("η", "eta"), ("η of order \(alpha)", "eta_alpha"),
        ("LZ78 a character", "lz78"), ("DEFLATE a character", "deflate"), ("unknown", "unknown"))
  }

  private func sweepRow(_ row: Row) -> [Value] {
    let measures = row.measures
    let shuffled = hasControl ? Array((1...orders).dropFirst()) : []
    let first: [Value] = [
      .integer(row.characters), whole(measures.entries), .integer(measures.distinctIDs),
      .integer(measures.tokens),
      decimal(row.compression),
    ]
    let last: [Value] = [
      whole(measures.distinctGrams[orders - 1]), decimal(measures.capacityUse),
      decimal(measures.renyiEfficiency),
      decimal(row.perCharacter(bits: measures.lz78Bits)),
      decimal(row.perCharacter(bits: measures.deflateBytes.map { 8 * $0 })), .integer(row.unknown),
    ]
    return first + measures.entropies.prefix(orders).map(decimal)
      + shuffled.map { decimal(measures.shuffledEntropies?[$0 - 1]) } + last
  }

  var domainTable: Table {
    Table(
      title: "Tokenizers on texts of different kinds",
      columns: [Table.Column("text", key: "text"), Table.Column("tokenizer", key: "tokenizer")]
        + number(
          ("tokens", "tokens"), ("bytes per token", "bytes_per_token"), ("H1", "h1"), ("H2", "h2"),
          ("H1 a character", "h1_per_character"),
          ("H2 a character", "h2_per_character"), ("η", "eta"), ("ids packed", "deflate"),
          ("text packed", "text_deflate")),
      rows: crossed.map { one in
        let row = one.row
        return [
          .text(one.domain), .text(one.tokenizer), .integer(row.measures.tokens), decimal(row.compression),
          decimal(row.measures.entropies[0]), decimal(row.measures.entropies[1]),
          decimal(row.perCharacter(1)),
          decimal(row.perCharacter(2)), decimal(row.measures.capacityUse),
          decimal(row.perCharacter(bits: row.measures.deflateBytes.map { 8 * $0 })),
          decimal(row.perCharacter(bits: one.packedText.map { 8 * $0 })),
        ]
      },
      footnotes: [
        "packed: bits per character after raw DEFLATE, level 9, of the ids as bytes and of the text's own bytes"
      ])
  }

  private func number(_ columns: (title: String, key: String)...) -> [Table.Column] {
    columns.map { Table.Column($0.title, key: $0.key, isNumeric: true) }
  }
  private func whole(_ value: Int?) -> Value { value.map { .integer($0) } ?? .none }
  private func decimal(_ value: Double?) -> Value { value.map { .number($0, decimals: 4) } ?? .none }
}

extension InformationFindings.Duel {
  func chart(_ compressor: String) -> Chart {
    let sides = [("BPE", plain), ("LZ-aware BPE", aware)]
    return Chart(
      title: "A duel of merges", x: Chart.Axis("merges"),
      y: Chart.Axis("compressed length by \(compressor) (bits)"),
      series: sides.map { name, race in
        let points = race.steps.enumerated().map {
          Chart.Point(Double($0 + 1), Double($1.bits), label: $1.entry)
        }
        return Chart.Series(name: name, points: [Chart.Point(0, Double(race.startBits))] + points)
      },
      footnotes: [
        "LZ-aware: of the most frequent pairs the one after which the text is shortest; it may rise, and goes on"
      ])
  }

  var table: Table {
    let count = max(plain.steps.count, aware.steps.count)
    let side = { (race: MergeRace, index: Int) -> [Value] in
      guard index < race.steps.count else { return [.none, .none, .none, .none] }
      let step = race.steps[index]
      return [.text(step.entry), .integer(step.count), .integer(step.tokens), .integer(step.bits)]
    }
    let columns = [("BPE", "bpe"), ("LZ-aware", "lz")].flatMap { name, key in
      [
        Table.Column(name, key: key), Table.Column("times", key: "\(key)_count", isNumeric: true),
        Table.Column("tokens", key: "\(key)_tokens", isNumeric: true),
        Table.Column("bits", key: "\(key)_bits", isNumeric: true),
      ]
    }
    return Table(
      title: "Merge by merge", columns: [Table.Column("merge", key: "merge", isNumeric: true)] + columns,
      rows: (0..<count).map { [.integer($0 + 1)] + side(plain, $0) + side(aware, $0) },
      footnotes: [
        "\(text.utf8.count) bytes of the test text, from its characters on; times: how often the pair was there"
      ])
  }

  /// The beginning of the text as both cut it, and the bytes of the first row's tokens.
  var alignment: (Alignment, [Range<Int>]) {
    let rows = [("BPE", plain), ("LZ-aware BPE", aware)].map { name, race in
      Alignment.Row(name: name, text: Array(text.utf8), segments: segments(race))
    }
    let limit = commonCuts(rows).last { $0 <= 600 } ?? 0
    let shown = rows.map { row in
      Alignment.Row(
        name: row.name, text: Array(row.text[..<limit]),
        segments: row.segments.filter { $0.range.upperBound <= limit })
    }
    let title = "The text after \(max(plain.steps.count, aware.steps.count)) merges"
    return (Alignment(title: title, rows: shown, regions: regions(shown)), shown[0].segments.map(\.range))
  }

  private func segments(_ race: MergeRace) -> [Segments.Segment] {
    var start = 0
    return race.ids.map { id in
      defer { start += race.entries[Int(id)].utf8.count }
      return Segments.Segment(id: id, range: start..<start + race.entries[Int(id)].utf8.count)
    }
  }

  private func commonCuts(_ rows: [Alignment.Row]) -> [Int] {
    let cuts = rows.map { Set($0.segments.map(\.range.upperBound)) }
    return cuts.dropFirst().reduce(cuts[0]) { $0.intersection($1) }.sorted()
  }

  /// Neighbouring tokens that both have are one region.
  private func regions(_ rows: [Alignment.Row]) -> [Alignment.Region] {
    let ends = rows.map { Set($0.segments.map(\.range.upperBound)) }
    let all = ends.reduce(Set()) { $0.union($1) }.sorted()
    var regions: [Alignment.Region] = []
    var (start, last) = (0, 0)
    for cut in commonCuts(rows) {
      let isShared = all.count { $0 > start && $0 <= cut } == 1
      if isShared, let before = regions.last, before.isShared {
        regions[regions.count - 1].ranges = rows.map { _ in last..<cut }
      } else {
        last = start
        regions.append(Alignment.Region(ranges: rows.map { _ in start..<cut }, isShared: isShared))
      }
      start = cut
    }
    return regions
  }
}
