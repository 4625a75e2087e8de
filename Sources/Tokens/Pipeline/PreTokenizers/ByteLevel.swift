import Basics

/// Cuts with GPT-2's pattern and spells bytes as characters of the byte alphabet.
///
/// When this is the last part of a pre-tokenizer the spelling is left out and the model works on bytes, which gives the
/// same tokens (see `Pipeline`). Only what follows must see the spelled text, for instance `Digits`, to which `²` is a digit.
package struct ByteLevel: PreTokenizer {
  package static let kind = "ByteLevel"
  /// The pattern that `use_regex` means.
  package static let pattern = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// A piece that does not begin with a space gets one.
  package let addsPrefixSpace: Bool
  /// The pattern of `use_regex`, nil without it.
  package let splitter: (any Splitter)?
  /// Whether the text is spelled; see above.
  package var spells = true

  /// Spells bytes and does nothing else.
  package init(spelling: Void) {
    addsPrefixSpace = false
    splitter = nil
  }

  package init(_ declaration: Declaration) throws(Trouble) {
    addsPrefixSpace = try declaration.flag("add_prefix_space")
    _ = try declaration.flag("trim_offsets")
    splitter =
      try declaration.flag("use_regex", default: true) ? Splitters.find(Self.pattern, .oniguruma) : nil
  }

  /// Whether the text stays as it is.
  var isPlain: Bool { !spells && !addsPrefixSpace }

  package var cuts: CutPromise {
    if addsPrefixSpace { return .none }
    return splitter.map { .splitter($0) } ?? .none
  }

  package var stage: SplitterChain.Stage? {
    isPlain ? splitter.map { SplitterChain.Stage($0) } : nil
  }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    if addsPrefixSpace { pieces.prepend(0x20) }
    if let splitter { try pieces.split(by: TextPattern(splitter), .isolated) }
    guard spells else { return }
    pieces.rewrite { text, range, result in
      for index in range { result.append(ByteAlphabet.character(of: text.bytes[index]), as: index, of: text) }
    }
  }
}

extension Pieces {
  /// Puts a character before every piece that does not begin with it; `where` may refuse it for a piece.
  mutating func prepend(
    _ character: UInt32, where isWanted: (AlignedText, Range<Int>) -> Bool = { _, _ in true }
  ) {
    var spelled: [UInt8] = []
    Unit.append(character, to: &spelled)
    rewrite { text, range, result in
      let first = Unit.at(range.lowerBound, in: text.bytes.span, end: range.upperBound).unit
      if first != character && isWanted(text, range) {
        result.insert(spelled, at: range.lowerBound, of: text)
      }
      result.copy(range, of: text)
    }
  }
}
