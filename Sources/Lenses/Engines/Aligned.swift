import Basics
import Figures
import Tokens

extension Alignment {
  /// Several ways to cut one text, by name: what all rows cut alike, ids included, is one region after the other.
  package static func of(
    _ text: [UInt8], title: String, _ rows: [(name: String, segments: [Segments.Segment])]
  ) -> Alignment {
    let cuts = rows.map { Set($0.segments.flatMap { [$0.range.lowerBound, $0.range.upperBound] }) }
    let common = cuts.dropFirst().reduce(cuts.first ?? []) { $0.intersection($1) }
    let places = common.union([0, text.count]).sorted()
    var regions: [Region] = []
    var next = Array(repeating: 0, count: rows.count)
    for (start, end) in zip(places, places.dropFirst()) {
      let ids = rows.indices.map { row -> [TokenID] in
        var ids: [TokenID] = []
        while next[row] < rows[row].segments.count, rows[row].segments[next[row]].range.upperBound <= end {
          ids.append(rows[row].segments[next[row]].id)
          next[row] += 1
        }
        return ids
      }
      let isShared = ids.allSatisfy { $0 == ids[0] && $0.count <= 1 }
      if isShared, regions.last?.isShared == true {
        let whole = (regions[regions.count - 1].ranges.first?.lowerBound ?? start)..<end
        regions[regions.count - 1].ranges = rows.map { _ in whole }
      } else {
        regions.append(Region(ranges: rows.map { _ in start..<end }, isShared: isShared))
      }
    }
    return Alignment(
      title: title, rows: rows.map { Row(name: $0.name, text: text, segments: $0.segments) }, regions: regions
    )
  }
}

/// Tokens as segments of figures.
package enum Cuts {
  /// The tokens of a text as segments.
  package static func segments(_ tokens: [Token]) -> [Segments.Segment] {
    tokens.map { Segments.Segment(id: $0.id, range: $0.bytes) }
  }

  /// Where parts of a token lie, of whose spellings we know the lengths: what the text does not have (a space that was put
  /// before it) is taken from the first.
  package static func divided(_ range: Range<Int>, into lengths: [Int]) -> [Range<Int>] {
    let excess = max(0, lengths.reduce(0, +) - range.count)
    var (start, sum): (Int, Int) = (range.lowerBound, 0)
    return lengths.enumerated().map { index, length in
      sum += length
      let end =
        index + 1 == lengths.count
        ? range.upperBound : min(range.upperBound, range.lowerBound + max(0, sum - excess))
      defer { start = end }
      return start..<max(start, end)
    }
  }
}

/// A part of a text around a place.
package enum TextPart {
  /// Whole lines or, of long ones, words around a byte, at most about `limit` bytes.
  package static func around(_ byte: Int, in text: [UInt8], limit: Int) -> Range<Int> {
    if text.count <= limit { return 0..<text.count }
    let byte = max(0, min(byte, text.count - 1))
    var start = byte
    while start > 0, text[start - 1] != 0x0A, byte - start < limit / 2 { start -= 1 }
    if start > 0, text[start - 1] != 0x0A {
      while start < byte, text[start] != 0x20 { start += 1 }
    }
    var end = start
    var good = start
    while end < text.count, end - start < limit {
      end += 1
      if text[end - 1] == 0x0A || (text[end - 1] != 0x20 && end < text.count && text[end] == 0x20) {
        good = end
      }
    }
    if end == text.count { good = end }
    return start..<(good > byte ? good : end)
  }
}

/// A tokenizer as a key: two are equal when they are one. Whoever keeps a value under it keeps the tokenizer too, so that no
/// other takes its place in memory.
package struct TokenizerKey: Hashable, Sendable {
  private let name: String
  private let object: ObjectIdentifier?

  package init(_ tokenizer: any Tokenizer) {
    name = tokenizer.card.name
    object = (tokenizer as? Pipeline).map(ObjectIdentifier.init)
  }
}

/// A tokenizer with its entries as bytes of text.
package struct KnownEntries: Sendable {
  package let tokenizer: any Tokenizer
  package let entries: SurfaceEntries
  /// By id, whether an entry begins a word.
  package let begins: [Bool]

  /// Reads them, or remembers them from the look before.
  package static func of(
    _ tokenizer: any Tokenizer, _ memory: LensMemory, _ ticket: Ticket
  ) async throws(Trouble) -> KnownEntries {
    struct Key: Hashable { var tokenizer: TokenizerKey }
    return try await memory.value(for: Key(tokenizer: TokenizerKey(tokenizer))) { () throws(Trouble) in
      let entries = try SurfaceEntries(tokenizer, ticket)
      return KnownEntries(tokenizer: tokenizer, entries: entries, begins: WordSpans.beginnings(entries))
    }
  }
}
