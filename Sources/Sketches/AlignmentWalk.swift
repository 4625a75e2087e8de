import Basics
import Figures

/// Goes through an alignment region by region and cuts each into chunks that stand one beside the other.
///
/// Where all rows have the same text, the chunks end at every cut that any row has, so that a cut of one row stands above the
/// whole text of another. Where the texts differ, the tokens of the rows stand one below the other in their order.
struct AlignmentWalk {
  typealias Span = AlignmentLayout.Span

  /// One part of all rows, before it has a place.
  struct Chunk {
    var spans: [Span]
    /// Columns of the widest row.
    var width: Int
  }

  private let alignment: Alignment
  private let options: Legible.Options
  /// By row, the first segment that no region has taken.
  private var next: [Int]

  init(_ alignment: Alignment, _ options: Legible.Options) {
    self.alignment = alignment
    self.options = options
    next = Array(repeating: 0, count: alignment.rows.count)
  }

  /// The chunks of the next region; to be called for each in order.
  mutating func chunks(ofRegion index: Int) -> [Chunk] {
    let region = alignment.regions[index]
    let tokens = alignment.rows.indices.map { self.tokens(ofRow: $0, region) }
    let isAlike = !region.isShared && hasOneText(tokens)
    let columns = isAlike ? unionSpans(tokens) : tokenSpans(tokens, region.isShared)
    return columns.map { spans in
      let widths = spans.indices.map { self.columns(row: $0, spans[$0].range) }
      return Chunk(spans: spans, width: widths.max() ?? 0)
    }
  }

  /// A chunk that is wider than a line, in parts of at most `width` columns; one character may be wider.
  func parts(of chunk: Chunk, width: Int) -> [Chunk] {
    let lines = chunk.spans.indices.map { self.lines(row: $0, chunk.spans[$0].range, width: width) }
    return (0..<(lines.map(\.count).max() ?? 0)).map { number in
      let spans = chunk.spans.indices.map { row in
        let end = chunk.spans[row].range.upperBound
        return Span(
          range: number < lines[row].count ? lines[row][number] : end..<end,
          segment: chunk.spans[row].segment, cut: number == 0 ? chunk.spans[row].cut : .none)
      }
      return Chunk(
        spans: spans, width: spans.indices.map { columns(row: $0, spans[$0].range) }.max() ?? 0)
    }
  }

  // MARK: Tokens of a region

  /// The tokens of a row in a region, and what no token covers, so that they tile the region.
  private mutating func tokens(ofRow row: Int, _ region: Alignment.Region) -> [Span] {
    let text = alignment.rows[row].text
    let range = (row < region.ranges.count ? region.ranges[row] : 0..<0).clamped(to: 0..<text.count)
    let segments = alignment.rows[row].segments
    var found: [Span] = []
    var at = range.lowerBound
    while next[row] < segments.count, segments[next[row]].range.upperBound <= range.upperBound {
      let token = segments[next[row]].range
      if token.lowerBound > at { found.append(Span(range: at..<token.lowerBound, segment: nil, cut: .own)) }
      let start = max(at, token.lowerBound)
      let end = max(start, token.upperBound)
      found.append(Span(range: start..<end, segment: next[row], cut: .own))
      at = end
      next[row] += 1
    }
    if at < range.upperBound { found.append(Span(range: at..<range.upperBound, segment: nil, cut: .own)) }
    return found
  }

  /// The n-th tokens of all rows, one chunk each.
  private func tokenSpans(_ tokens: [[Span]], _ isShared: Bool) -> [[Span]] {
    (0..<(tokens.map(\.count).max() ?? 0)).map { number in
      tokens.indices.map { row in
        guard number < tokens[row].count else { return filler(tokens, row, isFirst: number == 0) }
        var span = tokens[row][number]
        if isShared || number == 0 { span.cut = .shared }
        return span
      }
    }
  }

  /// Nothing, at the end of what the row has in the region.
  private func filler(_ tokens: [[Span]], _ row: Int, isFirst: Bool) -> Span {
    let end = tokens[row].last?.range.upperBound ?? 0
    return Span(range: end..<end, segment: nil, cut: isFirst ? .shared : .none)
  }

  // MARK: Differing cuts of one text

  private func hasOneText(_ tokens: [[Span]]) -> Bool {
    guard let first = bytes(tokens, row: 0) else { return false }
    return tokens.indices.dropFirst().allSatisfy { row in
      bytes(tokens, row: row).map { $0.elementsEqual(first) } ?? false
    }
  }

  private func bytes(_ tokens: [[Span]], row: Int) -> ArraySlice<UInt8>? {
    guard row < tokens.count, let first = tokens[row].first, let last = tokens[row].last else { return nil }
    return alignment.rows[row].text[first.range.lowerBound..<last.range.upperBound]
  }

  /// One chunk between every two neighbouring cuts of any row. Empty tokens need no chunk of their own.
  private func unionSpans(_ tokens: [[Span]]) -> [[Span]] {
    let starts = tokens.map { $0.first?.range.lowerBound ?? 0 }
    var cuts: [Int] = []
    for row in tokens.indices {
      for token in tokens[row] where token.range.upperBound > starts[row] {
        cuts.append(token.range.upperBound - starts[row])
      }
    }
    cuts.sort()
    cuts = zip(cuts, cuts.dropFirst() + [-1]).compactMap { $0 == $1 ? nil : $0 }
    var columns = Array(repeating: [Span](), count: cuts.count)
    for row in tokens.indices {
      let spans = cutSpans(tokens[row].filter { !$0.range.isEmpty }, row, cuts.map { $0 + starts[row] })
      for (number, span) in spans.enumerated() { columns[number].append(span) }
    }
    return columns
  }

  /// The tokens of a row cut at `ends` (offsets in its text), later where that would fall into a character of a token.
  private func cutSpans(_ tokens: [Span], _ row: Int, _ ends: [Int]) -> [Span] {
    var spans: [Span] = []
    var token = 0
    var at = tokens.first?.range.lowerBound ?? 0
    for (number, end) in ends.enumerated() {
      let own = tokens[token]
      let isStart = at == own.range.lowerBound
      let stop = end >= own.range.upperBound ? own.range.upperBound : boundary(row, own.range, atLeast: end)
      let range = at..<max(at, stop)
      let cut: AlignmentLayout.Cut = number == 0 ? .shared : isStart ? .own : .none
      spans.append(Span(range: range, segment: own.segment, cut: cut))
      at = range.upperBound
      if end >= own.range.upperBound, token + 1 < tokens.count { token += 1 }
    }
    return spans
  }

  /// The first place at or behind `offset` where a character of a token ends.
  private func boundary(_ row: Int, _ token: Range<Int>, atLeast offset: Int) -> Int {
    let text = alignment.rows[row].text
    // An ASCII byte always begins a character.
    if text[offset] < 0x80 { return offset }
    var at = token.lowerBound
    while at < offset {
      at = Legible.next(in: text.span, at: at, limit: token.upperBound, options).range.upperBound
    }
    return at
  }

  // MARK: Columns

  private func columns(row: Int, _ range: Range<Int>) -> Int {
    let text = alignment.rows[row].text
    if text[range].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return range.count }
    var columns = 0
    Legible.forEach(in: text.span, range, options) { columns += $0.columns }
    return columns
  }

  private func lines(row: Int, _ range: Range<Int>, width: Int) -> [Range<Int>] {
    let text = alignment.rows[row].text
    var lines: [Range<Int>] = []
    var (start, used) = (range.lowerBound, 0)
    Legible.forEach(in: text.span, range, options) { item in
      if used > 0 && used + item.columns > width {
        lines.append(start..<item.range.lowerBound)
        (start, used) = (item.range.lowerBound, 0)
      }
      used += item.columns
    }
    return start < range.upperBound || lines.isEmpty ? lines + [start..<range.upperBound] : lines
  }
}
