import Basics
import Figures
import Tokens

/// How both tokenizers cut a part of the text, and the numbers from 0 to 999.
struct TransplantCuts: Sendable {
  /// Numbers that both cut in the same two ways.
  struct Numbers: Sendable, Equatable {
    /// Digits in each piece: `1+2`.
    var base: String
    var donor: String
    var numbers: [Int]
  }

  var alignment: Alignment
  /// Where the part begins in the text.
  var start: Int
  /// Tokens of the part: base, donor.
  var counts: (base: Int, donor: Int)
  /// Those most usual first.
  var numbers: [Numbers]

  /// The bytes of text that are shown.
  private static let shownLimit = 360

  private struct NumbersKey: Hashable {
    var base: TokenizerKey
    var donor: TokenizerKey
  }

  static func made(
    _ subject: Subject, _ sides: TransplantSides, _ ticket: Ticket
  ) async throws(Trouble) -> TransplantCuts {
    let text = subject.texts.first?.bytes ?? []
    let window = text.isEmpty ? 0..<0 : TextPart.around(subject.cursor, in: text, limit: shownLimit)
    let part = Array(text[window])
    let (a, b) = (sides.base.tokenizer, sides.donor.tokenizer)
    let base = try encode(part, a, ticket)
    let donor = try encode(part, b, ticket)
    let alignment = Alignment.of(
      [
        Alignment.Cut(name: a.card.name, text: part, segments: Cuts.segments(base)),
        Alignment.Cut(name: b.card.name, text: part, segments: Cuts.segments(donor)),
      ], title: "Text: \(base.count) tokens of the base, \(donor.count) of the donor")
    let key = NumbersKey(base: TokenizerKey(a), donor: TokenizerKey(b))
    let found = try await subject.memory.value(for: key) { () throws(Trouble) in
      try numbers(a, b, ticket)
    }
    return TransplantCuts(
      alignment: alignment, start: window.lowerBound, counts: (base.count, donor.count), numbers: found)
  }

  private static func encode(
    _ text: [UInt8], _ tokenizer: any Tokenizer, _ ticket: Ticket
  ) throws(Trouble) -> [Token] {
    try tokenizer.encode(text, EncodeOptions(special: .text, isWindow: true), ticket)
  }

  private static func numbers(
    _ base: any Tokenizer, _ donor: any Tokenizer, _ ticket: Ticket
  ) throws(Trouble) -> [Numbers] {
    struct Ways: Hashable {
      var base: String
      var donor: String
    }
    var groups: [Ways: [Int]] = [:]
    for number in 0..<1000 {
      try ticket.step(Double(number) / 1000)
      func way(_ tokenizer: any Tokenizer) throws(Trouble) -> String {
        let tokens = try encode(Array(String(number).utf8), tokenizer, ticket)
        return tokens.map(\.bytes.count).filter { $0 > 0 }.map(String.init).joined(separator: "+")
      }
      groups[Ways(base: try way(base), donor: try way(donor)), default: []].append(number)
    }
    return groups.map { Numbers(base: $0.base, donor: $0.donor, numbers: $1) }
      .sorted { ($1.numbers.count, $0.numbers[0]) < ($0.numbers.count, $1.numbers[0]) }
  }

  /// One row for each pair of ways.
  var numberTable: Table {
    let same = numbers.filter { $0.base == $0.donor }.reduce(0) { $0 + $1.numbers.count }
    return Table(
      title: "Digits: of 0 to 999 both cut \(same) alike",
      columns: [
        .init("base", key: "base"), .init("donor", key: "donor"),
        .init("numbers", key: "numbers", isNumeric: true), .init("such as", key: "examples"),
      ],
      rows: numbers.map { group in
        [
          .text(group.base), .text(group.donor), .integer(group.numbers.count),
          .text(
            TransplantBaselines.spaced(group.numbers.count, most: 8).map { String(group.numbers[$0]) }.joined(
              separator: " ")),
        ]
      },
      footnotes: [
        "Digits in each piece. Where the two differ arithmetic suffers most: the paper's own account of its failures."
      ])
  }
}
