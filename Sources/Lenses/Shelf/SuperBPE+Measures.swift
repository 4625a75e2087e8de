import Basics
import Figures
import Glibc
import Tokens

/// What a tokenizer makes of some texts, in numbers.
struct CutMeasures: Sendable {
  var bytes = 0
  var tokens = 0
  /// Tokens that hold white space between what is none.
  var superwords = 0
  var streams: [[TokenID]] = []

  /// Encodes the texts. Throws when cancelled.
  init(_ texts: [[UInt8]], _ tokenizer: any Tokenizer, keepsTokens: Bool = false, _ ticket: Ticket)
    throws(Trouble)
  {
    for text in texts {
      try ticket.step(ticket.fraction)
      let found = try tokenizer.encode(text, EncodeOptions(special: .text), ticket)
      bytes += text.count
      tokens += found.count
      for token in found where holdsInnerSpace(text[token.bytes]) { superwords += 1 }
      if keepsTokens { streams.append(found.map(\.id)) }
    }
  }

  var bytesPerToken: Double { tokens == 0 ? 0 : Double(bytes) / Double(tokens) }
  var superwordShare: Double { tokens == 0 ? 0 : Double(superwords) / Double(tokens) }

  /// The standard deviation of −log2 p of each token, under a micro trigram model of other texts: how uneven the tokens are.
  func unevenness(_ model: TokenTrigrams) -> Double {
    var surprises: [Double] = []
    for stream in streams {
      var context = TokenTrigrams.Context(model.boundary, model.boundary)
      for token in stream {
        surprises.append(-log2(model.probability(of: token, after: context)))
        context = context.adding(token)
      }
    }
    return Spread(surprises).deviation
  }
}

/// What one of the two tokenizers makes of the texts.
struct Judged: Sendable {
  var training: CutMeasures
  var held: CutMeasures
  /// See `CutMeasures.unevenness`, on what was held out.
  var unevenness: Double

  /// Measured, or remembered from the look before.
  static func of(
    _ learned: LoggedPairs, _ tokenizer: Pipeline, _ memory: LensMemory, _ ticket: Ticket
  ) async throws(Trouble) -> Judged {
    struct Key: Hashable { var pairs: PairsKey }
    return try await memory.value(for: Key(pairs: learned.key)) { () throws(Trouble) in
      let training = try CutMeasures(learned.key.texts.training, tokenizer, keepsTokens: true, ticket)
      let held = try CutMeasures(learned.key.texts.held, tokenizer, keepsTokens: true, ticket)
      let entries = learned.pairs.entries.count
      let model = try TokenTrigrams(
        training.streams, entries: entries, beginsWord: Array(repeating: true, count: entries), ticket)
      return Judged(training: training, held: held, unevenness: held.unevenness(model))
    }
  }
}

/// Two ways to cut one line, and what that shows.
struct CutLine: Sendable {
  var text: [UInt8]
  /// Where the line begins in the first text, when it is from there.
  var start: Int?
  var first: [Token]
  var second: [Token]

  init(_ text: [UInt8], start: Int? = nil, _ a: any Tokenizer, _ b: any Tokenizer, _ ticket: Ticket)
    throws(Trouble)
  {
    (self.text, self.start) = (text, start)
    first = try a.encode(text, EncodeOptions(special: .text), ticket)
    second = try b.encode(text, EncodeOptions(special: .text), ticket)
  }

  func alignment(_ names: (String, String)) -> Alignment {
    let rows = [(names.0, first), (names.1, second)].map { name, tokens in
      Alignment.Cut(
        name: name, text: text,
        segments: tokens.map {
          Segments.Segment(id: $0.id, range: $0.bytes, isMarked: holdsInnerSpace(text[$0.bytes]))
        })
    }
    return Alignment.of(
      rows, title: "Both cuts: \(first.count) tokens and \(second.count)", isOneVocabulary: false)
  }

  /// The line around a place, at most some hundred bytes.
  static func line(at place: Int, in text: [UInt8]) -> Range<Int> {
    let place = max(0, min(place, text.count - 1))
    let start = (text[..<place].lastIndex(of: 0x0A) ?? -1) + 1
    let end = text[place...].firstIndex(of: 0x0A) ?? text.count
    if end - start <= 400, end > start { return start..<end }
    return TextPart.around(place, in: text, limit: 300)
  }
}

/// Two tokenizers that are there already, compared on the texts.
struct SuperComparison {
  let plate: Plate

  init(_ subject: Subject, _ ticket: Ticket) throws(Trouble) {
    guard subject.tokenizers.count > 1 else {
      throw Trouble(
        .usage, at: .option("start"), "comparing needs two tokenizers",
        remedy: "Name them: -t A -t B, or learn one")
    }
    let (a, b) = (subject.tokenizers[0], subject.tokenizers[1])
    let texts = subject.texts.map { Array($0.bytes.prefix(SuperTexts.limit)) }
    let given = subject.knobs.text("sentence")
    let range = CutLine.line(at: subject.cursor, in: texts[0])
    let line =
      try given.isEmpty
      ? CutLine(Array(texts[0][range]), start: range.lowerBound, a, b, ticket)
      : CutLine(Array(given.utf8), a, b, ticket)
    let (first, second) = (try CutMeasures(texts, a, ticket), try CutMeasures(texts, b, ticket))
    let fewer = first.tokens == 0 ? 0 : 1 - Double(second.tokens) / Double(first.tokens)
    let rows: [[Value]] = [
      [.text("tokens"), .integer(first.tokens), .integer(second.tokens)],
      [
        .text("bytes per token"), .number(first.bytesPerToken, decimals: 4),
        .number(second.bytesPerToken, decimals: 4),
      ],
      [.text("fewer tokens"), .none, .share(fewer)],
      [.text("tokens with a space inside"), .share(first.superwordShare), .share(second.superwordShare)],
      [.text("entries"), .integer(a.vocabulary.count), .integer(b.vocabulary.count)],
    ]
    plate = Plate(
      figures: [
        .alignment(line.alignment((a.card.name, b.card.name))),
        .table(
          Table(
            title: "Measures: on the texts",
            columns: [
              .init("measure", key: "measure"), .init(a.card.name, key: "first", isNumeric: true),
              .init(b.card.name, key: "second", isNumeric: true),
            ], rows: rows)),
      ],
      label: ["\(texts.count) texts, \(first.bytes) bytes\(subject.isSample ? ", samples" : "")."])
  }
}
