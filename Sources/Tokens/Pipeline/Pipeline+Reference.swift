import Basics

/// Places as the Hugging Face library reports them.
extension Pipeline {
  package func referenceSpans(_ tokens: [Token], in text: [UInt8]) -> [Range<Int>] {
    if parts.library == .tiktoken { return tokens.map(\.bytes) }
    for special in [SpecialPolicy.library, .text] {
      for addsFrame in [false, true] {
        guard let (ids, spans) = try? reported(text, EncodeOptions(special: special, addSpecial: addsFrame))
        else { continue }
        if ids.elementsEqual(tokens.map(\.id)) { return spans }
      }
    }
    let characters = Characters(text)
    return tokens.map { characters.whole($0.bytes) }
  }

  private func reported(
    _ text: [UInt8], _ options: EncodeOptions
  ) throws(Trouble) -> (ids: [TokenID], spans: [Range<Int>]) {
    var tokens: [AlignedToken] = []
    try cutRaw(text.span, options.special) { cut throws(Trouble) in
      if let index = cut.token {
        tokens.append(
          AlignedToken(
            id: parts.added.all[index].id, place: cut.range, reported: cut.range,
            addedSpelling: Array(text[cut.range])))
      } else {
        try encodeAligned(text.span, cut.range, options.special, .open, isReporting: true) {
          tokens.append($0)
        }
      }
    }
    let characters = Characters(text)
    var spans = tokens.map { characters.whole($0.reported) }
    for trim in parts.postProcessors.compactMap(\.trim) {
      for index in tokens.indices {
        spans[index] = trimmed(spans[index], tokens[index], index, trim, characters)
      }
    }
    let numbered = tokens.enumerated().map { Token(id: $1.id, start: $0 + 1, end: $0 + 1) }
    let framed = framed(numbered, end: 0, addsSpecial: options.addSpecial)
    return (framed.map(\.id), framed.map { $0.start == 0 ? 0..<0 : spans[Int($0.start) - 1] })
  }

  /// The library counts the spaces of the token's spelling and takes as many characters off the place.
  private func trimmed(
    _ span: Range<Int>, _ token: AlignedToken, _ index: Int, _ trim: Trim, _ characters: Characters
  ) -> Range<Int> {
    let spelling = token.addedSpelling ?? self.spelling(of: token.id) ?? []
    var (leading, trailing) = Self.spaces(spelling)
    var start = characters.index(span.lowerBound)
    var end = characters.index(span.upperBound)
    if leading > 0 {
      if (index == 0 || start == 0) && trim.addsPrefixSpace && leading == 1 { leading = 0 }
      start = min(start + leading, end)
    }
    if trailing > 0 && end >= trailing { end = max(end - trailing, start) }
    return characters.byte(start)..<characters.byte(end)
  }

  private static func spaces(_ spelling: [UInt8]) -> (leading: Int, trailing: Int) {
    let isSpace = { (unit: UInt32) in unit == 0x120 || ScalarSet.whitespace.contains(unit) }
    var leading = 0
    var position = 0
    while position < spelling.count {
      let (unit, length) = Unit.at(position, in: spelling.span, end: spelling.count)
      if !isSpace(unit) { break }
      leading += 1
      position += length
    }
    var trailing = 0
    var end = spelling.count
    while end > 0 {
      let (unit, length) = Unit.before(end, in: spelling.span, start: 0)
      if !isSpace(unit) { break }
      trailing += 1
      end -= length
    }
    return (leading, trailing)
  }
}

/// The characters of a text, numbered.
private struct Characters {
  private var starts: [Int] = []
  private var indexes: [Int]

  init(_ text: [UInt8]) {
    indexes = []
    indexes.reserveCapacity(text.count + 1)
    var position = 0
    while position < text.count {
      let length = Unit.at(position, in: text.span, end: text.count).length
      indexes += repeatElement(starts.count, count: length)
      starts.append(position)
      position += length
    }
    indexes.append(starts.count)
    starts.append(text.count)
  }

  /// The number of the character that holds this byte.
  func index(_ byte: Int) -> Int { indexes[min(byte, indexes.count - 1)] }

  func byte(_ index: Int) -> Int { starts[min(index, starts.count - 1)] }

  /// The range widened to whole characters.
  func whole(_ range: Range<Int>) -> Range<Int> {
    let start = byte(index(range.lowerBound))
    if range.isEmpty { return start..<start }
    return start..<byte(index(range.upperBound - 1) + 1)
  }
}
