import Basics

/// SentencePiece's table of replacements as the Hugging Face library applies it: grapheme by grapheme.
///
/// A grapheme of fewer than six bytes becomes what its first and shortest match maps to, and what follows the match is lost;
/// longer ones, and those without a match, go character by character. SentencePiece itself takes the longest match
/// wherever it is, so decomposed text comes out differently there (issue 2334 of that library).
package struct Precompiled: Normalizer {
  package static let kind = "Precompiled"
  let map: Charsmap
  /// The longest grapheme, in bytes, that is looked up as a whole.
  private static let wholeLimit = 5

  package init(_ declaration: Declaration) throws(Trouble) {
    let name = "precompiled_charsmap"
    let packed = try declaration.text(name)
    var bytes: [UInt8] = []
    guard Base64.decode(packed[...], into: &bytes) else {
      throw declaration.trouble("this is not base64", in: name)
    }
    map = try Charsmap(bytes, place: declaration.trouble("", in: name).place)
  }

  /// No grapheme spans two ASCII characters but CR LF, so keys cannot either.
  package var fates: ByteFates? {
    var fates = map.fates
    fates.joinsGraphemes = true
    if fates.fates[13] != .space || fates.fates[10] != .space {
      fates.fates[13] = .unsure
      fates.fates[10] = .unsure
    }
    return fates
  }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    var result = AlignedText(origin: text.origin, capacity: text.count)
    var turns = PrecompiledTurns()
    let bytes = text.bytes.span
    try GraphemeSegmenter().forEachUnit(in: bytes) { start, end in
      if end - start <= Self.wholeLimit, let found = map.shortest(in: bytes, at: start, end: end) {
        replace(start..<end, by: found, of: text, &result, &turns)
        return
      }
      var position = start
      while position < end {
        let next = position + Unit.at(position, in: bytes, end: end).length
        if let found = map.shortest(in: bytes, at: position, end: next) {
          replace(position..<next, by: found, of: text, &result, &turns)
        } else {
          turns.replace(1, by: [next - position])
          result.copy(position..<next, of: text)
        }
        position = next
      }
    }
    if turns.areOdd { result.report(turns.places(in: text), of: text) }
    return result
  }

  /// Each new character takes the place of the old one whose turn it is, those too many that of the last; the last new one
  /// stands for all old ones that are left.
  private func replace(
    _ old: Range<Int>, by new: Range<Int>, of text: AlignedText, _ result: inout AlignedText,
    _ turns: inout PrecompiledTurns
  ) {
    let replacement = Array(map[new])
    turns.replace(Unit.lengths(Array(text.bytes[old])).count, by: Unit.lengths(replacement))
    var (source, next) = (old.lowerBound, old.lowerBound)
    var position = 0
    while position < replacement.count {
      let (unit, length) = Unit.at(position, in: replacement.span, end: replacement.count)
      if next < old.upperBound {
        source = next
        next += Unit.at(next, in: text.bytes.span, end: old.upperBound).length
      }
      result.append(unit, as: source, of: text)
      position += length
      if position == replacement.count {
        result.extendLast(Unit.length(unit), to: old.upperBound - 1, of: text)
      }
    }
  }
}

/// Which old character the library reports for each new one.
///
/// It counts how many characters a replacement adds or takes away, and notes that with the last new character so far. So a
/// deleted character shifts what stands before it when that was an addition, and is forgotten at the very beginning.
private struct PrecompiledTurns {
  /// By new character, its bytes and how many old ones go with it beyond one; +1 for none at all.
  private var lengths: [Int] = []
  private var changes: [Int] = []
  /// Whether any replacement was longer or shorter than what it replaces.
  private(set) var areOdd = false

  mutating func replace(_ old: Int, by new: [Int]) {
    lengths += new
    changes += repeatElement(0, count: new.count)
    if new.count == old { return }
    areOdd = true
    if new.count > old {
      for index in changes.indices.suffix(new.count - old) { changes[index] = 1 }
    } else if let last = changes.indices.last {
      changes[last] += new.count - old
    }
  }

  /// By new byte, the old byte whose place is reported; −1 for the very beginning.
  func places(in text: AlignedText) -> [Int] {
    var starts: [Int] = []
    var position = 0
    for length in Unit.lengths(text.bytes) {
      starts.append(position)
      position += length
    }
    var places: [Int] = []
    places.reserveCapacity(lengths.reduce(0, +))
    var turn = 0
    for (length, change) in zip(lengths, changes) {
      let old = change > 0 ? turn - 1 : min(turn, starts.count - 1)
      places += repeatElement(old < 0 ? -1 : starts[old], count: length)
      if change <= 0 { turn += 1 - change }
    }
    return places
  }
}

extension Unit {
  /// The lengths of a text's characters in bytes.
  fileprivate static func lengths(_ bytes: [UInt8]) -> [Int] {
    var lengths: [Int] = []
    var position = 0
    while position < bytes.count {
      lengths.append(at(position, in: bytes.span, end: bytes.count).length)
      position += lengths[lengths.count - 1]
    }
    return lengths
  }
}
