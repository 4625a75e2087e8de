/// What learned entries are made of: all bytes, or the characters of the texts.
package struct TrainingAlphabet: Sendable, Equatable {
  /// What a word is cut into before anything is learned.
  package enum Kind: Sendable, Equatable { case bytes, characters }

  package var kind: Kind
  /// The most characters; the more frequent are kept, of equally frequent ones those with the lower code point.
  package var limit: Int?
  /// Characters that are kept whether they occur or not, unless the limit is below their number.
  package var initial: [Unicode.Scalar]
  /// Stands before every symbol but a word's first: `##`.
  package var continuingPrefix: [UInt8]
  /// Stands after a word's last symbol: `</w>`.
  package var endOfWordSuffix: [UInt8]

  private init(_ kind: Kind, _ limit: Int?, _ initial: [Unicode.Scalar], _ prefix: [UInt8], _ suffix: [UInt8])
  {
    self.kind = kind
    self.limit = limit
    self.initial = initial
    continuingPrefix = prefix
    endOfWordSuffix = suffix
  }

  /// All 256 bytes, in the order of the byte alphabet.
  package static let bytes = TrainingAlphabet(.bytes, nil, [], [], [])

  /// The characters of the texts, in the order of their code points. Bytes that are no characters are left out.
  package static func characters(
    limit: Int? = nil, initial: [Unicode.Scalar] = [], continuingPrefix: String = "",
    endOfWordSuffix: String = ""
  ) -> TrainingAlphabet {
    TrainingAlphabet(.characters, limit, initial, Array(continuingPrefix.utf8), Array(endOfWordSuffix.utf8))
  }

  /// The characters that are kept, in order.
  func characters(of words: WordCounts) -> [UInt32] {
    var counts: [UInt32: Int] = [:]
    for word in 0..<words.count {
      words.forEachUnit(of: word) { unit, _ in
        if unit < Unit.oddByte {
          let (sum, isTooLarge) = counts[unit, default: 0].addingReportingOverflow(words.count(of: word))
          counts[unit] = isTooLarge ? .max : sum
        }
      }
    }
    for scalar in initial { counts[scalar.value] = .max }
    guard let limit, limit < counts.count else { return counts.keys.sorted() }
    let byCount = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return byCount.prefix(max(0, limit)).map(\.key).sorted()
  }
}

extension WordCounts {
  /// The characters of a word and where each begins in `bytes`.
  func forEachUnit(of word: Int, _ body: (UInt32, _ place: Range<Int>) -> Void) {
    let range = range(word)
    var position = range.lowerBound
    while position < range.upperBound {
      let (unit, length) = Unit.at(position, in: bytes.span, end: range.upperBound)
      body(unit, position..<position + length)
      position += length
    }
  }
}
