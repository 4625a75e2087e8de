import Basics
import Tokens

/// A word of a text as the tokenizer spells it, and what stands before it.
struct EditTarget: Sendable {
  /// The bytes of the text that its tokens stand for.
  var range: Range<Int>
  var canonical: [TokenID]
  /// What the tokens spell; differs from the text where it was normalized.
  var surface: [UInt8]
  /// The two tokens before.
  var context: TokenTrigrams.Context
  var startsSentence: Bool

  /// The word without white space.
  var core: [UInt8] { Array(SpacedEntries.core(surface[...])) }

  /// The longest surface, in bytes, of which all spellings are looked at.
  static let limit = 64
}

/// A text with its tokens, in which words are looked up and drawn.
struct EditText: Sendable {
  let bytes: [UInt8]
  let tokens: [Token]
  private let ids: [TokenID]

  /// The most bytes of a text that are looked at.
  static let limit = 1 << 18

  init(_ text: [UInt8], _ tokenizer: any Tokenizer, _ ticket: Ticket) throws(Trouble) {
    bytes = Array(text.prefix(Self.limit))
    tokens = try tokenizer.encode(
      bytes, EncodeOptions(special: .text, isWindow: bytes.count < text.count), ticket)
    ids = tokens.map(\.id)
  }

  /// The target of a word's bytes, nil when its tokens have no surface or hold too much besides.
  func target(_ word: Range<Int>, _ entries: SurfaceEntries, boundary: TokenID) -> EditTarget? {
    let covering = WordSpans.tokens(tokens, covering: word)
    guard let first = tokens[covering].first, let last = tokens[covering].last else { return nil }
    let canonical = Array(ids[covering])
    guard let surface = entries.surface(of: canonical), surface.count <= EditTarget.limit, !surface.isEmpty
    else { return nil }
    let start = covering.lowerBound
    return EditTarget(
      range: first.bytes.lowerBound..<last.bytes.upperBound, canonical: canonical, surface: surface,
      context: TokenTrigrams.Context(
        start > 1 ? ids[start - 2] : boundary, start > 0 ? ids[start - 1] : boundary),
      startsSentence: startsSentence(word.lowerBound))
  }

  private func startsSentence(_ place: Int) -> Bool {
    guard let before = bytes[..<place].last(where: { !SpacedEntries.isSpace($0) && $0 != 0x22 }) else {
      return true
    }
    return before == 0x2E || before == 0x21 || before == 0x3F
  }

  /// Words drawn at random, each as likely as every other: no stop words, nothing shorter than three letters, and only such
  /// whose tokens hold the word and white space.
  func drawn(
    _ count: Int, _ entries: SurfaceEntries, boundary: TokenID, seed: UInt64, _ ticket: Ticket
  ) throws(Trouble) -> [EditTarget] {
    var words = WordSpans.words(in: bytes).filter { $0.count >= 3 && !Self.stopWords.contains(lowered($0)) }
    var random = SeededRandom(seed: seed)
    var targets: [EditTarget] = []
    while targets.count < count, !words.isEmpty {
      try ticket.step(ticket.fraction)
      let index = Int(random.next() % UInt64(words.count))
      let word = words[index]
      words.swapAt(index, words.count - 1)
      words.removeLast()
      if let target = target(word, entries, boundary: boundary), target.core.count == word.count {
        targets.append(target)
      }
    }
    return targets
  }

  private func lowered(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self).lowercased()
  }

  private static let stopWords: Set<String> = Set(
    """
    the and for are but not you all any can had her was one our out has him his how its may new now old see two who did let put \
    say she too use that this with have from they will would there their what about which when make like time just know take \
    into your some could them than then only come over also after first well even want because these give most been were more \
    where must such upon each other those while every before being through between against under again should very same
    """.split(separator: " ").map(String.init))
}
