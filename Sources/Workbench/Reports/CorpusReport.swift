import Basics
import Documents
import Figures
import Tokens

/// What a corpus costs under several tokenizers: as a whole, by language, kind and file; for the corpus pane and for
/// `tessera diff --corpus`.
package struct CorpusReport: Sendable {
  /// What a person wants to know the cost in.
  package struct Prices: Sendable, Equatable {
    /// Money for a million tokens, by tokenizer; the last one stands for those behind it. Empty when not asked for.
    package var perMillion: [Double] = []
    /// Tokens that a model reads at once; 0 when not asked for.
    package var window = 0
    /// Language tags given by hand: files that match a pattern are in that language.
    package var tags: [(pattern: GlobPattern, language: String)] = []

    /// The language that parallel texts are measured against; empty when the texts decide.
    package var reference = ""

    package init() {}

    /// Prices from words: `2.5,10`; nil when a part is no price.
    package static func perMillion(_ words: String) -> [Double]? {
      let prices = words.split(separator: ",").map { Double($0.filter { $0 != " " }) }
      let isGood = prices.allSatisfy { $0.map { $0.isFinite && $0 >= 0 } ?? false }
      return isGood ? prices.compactMap { $0 } : nil
    }

    package static func == (a: Prices, b: Prices) -> Bool {
      a.perMillion == b.perMillion && a.window == b.window && a.reference == b.reference
        && a.tags.elementsEqual(b.tags, by: ==)
    }
  }

  private let comparison: Comparison
  let names: [String]
  let prices: Prices
  /// Files with text, the dearest first.
  private let files: [FileDifference]

  package init(_ comparison: Comparison, names: [String], _ prices: Prices = Prices()) {
    self.comparison = comparison
    self.names = names
    self.prices = prices
    files = comparison.files.filter { !$0.isBinary && $0.totals.byteCount > 0 }.sorted {
      (Self.excess($0.totals.tokenCounts), $1.path) > (Self.excess($1.totals.tokenCounts), $0.path)
    }
  }

  /// Everything, the sums first; of files and stretches at most `limit`, 0 for all.
  package func figures(limit: Int) -> [Figure] {
    let shown = limit == 0 ? files.count : limit
    var figures: [Figure] = [.table(overall)]
    figures +=
      groups("By language", languages.count > 1 ? languages : []) + (parallel.map { [.table($0)] } ?? [])
    figures += groups("By kind", kinds)
    figures += groups("By file", files.map { Group(name: $0.path, $0) }, limit: shown)
    if files.count > 2 { figures += [.table(percentiles), .bars(histogram)] }
    let worst = comparison.spans.worst(shown)
    if !worst.isEmpty { figures.append(.table(DiffReport(names).worst(worst, of: comparison.spans.count))) }
    return figures
  }

  /// A part of the corpus under one name.
  struct Group {
    var name: String
    var files = 1
    var bytes: Int
    var words: Int
    var lines: Int
    var tokens: [Int]

    init(name: String, _ file: FileDifference) {
      self.name = name
      bytes = file.totals.byteCount
      words = file.counts.words
      lines = file.counts.newlines
      tokens = file.totals.tokenCounts
    }

    mutating func add(_ other: Group) {
      files += other.files
      bytes += other.bytes
      words += other.words
      lines += other.lines
      for row in tokens.indices { tokens[row] += other.tokens[row] }
    }
  }

  private static func excess(_ tokens: [Int]) -> Int { (tokens.max() ?? 0) - (tokens.min() ?? 0) }

  /// Files under the name that `key` gives them, the dearest first.
  private func grouped(_ key: (FileDifference) -> String) -> [Group] {
    var groups: [String: Group] = [:]
    for file in files {
      let group = Group(name: key(file), file)
      groups[group.name]?.add(group)
      if groups[group.name] == nil { groups[group.name] = group }
    }
    return groups.values.sorted { (Self.excess($0.tokens), $1.name) > (Self.excess($1.tokens), $0.name) }
  }

  static let untold = "not told by the name"

  var languages: [Group] { grouped { language($0.path) ?? Self.untold } }

  private func language(_ path: String) -> String? {
    prices.tags.last { $0.pattern.matches(path) }?.language ?? LanguageTag.of(path: path)
  }

  private var kinds: [Group] {
    grouped { TextKind(path: $0.path, bytes: $0.totals.byteCount, digits: $0.digitCount).title }
  }
}

/// Tables.
extension CorpusReport {
  /// One row a tokenizer.
  private var overall: Table {
    let all = files.map { Group(name: "", $0) }.reduce(into: nil as Group?) { sum, file in
      if sum == nil { sum = file } else { sum?.add(file) }
    }
    var columns = [
      Table.Column("", key: "row"), Table.Column("tokenizer", key: "tokenizer"),
      Table.Column("tokens", key: "tokens", isNumeric: true),
      Table.Column("v A", key: "ratio", isNumeric: true),
      Table.Column("bytes/token", key: "bytes_per_token", isNumeric: true),
      Table.Column("tokens/word", key: "fertility", isNumeric: true),
    ]
    if !prices.perMillion.isEmpty { columns.append(Table.Column("cost", key: "cost", isNumeric: true)) }
    if prices.window > 0 {
      columns.append(Table.Column("of the window", key: "window_share", isNumeric: true))
    }
    let rows = names.indices.map { row -> [Value] in
      let tokens = all?.tokens[row] ?? 0
      var line: [Value] = [
        .text(DiffReport.letter(row)), .text(names[row]), .integer(tokens),
        Self.ratio(tokens, all?.tokens[0] ?? 0),
        Self.ratio(all?.bytes ?? 0, tokens), Self.ratio(tokens, all?.words ?? 0),
      ]
      if let price = price(row) { line.append(.number(Double(tokens) / 1e6 * price, decimals: 4)) }
      if prices.window > 0 { line.append(.share(Double(tokens) / Double(prices.window))) }
      return line
    }
    let state = comparison.isComplete ? "" : ", partial: stopped or still under way"
    return Table(
      title: "\(files.count) \(files.count == 1 ? "file" : "files"), \(all?.bytes ?? 0) bytes\(state)",
      columns: columns, rows: rows,
      footnotes: [DiffReport(names).sentence(comparison.totals)] + Self.definitions + priceNotes)
  }

  private static let definitions = [
    "v A: tokens for each token of A. tokens/word (fertility): words are runs without white space.",
    "Rows are sorted by what the dearest tokenizer needs more than the cheapest.",
  ]

  private var priceNotes: [String] {
    prices.perMillion.isEmpty ? [] : ["cost: tokens / 1,000,000 × the price given for a million tokens."]
  }

  private func price(_ row: Int) -> Double? {
    row < prices.perMillion.count ? prices.perMillion[row] : prices.perMillion.last
  }

  static func ratio(_ a: Int, _ b: Int) -> Value {
    b > 0 ? .number(Double(a) / Double(b), decimals: 3) : .none
  }

  private func groups(_ title: String, _ groups: [Group], limit: Int = .max) -> [Figure] {
    if groups.isEmpty { return [] }
    var columns = [
      Table.Column("name", key: "name"), Table.Column("files", key: "files", isNumeric: true),
      Table.Column("bytes", key: "bytes", isNumeric: true),
    ]
    for row in names.indices {
      let (letter, key) = (DiffReport.letter(row), DiffReport.letter(row).lowercased())
      columns.append(Table.Column("tokens \(letter)", key: "tokens_\(key)", isNumeric: true))
      if row > 0 { columns.append(Table.Column("\(letter) v A", key: "ratio_\(key)", isNumeric: true)) }
      columns.append(Table.Column("b/t \(letter)", key: "bytes_per_token_\(key)", isNumeric: true))
      columns.append(Table.Column("t/w \(letter)", key: "fertility_\(key)", isNumeric: true))
    }
    let rows = groups.prefix(limit).map { group -> [Value] in
      var line: [Value] = [.text(group.name), .integer(group.files), .integer(group.bytes)]
      for row in names.indices {
        line.append(.integer(group.tokens[row]))
        if row > 0 { line.append(Self.ratio(group.tokens[row], group.tokens[0])) }
        line.append(Self.ratio(group.bytes, group.tokens[row]))
        line.append(Self.ratio(group.tokens[row], group.words))
      }
      return line
    }
    let more = groups.count > rows.count ? " (\(rows.count) of \(groups.count))" : ""
    return [.table(Table(title: title + more, columns: columns, rows: rows))]
  }

  /// Of the files: how the tokens, and the ratios to A, are spread.
  private var percentiles: Table {
    let marks = [0, 5, 25, 50, 75, 95, 100]
    var rows: [[Value]] = []
    for row in names.indices {
      rows.append(
        line("bytes/token \(DiffReport.letter(row))", marks) {
          Double($0.bytes) / Double(max(1, $0.tokens[row]))
        })
    }
    for row in names.indices.dropFirst() {
      rows.append(
        line("\(DiffReport.letter(row)) v A", marks) { Double($0.tokens[row]) / Double(max(1, $0.tokens[0])) }
      )
    }
    return Table(
      title: "Spread over \(files.count) files",
      columns: [Table.Column("percentile", key: "what")]
        + marks.map {
          Table.Column($0 == 0 ? "least" : $0 == 100 ? "most" : "\($0) %", key: "p\($0)", isNumeric: true)
        },
      rows: rows, footnotes: ["Each file counts once; percentiles are values of files, by the nearest rank."])
  }

  private func line(_ name: String, _ marks: [Int], _ value: (Group) -> Double) -> [Value] {
    let values = files.map { value(Group(name: "", $0)) }.sorted()
    return [.text(name)]
      + marks.map { mark in
        let rank = Int((Double(mark) / 100 * Double(values.count)).rounded(.up)) - 1
        return .number(values[max(0, min(rank, values.count - 1))], decimals: 3)
      }
  }

  /// How many files lie in each tenth of the spread of the last tokenizer's ratio to A, or of its bytes per token.
  private var histogram: Bars {
    let last = names.count - 1
    let values = files.map { file -> Double in
      let tokens = file.totals.tokenCounts
      return Double(last > 0 ? tokens[last] : file.totals.byteCount) / Double(max(1, tokens[0]))
    }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let count = high > low ? 10 : 1
    let width = high > low ? (high - low) / Double(count) : 1
    var bins = Array(repeating: 0.0, count: count)
    for value in values { bins[min(count - 1, Int((value - low) / width))] += 1 }
    func text(_ number: Double) -> String { String((number * 1000).rounded() / 1000) }
    return Bars(
      title: last > 0 ? "Files by tokens \(DiffReport.letter(last)) v A" : "Files by bytes/token",
      unit: "files",
      bars: bins.enumerated().map { index, value in
        let start = low + Double(index) * width
        return Bars.Bar(label: .text("\(text(start))–\(text(start + width))"), value: value)
      })
  }
}
