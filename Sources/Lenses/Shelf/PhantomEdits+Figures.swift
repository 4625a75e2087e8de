import Basics
import Figures
import Tokens

/// The figures of phantom edits on a text.
extension PhantomStudy {
  /// The word in all its spellings first, then what became of all words.
  var figures: [Figure] {
    var figures: [Figure] = []
    if let chosen {
      figures = [.alignment(stack(chosen)), .table(spellings(chosen))]
    } else {
      figures = [
        .note(
          Note(
            title: "No word here",
            lines: ["At the cursor is no word with a list of spellings; move on, or name one."]))
      ]
    }
    figures += [.table(outcomes), .bars(types), .heatmap(lengths), .table(wordTable)]
    if let logits { figures.append(.table(masking(logits))) }
    return figures
  }

  /// The chosen word's bytes, by the rows of its spellings, and the words of the table.
  var links: [Plate.Link] {
    var links: [Plate.Link] = []
    if let chosen, !chosen.target.range.isEmpty {
      for row in 0..<listed(chosen).count {
        links.append(.init(figure: 1, item: row, bytes: chosen.target.range))
      }
    }
    let table = chosen == nil ? 4 : 5
    return links
      + words.enumerated().map { .init(figure: table, item: $0.offset, bytes: $0.element.target.range) }
  }

  // MARK: - One word

  private static var stackLimit: Int { 8 }
  private static var listLimit: Int { 60 }

  /// The canonical spelling, then the likeliest others; those that the model never gives by how short they are.
  private func listed(_ asked: Asked) -> [Slot.Spelling] {
    let slot = isMasked ? asked.masked : asked.free
    let canonical = Slot.Spelling(
      ids: asked.target.canonical, probability: slot.unchanged, isCanonical: true)
    var others = slot.spellings.filter { !$0.isCanonical }
    if others.count < Self.listLimit {
      let known = Set(others.map(\.ids)).union([canonical.ids])
      others += graph(of: asked.target).shortest(Self.listLimit).filter { !known.contains($0) }
        .map { Slot.Spelling(ids: $0, probability: 0, isCanonical: false) }
    }
    return Array(([canonical] + others).prefix(Self.listLimit))
  }

  private func pieces(_ ids: [TokenID]) -> [[UInt8]] { ids.map { Array(entries.bytes(of: $0)) } }

  private func stack(_ asked: Asked) -> Alignment {
    let cuts = listed(asked).prefix(Self.stackLimit).enumerated().map { index, spelling in
      let pieces = pieces(spelling.ids)
      var at = 0
      let segments = zip(spelling.ids, pieces).map { id, piece in
        defer { at += piece.count }
        return Segments.Segment(id: id, range: at..<at + piece.count)
      }
      let text = Array(pieces.joined())
      let head = SpacedEntries.core(text[...]).startIndex
      return Alignment.Cut(
        name: index == 0 ? "canonical" : Self.percent(spelling.probability), text: text, head: head,
        segments: segments)
    }
    let word = StochasTokStudy.shown(asked.target.surface[...])
    return Alignment.of(
      Array(cuts),
      title: "Spellings: \(word) has \(Self.grouped(asked.spellings)) spellings, \(surface.rawValue)")
  }

  private func spellings(_ asked: Asked) -> Table {
    let before = pieces(asked.target.canonical)
    let rows = listed(asked).map { spelling -> [Value] in
      let after = pieces(spelling.ids)
      let change = SpellingChange(from: before, to: after, startsSentence: asked.target.startsSentence)
      return [
        .text(after.map { Self.piece($0) }.joined(separator: " ")), .integer(spelling.ids.count),
        .number(100 * spelling.probability, decimals: 4),
        .text(spelling.isCanonical ? "canonical" : change.title),
        .text(spelling.ids.map(String.init).joined(separator: " ")),
      ]
    }
    return Table(
      title: "Chances: how likely the micro model gives each spelling",
      columns: [
        .init("pieces", key: "pieces"), .init("tokens", key: "tokens", isNumeric: true),
        .init("probability %", key: "probability_percent", isNumeric: true),
        .init("difference", key: "difference"),
        .init("ids", key: "ids"),
      ], rows: rows, footnotes: ["Rows look alike as text; for the model they are different inputs."])
  }

  // MARK: - All words

  private func mean(_ value: (Asked) -> Double) -> Double {
    words.isEmpty ? 0 : words.reduce(0) { $0 + value($1) } / Double(words.count)
  }

  private var outcomes: Table {
    func row(_ title: String, _ value: @escaping (Slot) -> Double) -> [Value] {
      let one: [Value] = chosen.map { [.share(value($0.free)), .share(value($0.masked))] } ?? [.none, .none]
      return [.text(title)] + one + [.share(mean { value($0.free) }), .share(mean { value($0.masked) })]
    }
    func ofSame(_ unchanged: Double, _ different: Double) -> Value {
      unchanged + different > 0 ? .share(different / (unchanged + different)) : .none
    }
    var rows = [
      row("unchanged: the same ids", \.unchanged),
      row("different: other ids, same word (phantom)", \.different),
      row("replaced: another word", \.replaced),
    ]
    rows.append(
      [.text("phantoms among the same word")]
        + (chosen.map {
          [ofSame($0.free.unchanged, $0.free.different), ofSame($0.masked.unchanged, $0.masked.different)]
        } ?? [.none, .none])
        + [
          ofSame(mean(\.free.unchanged), mean(\.free.different)),
          ofSame(mean(\.masked.unchanged), mean(\.masked.different)),
        ])
    return Table(
      title: "Outcomes: what becomes of the word",
      columns: [
        .init("outcome", key: "outcome"), .init("this word", key: "word", isNumeric: true),
        .init("masked", key: "word_masked", isNumeric: true),
        .init("mean of \(words.count)", key: "mean", isNumeric: true),
        .init("masked", key: "mean_masked", isNumeric: true),
      ], rows: rows)
  }

  private func slot(_ asked: Asked) -> Slot { isMasked ? asked.masked : asked.free }

  /// Of the phantom mass of all words, how much has which type; what is beyond the listed spellings stands apart.
  private var types: Bars {
    var sums = [Double](repeating: 0, count: SpellingChange.allCases.count)
    var rest = 0.0
    for asked in words {
      let slot = slot(asked)
      let before = pieces(asked.target.canonical)
      var listed = 0.0
      for spelling in slot.spellings where !spelling.isCanonical {
        let change = SpellingChange(
          from: before, to: pieces(spelling.ids), startsSentence: asked.target.startsSentence)
        sums[change.rawValue - 1] += spelling.probability
        listed += spelling.probability
      }
      rest += max(0, slot.different - listed)
    }
    let total = sums.reduce(rest, +)
    func bar(_ title: String, _ sum: Double) -> Bars.Bar {
      Bars.Bar(label: .text(title), value: total > 0 ? (1000 * sum / total).rounded() / 10 : 0)
    }
    let bars = SpellingChange.allCases.map { bar("\($0.rawValue) \($0.title)", sums[$0.rawValue - 1]) }
    return Bars(
      title: "Types: phantom edits of \(words.count) words", unit: "% of their probability",
      bars: bars + (rest > 0.0005 * total ? [bar("beyond the 64 likeliest spellings", rest)] : []))
  }

  private var lengths: Heatmap {
    let (rows, columns) = (4, 6)
    var values = [Double](repeating: 0, count: rows * columns)
    for asked in words {
      let row = min(asked.target.canonical.count, rows) - 1
      for (length, mass) in slot(asked).differentByLength {
        values[row * columns + min(length, columns) - 1] += mass
      }
    }
    return Self.matrix(values, rows, columns, isCount: false)
  }

  /// A matrix from the number of tokens before to that after; numbers are shares of all, or counts.
  static func matrix(_ values: [Double], _ rows: Int, _ columns: Int, isCount: Bool) -> Heatmap {
    let total = values.reduce(0, +)
    func labels(_ count: Int) -> [Value] { (1...count).map { $0 == count ? .text("\($0)+") : .integer($0) } }
    return Heatmap(
      title: "Tokens: of a word before and after a phantom edit", rowTitle: "before", columnTitle: "after",
      rowLabels: labels(rows), columnLabels: labels(columns),
      values: values.map { Float(isCount ? $0 : total > 0 ? 100 * $0 / total : 0) },
      unit: isCount ? "trials" : "% of their probability", decimals: isCount ? 0 : 1)
  }

  private var wordTable: Table {
    let rows = words.map { asked -> [Value] in
      let slot = slot(asked)
      return [
        .bytes(asked.target.surface), .integer(asked.target.canonical.count),
        .text(Self.grouped(asked.spellings)),
        .share(slot.unchanged), .share(slot.different), .share(slot.replaced),
      ]
    }
    return Table(
      title: "Words: those asked about",
      columns: [
        .init("word", key: "word"), .init("tokens", key: "tokens", isNumeric: true),
        .init("spellings", key: "spellings", isNumeric: true),
        .init("unchanged", key: "unchanged", isNumeric: true),
        .init("different", key: "different", isNumeric: true),
        .init("replaced", key: "replaced", isNumeric: true),
      ], rows: rows)
  }

  // MARK: - A row of logits that was brought along

  private func masking(_ logits: [Double]) -> Table {
    let target = chosen?.target
    let twins = entries.ids.filter { id in
      Int(id) < logits.count && SpacedEntries.core(entries.bytes(of: id)).elementsEqual(target?.core ?? [])
    }
    let canonical = target?.canonical.count == 1 ? target?.canonical.first : nil
    let phantoms = Set(twins.filter { $0 != canonical }.map(Int.init))
    let (free, masked) = (Masking.probabilities(logits), Masking.probabilities(logits, without: phantoms))
    let none = Masking.probabilities(logits, without: Set(twins.map(Int.init)))
    let shown = logits.indices.sorted { logits[$0] > logits[$1] }.prefix(20)
    let rows = shown.map { index -> [Value] in
      let id = TokenID(index)
      let role = id == canonical ? "canonical" : phantoms.contains(index) ? "phantom" : ""
      return [
        .integer(index), .bytes(Array(entries.bytes(of: id))), .text(role), .share(free[index]),
        .share(masked[index]),
        .share(none[index]),
      ]
    }
    return Table(
      title: "Your logits, masked",
      columns: [
        .init("id", key: "id", isNumeric: true), .init("token", key: "token"), .init("what", key: "what"),
        .init("as it is", key: "free", isNumeric: true),
        .init("phantoms masked", key: "masked", isNumeric: true),
        .init("canonical masked too", key: "none", isNumeric: true),
      ], rows: rows)
  }

  // MARK: - Words

  /// What was measured on what.
  var label: [String] {
    var lines = [
      "A micro trigram model of \(model.tokenCount) tokens, learned here; it shows the mechanism, not the rates of large models.",
      (isSample ? "A sample text, \(name)" : name)
        + ", under \(tokenizer.card.name); \(words.count) words drawn.",
      isDropout
        ? "The training text was cut with BPE-dropout \(knobs.text("dropout"))."
        : "\(tokenizer.card.name) has no merges to drop: with probability \(knobs.text("dropout")) a training word has a spelling drawn from all of them.",
      "Normalization, special tokens and what is put before a text are passed by: spellings are those of what the model saw.",
    ]
    if surface == .trimmed {
      lines.append(
        "Trimmed: white space in the first or last piece, or one piece of at most four bytes of it before, does not count."
      )
    }
    return lines
  }

  static func percent(_ share: Double) -> String {
    share == 0
      ? "0 %" : share < 0.0001 ? "<0.01 %" : Knob.written((share * 10_000).rounded() / 100, step: 0.01) + " %"
  }

  static func piece(_ bytes: [UInt8]) -> String {
    Legible.items(of: bytes, Legible.Options(showsSpaces: true)).map(\.glyph).joined()
  }

  /// A whole number with its thousands apart; above 2⁵³ rounded to a power of ten.
  static func grouped(_ number: Double) -> String {
    guard number < 9e15 else {
      var (power, rest) = (0, number)
      while rest >= 10 {
        rest /= 10
        power += 1
      }
      return "about 10^\(power)"
    }
    var text = ""
    for (index, digit) in String(Int(number)).reversed().enumerated() {
      if index > 0 && index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
