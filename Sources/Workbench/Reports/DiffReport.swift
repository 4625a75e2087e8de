import Basics
import Documents
import Figures
import Tokens

/// Where several tokenizers cut texts differently, and what that costs; for the diff pane and for `tessera diff`.
package struct DiffReport: Sendable {
  package let names: [String]

  /// `names` are those of the tokenizers; the first is what the others are measured against.
  package init(_ names: [String]) { self.names = names }

  /// `A`, `B`, `C` …
  package static func letter(_ row: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return row < letters.count ? String(letters[row]) : "\(row + 1)"
  }

  /// `A gpt2`.
  package func label(_ row: Int) -> String { "\(Self.letter(row)) \(names[row])" }

  /// One row a tokenizer: what it makes of the text, and how far it is from the first.
  package func totals(_ totals: CutTotals, isPartial: Bool = false, isExact: Bool = true) -> Table {
    let rows = names.indices.map { row -> [Value] in
      let tokens = totals.tokenCounts[row]
      return [
        .text(Self.letter(row)), .text(names[row]), .integer(tokens),
        tokens == 0 ? .none : .number(Double(totals.byteCount) / Double(tokens), decimals: 3),
        row == 0 ? .none : ratio(tokens, totals.tokenCounts[0]), .integer(totals.otherCuts[row]),
      ]
    }
    return Table(
      title: isPartial ? "So far, \(totals.byteCount) bytes" : "\(totals.byteCount) bytes",
      columns: [
        Table.Column("", key: "row"), Table.Column("tokenizer", key: "tokenizer"),
        Table.Column("tokens", key: "tokens", isNumeric: true),
        Table.Column("bytes/token", key: "bytes_per_token", isNumeric: true),
        Table.Column("tokens v A", key: "ratio", isNumeric: true),
        Table.Column("own cuts", key: "own_cuts", isNumeric: true),
      ], rows: rows,
      footnotes: [sentence(totals), "Own cuts: places between bytes where not all the others cut."]
        + (isExact
          ? []
          : [
            "A tokenizer promises no place to cut this text at, so numbers near such places are about right."
          ]))
  }

  private func ratio(_ tokens: Int, _ first: Int) -> Value {
    first == 0 ? .none : .number(Double(tokens) / Double(first), decimals: 3)
  }

  /// The differences in a sentence.
  package func sentence(_ totals: CutTotals) -> String {
    if totals.areSame { return "All cut alike: \(totals.commonCuts) cuts in common, no difference." }
    let share = Double(totals.differentBytes) / Double(max(1, totals.byteCount)) * 100
    let stretches = totals.differenceCount == 1 ? "1 stretch is" : "\(totals.differenceCount) stretches are"
    return "\(stretches) cut differently, \((share * 10).rounded() / 10) % of the bytes; "
      + "\(totals.commonCuts) cuts in common."
  }

  /// All rows below each other. Ranges of tokens are bytes of `text`.
  package func alignment(_ text: [UInt8], _ rows: [[Token]], _ cuts: CutAlignment, title: String) -> Alignment
  {
    Alignment(
      title: title,
      rows: rows.indices.map {
        Alignment.Row(name: label($0), text: text, segments: segments(rows[$0], cuts, row: $0))
      },
      regions: cuts.map { region in
        Alignment.Region(ranges: rows.map { _ in region.range }, isShared: region.isShared)
      })
  }

  /// The same for a short text, which is cut here.
  package func alignment(
    _ text: [UInt8], _ tokenizers: [any Tokenizer], _ options: EncodeOptions, ignoreSpaces: Bool
  ) throws(Trouble) -> Alignment {
    var rows: [[Token]] = []
    for tokenizer in tokenizers { rows.append(try tokenizer.encode(text, options, Ticket())) }
    if ignoreSpaces { rows = rows.map { $0.withoutSpaces(in: text) } }
    return alignment(text, rows, CutAlignment(count: text.count, rows), title: "All cuts")
  }

  /// One row's tokens, those in stretches that are cut differently marked.
  package func segments(_ tokens: [Token], _ cuts: CutAlignment, row: Int) -> [Segments.Segment] {
    var marked = Set<Int>()
    for region in cuts where !region.isShared { marked.formUnion(region.tokens[row]) }
    return tokens.enumerated().map { index, token in
      Segments.Segment(id: token.id, range: token.bytes, isMarked: marked.contains(index))
    }
  }

  /// The places that differ, with what each tokenizer makes of them and, where it was looked for, why.
  package func list(_ differences: [Difference], files: [String], of count: Int, why: [String]) -> Table {
    let more = count > differences.count ? ", the first \(differences.count)" : ""
    var columns = [Table.Column("byte", key: "byte", isNumeric: true)]
    if files.count > 1 { columns.insert(Table.Column("file", key: "file"), at: 0) }
    columns += names.indices.map { Table.Column(label($0), key: "tokens_\(Self.letter($0).lowercased())") }
    if !why.isEmpty { columns.append(Table.Column("why", key: "why")) }
    let rows = differences.enumerated().map { index, difference -> [Value] in
      let file: [Value] = files.count > 1 ? [.text(files[difference.file])] : []
      let pieces: [Value] = difference.tokens.map { .bytes(Self.cut(difference.text, $0)) }
      let reason: [Value] = why.isEmpty ? [] : [.text(why[index])]
      return file + [.integer(difference.offset)] + pieces + reason
    }
    return Table(title: "Differences (\(count)\(more))", columns: columns, rows: rows)
  }

  /// A stretch with bars between its tokens: `un|believ|able`.
  static func cut(_ text: [UInt8], _ tokens: [Token]) -> [UInt8] {
    var result: [UInt8] = []
    var end = 0
    for token in tokens where token.end > token.start {
      if token.start > 0 { result.append(UInt8(ascii: "|")) }
      result += text[min(end, Int(token.start))..<Int(token.end)]
      end = Int(token.end)
    }
    return result + text[min(end, text.count)...]
  }

  /// The stretches that cost most.
  package func worst(_ spans: [SpanCost], of count: Int) -> Table {
    var columns = [
      Table.Column("text", key: "text"), Table.Column("times", key: "times", isNumeric: true),
    ]
    columns += names.indices.map {
      Table.Column(Self.letter($0), key: "tokens_\(Self.letter($0).lowercased())", isNumeric: true)
    }
    columns.append(Table.Column("costs", key: "costs", isNumeric: true))
    return Table(
      title: "The stretches that cost most" + (count > spans.count ? " (\(spans.count) of \(count))" : ""),
      columns: columns,
      rows: spans.map { span in
        [.bytes(span.text), .integer(span.count)] + span.tokens.map { .integer($0) } + [.integer(span.excess)]
      },
      footnotes: [
        "Costs: tokens of the dearest tokenizer less those of the cheapest, in all places together."
      ])
  }
}

/// Why two tokenizers part, in words.
extension DiffReport {
  /// One sentence without a full stop.
  package func sentence(_ reason: CutReason) -> String {
    let (cutter, joiner) = (Self.letter(reason.cutter), Self.letter(reason.joiner))
    switch reason.cause {
    case .addedToken: return "a special or added token stands here, which not both know"
    case .dropped(let bytes): return "\(cutter) leaves \(Self.quoted(bytes)) out; \(joiner) keeps it"
    case .splitter(let piece):
      return "\(cutter)'s splitter begins a piece here; \(joiner) keeps \(Self.quoted(piece)) together"
    case .model(let separation): return model(separation, cutter, joiner) + texts(reason, cutter, joiner)
    }
  }

  private func model(_ separation: CutReason.Separation, _ cutter: String, _ joiner: String) -> String {
    let joined = Self.quoted(separation.joined)
    let first =
      separation.joining.map { "\(joiner) merges \(Self.merge($0))" } ?? "\(joiner) has the entry \(joined)"
    if !separation.isKnown { return "\(first); \(cutter) has no entry \(joined)" }
    let instead = [separation.before, separation.behind].compactMap { $0 }.min(by: Self.comesFirst)
    let weight = separation.knownWeight.map { " (\(Self.text($0)))" } ?? ""
    if let instead {
      return "\(first); \(cutter) merges \(Self.merge(instead)) before it could make \(joined)\(weight)"
    }
    return "\(first); \(cutter) has the entry \(joined)\(weight), but another way to cut comes first"
  }

  private func texts(_ reason: CutReason, _ cutter: String, _ joiner: String) -> String {
    guard let texts = reason.texts else { return "" }
    return
      "; their models get other texts: \(cutter) \(Self.quoted(texts[0])), \(joiner) \(Self.quoted(texts[1]))"
  }

  private static func merge(_ joining: CutReason.Joining) -> String {
    "\(quoted(joining.left)) + \(quoted(joining.right)) (\(text(joining.weight)))"
  }

  private static func text(_ weight: EntryWeight) -> String {
    switch weight {
    case .rank(let rank): "rank \(rank)"
    case .score(let score): "score \((score * 1000).rounded() / 1000)"
    }
  }

  private static func comesFirst(_ a: CutReason.Joining, _ b: CutReason.Joining) -> Bool {
    switch (a.weight, b.weight) {
    case (.rank(let x), .rank(let y)): x < y
    case (.score(let x), .score(let y)): x > y
    default: false
    }
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    let shown = Legible.string(of: bytes.prefix(40).map { $0 })
    return "“\(shown)\(bytes.count > 40 ? "…" : "")”"
  }
}

extension CutReason {
  /// Why the tokenizers part in a stretch: at the first place where not all of them cut. `rows` are their tokens by bytes of
  /// the stretch, which begins at `offset` of a text of `count` bytes.
  package static func find(
    _ rows: [[Token]], offset: Int, of count: Int, reading: (Range<Int>) -> [UInt8],
    _ tokenizers: [any Tokenizer],
    _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> CutReason? {
    func cuts(_ row: Int) -> Set<Int> { Set(rows[row].flatMap { [Int($0.start), Int($0.end)] }) }
    let all = rows.indices.map(cuts)
    let places = all.reduce(Set()) { $0.union($1) }.subtracting(
      all.dropFirst().reduce(all[0]) { $0.intersection($1) })
    for place in places.sorted().prefix(4) {
      guard let cutter = all.firstIndex(where: { $0.contains(place) }),
        let joiner = all.firstIndex(where: { !$0.contains(place) })
      else { continue }
      let reason = try CutReason(
        at: offset + place, of: count, reading: reading, cutter: (cutter, tokenizers[cutter]),
        joiner: (joiner, tokenizers[joiner]), options, ticket)
      if let reason { return reason }
    }
    return nil
  }
}
