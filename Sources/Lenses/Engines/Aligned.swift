import Basics
import Figures
import Tokens

extension Alignment {
  /// One way to cut a text. Where texts differ in what stands before the word that all have, `head` is how many bytes that is.
  package struct Cut: Sendable {
    package var name: String
    package var text: [UInt8]
    package var head: Int
    package var segments: [Segments.Segment]

    package init(name: String, text: [UInt8], head: Int = 0, segments: [Segments.Segment]) {
      self.name = name
      self.text = text
      self.head = head
      self.segments = segments
    }

    /// The places where it is cut, counted from the end of the head.
    fileprivate var places: Set<Int> {
      Set(segments.flatMap { [$0.range.lowerBound - head, $0.range.upperBound - head] })
    }
  }

  /// Several ways to cut one text, by name: what all rows cut alike is one region after the other. Ids are compared too when all
  /// rows are of one vocabulary.
  package static func of(_ cuts: [Cut], title: String, isOneVocabulary: Bool = true) -> Alignment {
    let common = cuts.dropFirst().reduce(cuts.first?.places ?? []) { $0.intersection($1.places) }
    let inner = common.filter { place in cuts.allSatisfy { place > 0 && place + $0.head < $0.text.count } }
      .sorted()
    var regions: [Region] = []
    var next = Array(repeating: 0, count: cuts.count)
    var starts = Array(repeating: 0, count: cuts.count)
    for place in inner + [Int.max] {
      let ends = cuts.map { place == .max ? $0.text.count : place + $0.head }
      let ids = cuts.indices.map { row -> [TokenID] in
        let segments = cuts[row].segments[next[row]...].prefix { $0.range.upperBound <= ends[row] }
        next[row] = segments.endIndex
        return segments.map(\.id)
      }
      let isShared = ids.allSatisfy {
        $0.count <= 1 && (isOneVocabulary ? $0 == ids[0] : $0.count == ids[0].count)
      }
      let isGoingOn = isShared && regions.last?.isShared == true
      if isGoingOn { starts = (regions.popLast()?.ranges ?? []).map(\.lowerBound) }
      regions.append(Region(ranges: zip(starts, ends).map { $0..<max($0, $1) }, isShared: isShared))
      starts = ends
    }
    return Alignment(
      title: title, rows: cuts.map { Row(name: $0.name, text: $0.text, segments: $0.segments) },
      regions: regions)
  }
}

extension Alignment {
  /// The regions as bytes of the text, of which the first row shows a part that begins at `start`.
  package func links(figure: Int, at start: Int) -> [Plate.Link] {
    regions.enumerated().compactMap { index, region in
      region.ranges.first.map {
        Plate.Link(figure: figure, item: index, bytes: start + $0.lowerBound..<start + $0.upperBound)
      }
    }
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
