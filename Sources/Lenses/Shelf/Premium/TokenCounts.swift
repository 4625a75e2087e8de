import Basics

/// How many tokens each language takes for the same content, by the size of its vocabulary.
struct TokenCounts: Sendable, Equatable {
  /// One measured number.
  struct Point: Sendable, Equatable {
    /// What was asked for.
    var vocabulary: Int
    /// Tokens of the whole parallel text.
    var tokens: Int
    /// Whether the vocabulary has exactly the size that was asked for: a short text has no more to learn, and a large alphabet
    /// may already be larger.
    var isReached: Bool
  }

  /// One language's numbers, by rising vocabulary.
  struct Row: Sendable, Equatable {
    var language: String
    var points: [Point]

    /// The points that the fit uses: of the size asked for, and with fewer tokens than the one before.
    var fitted: [Point] {
      var used: [Point] = []
      for point in points where point.isReached && point.tokens < used.last?.tokens ?? .max {
        used.append(point)
      }
      return used
    }

    var fit: PowerFit? { PowerFit(fitted.map { ($0.vocabulary, $0.tokens) }) }

    /// The tokens at a vocabulary of the grid.
    func tokens(at vocabulary: Int) -> Int? { points.first { $0.vocabulary == vocabulary }?.tokens }
  }

  var rows: [Row]

  /// All vocabularies, rising.
  var grid: [Int] { Set(rows.flatMap { $0.points.map(\.vocabulary) }).sorted() }

  /// The median language's tokens at the middle vocabulary: what every language is to come to.
  var middleTokens: Double? {
    let grid = grid
    guard !grid.isEmpty else { return nil }
    let counts = rows.compactMap { $0.tokens(at: grid[grid.count / 2]) }.sorted()
    guard !counts.isEmpty else { return nil }
    return Double(counts[(counts.count - 1) / 2] + counts[counts.count / 2]) / 2
  }

  /// Tokens by the reference's tokens at a vocabulary, in the order of the rows; `reference` nil is the language with the fewest.
  func premiums(at vocabulary: Int, against reference: String?) -> [(language: String, premium: Double)] {
    let counts = rows.compactMap { row in row.tokens(at: vocabulary).map { (row.language, Double($0)) } }
    let base = reference.map { name in counts.first { $0.0 == name }?.1 } ?? counts.map(\.1).min()
    guard let base, base > 0 else { return [] }
    return counts.map { ($0.0, $0.1 / base) }
  }

  /// Reads a table: lines of language, vocabulary and tokens, with a heading that says so; nil for other texts. Throws at a line
  /// that is not so.
  init?(table bytes: [UInt8], named name: String) throws(Trouble) {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    guard let heading = lines.first, heading.lowercased().filter({ $0 != " " }) == "language,v,ctc" else {
      return nil
    }
    rows = []
    for (index, line) in lines.enumerated().dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { Self.trimmed($0) }
      guard fields.count == 3, let vocabulary = Int(fields[1]), let tokens = Int(fields[2]), vocabulary > 0,
        tokens > 0
      else {
        throw Trouble(
          .input, at: .line(file: name, number: index + 1),
          "a language, a vocabulary and a number of tokens expected",
          remedy: "Write lines such as en,1024,4300")
      }
      add(Point(vocabulary: vocabulary, tokens: tokens, isReached: true), of: fields[0])
    }
  }

  init(rows: [Row]) { self.rows = rows }

  private mutating func add(_ point: Point, of language: String) {
    if !rows.contains(where: { $0.language == language }) { rows.append(Row(language: language, points: [])) }
    for index in rows.indices where rows[index].language == language {
      rows[index].points.append(point)
      rows[index].points.sort { $0.vocabulary < $1.vocabulary }
    }
  }

  private static func trimmed(_ field: Substring) -> String {
    String(field.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
