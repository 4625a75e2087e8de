import Basics

/// SentencePiece's table of replacements as the Hugging Face library applies it: grapheme by grapheme.
///
/// A grapheme of fewer than six bytes becomes what its first and shortest match maps to, and what follows the match is lost;
/// longer ones, and those without a match, go character by character. SentencePiece itself takes the longest match
/// wherever it is, so decomposed text comes out differently there (issue 2334 of that library).
package struct Precompiled: Normalizer {
  package static let kind = "Precompiled"
  private let map: Charsmap
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

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    var result = AlignedText(origin: text.origin, capacity: text.count)
    let bytes = text.bytes.span
    try GraphemeSegmenter().forEachUnit(in: bytes) { start, end in
      if end - start <= Self.wholeLimit, let found = map.shortest(in: bytes, at: start, end: end) {
        replace(start..<end, by: found, of: text, &result)
        return
      }
      var position = start
      while position < end {
        let next = position + Unit.at(position, in: bytes, end: end).length
        if let found = map.shortest(in: bytes, at: position, end: next) {
          replace(position..<next, by: found, of: text, &result)
        } else {
          result.copy(position..<next, of: text)
        }
        position = next
      }
    }
    return result
  }

  /// Each new character takes the place of the old one whose turn it is, those too many that of the last; the last new one
  /// stands for all old ones that are left.
  private func replace(
    _ old: Range<Int>, by new: Range<Int>, of text: AlignedText, _ result: inout AlignedText
  ) {
    let replacement = Array(map[new])
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
