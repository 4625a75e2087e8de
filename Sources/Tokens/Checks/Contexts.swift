import Basics

/// Texts around an entry in which a tokenizer may give it.
struct Contexts {
  /// How an entry can be had.
  enum Reach: Equatable {
    case alone
    /// With what around it, in words.
    case inside(String)
    case never
  }

  private let tokenizer: any Tokenizer
  /// Entries that continue a word are spelled with this before them.
  private let continuation: [UInt8]
  private let suffix: [UInt8]
  private let usesWordMark: Bool

  init(_ tokenizer: any Tokenizer) {
    self.tokenizer = tokenizer
    let affixes = (tokenizer as? Pipeline)?.model.affixes ?? Affixes()
    continuation = affixes.continuingPrefix
    suffix = affixes.endOfWordSuffix
    usesWordMark = !((tokenizer as? Pipeline)?.parts.isByteLevel ?? true)
  }

  private static let wordMark = Array("\u{2581}".utf8)

  /// The text to try for an entry; nil for entries that no text should give.
  func text(of id: TokenID) -> [UInt8]? {
    switch tokenizer.vocabulary.kind(of: id) {
    case .normal, .userDefined: break
    case .special, .added, .byte, .control, .unknown, .unused, .hole: return nil
    }
    guard let bytes = tokenizer.vocabulary.bytes(of: id), !bytes.isEmpty, !isByteName(bytes) else {
      return nil
    }
    return usesWordMark ? replaced(bytes, Self.wordMark, [0x20]) : bytes
  }

  /// `<0x41>`, which stands for a byte where characters are unknown.
  private func isByteName(_ bytes: [UInt8]) -> Bool {
    bytes.count == 6 && bytes.starts(with: "<0x".utf8) && bytes[5] == 0x3E
  }

  private static let around: [(before: String, after: String, words: String)] = [
    ("a", "", "after a letter"), ("", "a", "before a letter"), ("a", "a", "between letters"),
    (" ", "", "after a space"), ("", " ", "before a space"), ("", "  a", "before two spaces"),
    ("\n", "", "after a line end"), ("", "\n", "before a line end"), ("1", "", "after a digit"),
    (".", "", "after a full stop"), ("", ".", "before a full stop"), ("一", "", "after a Han character"),
    ("  ", "", "after two spaces"), ("é", "", "after é"), ("'", "", "after an apostrophe"),
  ]

  func reach(_ id: TokenID, _ spelling: [UInt8], _ ticket: Ticket) throws(Trouble) -> Reach {
    var text = spelling
    var isContinuation = false
    if !continuation.isEmpty, text.count > continuation.count, text.starts(with: continuation) {
      text.removeFirst(continuation.count)
      isContinuation = true
    }
    if !suffix.isEmpty, text.count > suffix.count, text.suffix(suffix.count).elementsEqual(suffix) {
      text.removeLast(suffix.count)
    }
    if try gives(id, text, ticket) { return .alone }
    for context in Self.around where try gives(id, context.before.utf8 + text + context.after.utf8, ticket) {
      return isContinuation ? .alone : .inside(context.words)
    }
    for character in UInt8(0x21)...0x7E {
      let name = Character(Unicode.Scalar(character))
      if try gives(id, [character] + text, ticket) {
        return isContinuation ? .alone : .inside("after \(name)")
      }
      if try gives(id, text + [character], ticket) { return .inside("before \(name)") }
      if try gives(id, text + text + [character], ticket) { return .inside("doubled before \(name)") }
    }
    return .never
  }

  private func gives(_ id: TokenID, _ text: [UInt8], _ ticket: Ticket) throws(Trouble) -> Bool {
    try tokenizer.encode(text, EncodeOptions(special: .text), ticket).contains { $0.id == id }
  }
}

/// How a vocabulary marks where in a word an entry stands.
package struct Affixes: Sendable {
  /// Before entries that continue a word: `##`.
  package var continuingPrefix: [UInt8] = []
  /// After entries that end a word: `</w>`.
  package var endOfWordSuffix: [UInt8] = []

  package init(continuingPrefix: [UInt8] = [], endOfWordSuffix: [UInt8] = []) {
    self.continuingPrefix = continuingPrefix
    self.endOfWordSuffix = endOfWordSuffix
  }
}
