import Basics

/// Why one tokenizer cuts a text at a place where another does not.
///
/// Either a splitter stands there, or both models got the place inside one piece and one of them joined over it: then the
/// merge that joined is named with its rank, and what the other has instead.
package struct CutReason: Sendable, Equatable {
  /// A merge: what was joined and how early it comes.
  package struct Joining: Sendable, Equatable {
    package var left: [UInt8]
    package var right: [UInt8]
    /// Rank (lower is earlier) or score (higher is better).
    package var weight: EntryWeight

    package init(left: [UInt8], right: [UInt8], weight: EntryWeight) {
      self.left = left
      self.right = right
      self.weight = weight
    }
  }

  /// What the two models did with the bytes on both sides of the place.
  package struct Separation: Sendable, Equatable {
    /// The entry with which the joining model first covered the place.
    package var joined: [UInt8]
    /// The merge that made it, nil for models that look entries up.
    package var joining: Joining?
    /// Whether the cutting model has that entry at all, and what it weighs there.
    package var isKnown: Bool
    package var knownWeight: EntryWeight?
    /// The merges by which the cutting model made its tokens before and behind the place.
    package var before: Joining?
    package var behind: Joining?

    package init(
      joined: [UInt8], joining: Joining?, isKnown: Bool, knownWeight: EntryWeight?, before: Joining?,
      behind: Joining?
    ) {
      self.joined = joined
      self.joining = joining
      self.isKnown = isKnown
      self.knownWeight = knownWeight
      self.before = before
      self.behind = behind
    }
  }

  /// What stands between the two.
  package enum Cause: Sendable, Equatable {
    /// One of them has a special or added token here.
    case addedToken
    /// The cutter leaves these bytes out, which the joiner keeps.
    case dropped([UInt8])
    /// The cutter's splitter begins a piece here; the joiner's piece over the place is given.
    case splitter(piece: [UInt8])
    case model(Separation)
  }

  /// The byte of the text before which only one of them cuts.
  package var place: Int
  /// By index, which of the tokenizers cuts there and which does not.
  package var cutter: Int
  package var joiner: Int
  package var cause: Cause
  /// What reached the models around the place, where that differs: a normalizer changed it.
  package var texts: [[UInt8]]?

  package init(place: Int, cutter: Int, joiner: Int, cause: Cause, texts: [[UInt8]]? = nil) {
    self.place = place
    self.cutter = cutter
    self.joiner = joiner
    self.cause = cause
    self.texts = texts
  }

  /// Why the tokenizers part in a region of a text; nil when that cannot be told from the surroundings. `reading` gives
  /// parts of the text, which has `count` bytes. Throws what encode throws.
  package init?(
    at place: Int, of count: Int, reading: (Range<Int>) -> [UInt8], cutter: (Int, any Tokenizer),
    joiner: (Int, any Tokenizer), _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    let cut = try Side(place, count, reading, cutter.1, options, ticket)
    let join = try Side(place, count, reading, joiner.1, options, ticket)
    guard let cut, let join, cut.isCut, !join.isCut else { return nil }
    self.place = place
    (self.cutter, self.joiner) = (cutter.0, joiner.0)
    if cut.isAdded || join.isAdded {
      cause = .addedToken
    } else if let dropped = cut.dropped {
      cause = .dropped(dropped)
    } else if cut.isSplit, !join.isSplit {
      cause = .splitter(piece: join.piece)
    } else {
      cause = .model(Self.separation(cut, join, cutter.1, joiner.1))
    }
    let texts = [cut.piece, join.piece].map(Self.plain)
    self.texts = cut.isSplit || texts[0] == texts[1] ? nil : [cut.piece, join.piece]
  }

  private static func separation(
    _ cut: Side, _ join: Side, _ cutter: any Tokenizer, _ joiner: any Tokenizer
  ) -> Separation {
    let step = join.steps.first { $0.range.lowerBound < join.place && join.place < $0.range.upperBound }
    let joined = step?.made ?? join.token
    let known = cutter.vocabulary.id(of: joined)
    return Separation(
      joined: joined, joining: step?.joining, isKnown: known != nil,
      knownWeight: known.flatMap { cutter.vocabulary.weight(of: $0) },
      before: cut.steps.last { $0.range.upperBound == cut.place }?.joining,
      behind: cut.steps.last { $0.range.lowerBound == cut.place }?.joining)
  }

  /// Without what formats spell differently: spaces, their marks, prefixes.
  private static func plain(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.unicodeScalars.filter { !["\u{2581}", "\u{0120}", " "].contains($0) }.flatMap {
      Array(String($0).utf8)
    }
  }
}

/// What one tokenizer does around a place.
private struct Side {
  /// A merge with the bytes of the explained piece that it covers.
  struct Step {
    var range: Range<Int>
    var made: [UInt8]
    var joining: CutReason.Joining
  }

  /// Whether no token, and no piece, holds the bytes on both sides of the place together.
  var isCut: Bool
  var isSplit: Bool
  var isAdded: Bool
  /// The bytes at the place that no token stands for.
  var dropped: [UInt8]?
  /// The piece that holds the place, or begins there, as the model gets it.
  var piece: [UInt8]
  /// The text of the token over the place.
  var token: [UInt8]
  /// The merges of the piece.
  var steps: [Step] = []
  /// The place in bytes of what `steps` count.
  var place = 0

  init?(
    _ place: Int, _ count: Int, _ reading: (Range<Int>) -> [UInt8], _ tokenizer: any Tokenizer,
    _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    let window = Explanation.window(of: count, around: place, reading: reading, tokenizer)
    let text = reading(window)
    let at = place - window.lowerBound
    guard at > 0, at < text.count else { return nil }
    let trace = try tokenizer.trace(text, options, ticket)
    guard let model = trace.stages.lastIndex(where: { $0.kind == .model }) else { return nil }
    func holds(_ part: Trace.Part) -> Bool { part.source.lowerBound < at && at < part.source.upperBound }
    let tokens = trace.stages[model].parts
    let pieces = model > 0 ? trace.stages[model - 1].parts : []
    isCut = !tokens.contains(where: holds)
    isSplit = !pieces.contains(where: holds) && !pieces.isEmpty
    let near = pieces.first(where: holds) ?? pieces.first { $0.source.contains(at) }
    isAdded = near?.id != nil || pieces.contains { $0.id != nil && $0.source.upperBound == at }
    dropped = Self.gap(at: at, tokens, text)
    piece = near?.bytes ?? []
    token = tokens.first(where: holds)?.bytes ?? []
    if let id = tokens.first(where: holds)?.id, let bytes = tokenizer.vocabulary.bytes(of: id) {
      token = bytes
    }
    if let near { takeSteps(near, at, text, tokenizer) }
  }

  /// What lies between two tokens around the place, nil when nothing does.
  private static func gap(at place: Int, _ tokens: [Trace.Part], _ text: [UInt8]) -> [UInt8]? {
    let sources = tokens.map(\.source).filter { !$0.isEmpty }
    let before = sources.filter { $0.upperBound <= place }.map(\.upperBound).max() ?? 0
    let behind = sources.filter { $0.lowerBound >= place }.map(\.lowerBound).min() ?? text.count
    return before < behind ? Array(text[before..<behind]) : nil
  }

  private mutating func takeSteps(
    _ part: Trace.Part, _ at: Int, _ text: [UInt8], _ tokenizer: any Tokenizer
  ) {
    let inPiece = part.sources.firstIndex { $0.lowerBound >= at } ?? part.sources.count
    guard let explained = tokenizer.reasons(for: part.bytes, at: max(0, inPiece - 1)),
      case .merges(let merges) = explained.reasons
    else { return }
    // The explained bytes are those of the text (a byte alphabet has been undone) or those of the piece.
    let isOriginal =
      Array(text[part.source]).count >= explained.start + explained.bytes.count
      && Array(text[part.source].dropFirst(explained.start).prefix(explained.bytes.count)) == explained.bytes
    place = (isOriginal ? at - part.source.lowerBound : inPiece) - explained.start
    for (index, step) in merges.steps.enumerated() {
      let symbols = merges.symbols(after: index) { tokenizer.vocabulary.bytes(of: $0) }
      let (left, right) = (symbols[step.chosen.place], symbols[step.chosen.place + 1])
      steps.append(
        Step(
          range: left.range.lowerBound..<right.range.upperBound,
          made: tokenizer.vocabulary.bytes(of: step.chosen.made) ?? left.spelling + right.spelling,
          joining: CutReason.Joining(
            left: left.spelling, right: right.spelling, weight: step.chosen.weight)))
    }
  }
}
