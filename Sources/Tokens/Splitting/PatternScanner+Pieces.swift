/// The end of the piece at a position, by family; the position itself when nothing matches there.
///
/// Safety: `ClassReader` is read at positions below its end only; each function is called with such a
/// position, and each look at what follows asks for the end first.
extension PatternScanner {
  /// The end by whatever family this is.
  @inline(__always)
  func end(_ text: ClassReader, _ position: Int) -> Int {
    switch rules.family {
    case .gpt2: unsafe gpt2End(text, position)
    case .cl100k: unsafe cl100kEnd(text, position)
    case .o200k: unsafe o200kEnd(text, position)
    }
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  @inline(__always)
  func gpt2End(_ text: ClassReader, _ position: Int) -> Int {
    let byte = unsafe text.base[position]
    if byte == UInt8(ascii: "'"), let end = unsafe contraction(text, position) { return end }
    var start = position
    var (bits, length) = unsafe text.read(position)
    if unsafe byte == 0x20 && position + 1 < text.end {
      let (nextBits, nextLength) = unsafe text.read(position + 1)
      if nextBits & Bits.space == 0 {
        start += 1
        (bits, length) = (nextBits, nextLength)
      }
    }
    if bits & Bits.letter != 0 { return unsafe text.run(start + length, of: Bits.letter) }
    if bits & Bits.number != 0 { return unsafe text.run(start + length, of: Bits.number) }
    if bits & Bits.space == 0 { return unsafe text.run(start + length, outside: solid) }
    return unsafe whitespaceEnd(text, position)
  }

  /// `(?i:'s|…)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
  @inline(__always)
  func cl100kEnd(_ text: ClassReader, _ position: Int) -> Int {
    let byte = unsafe text.base[position]
    if byte == UInt8(ascii: "'"), let end = unsafe contraction(text, position) { return end }
    let (bits, length) = unsafe text.read(position)
    if bits & letter != 0 { return unsafe text.run(position + length, of: letter) }
    if bits & Bits.number != 0 { return unsafe numberEnd(text, position + length) }
    let next = position + length
    let (nextBits, nextLength) = unsafe next < text.end ? text.read(next) : (Bits.space, 0)
    if bits & Bits.newline == 0 && nextBits & letter != 0 {
      return unsafe text.run(next + nextLength, of: letter)
    }
    return unsafe otherEnd(text, position, byte, bits, nextBits)
  }

  /// As cl100k with words cut where lower case turns into upper case and contractions at the end of words.
  @inline(__always)
  func o200kEnd(_ text: ClassReader, _ position: Int) -> Int {
    let byte = unsafe text.base[position]
    let (bits, length) = unsafe text.read(position)
    if rules.separatesHan && bits & Bits.han != 0 { return unsafe text.run(position + length, of: Bits.han) }
    if let end = unsafe wordEnd(text, position, bits, length) { return unsafe contraction(text, end) ?? end }
    if bits & Bits.number != 0 { return unsafe numberEnd(text, position + length) }
    let next = position + length
    let nextBits = unsafe next < text.end ? text.read(next).bits : Bits.space
    return unsafe otherEnd(text, position, byte, bits, nextBits)
  }

  /// Numbers of so many digits; `position` stands after the first.
  @inline(__always)
  private func numberEnd(_ text: ClassReader, _ position: Int) -> Int {
    var (position, count) = (position, 1)
    while unsafe count < rules.digits && position < text.end {
      let (bits, length) = unsafe text.read(position)
      if bits & Bits.number == 0 { break }
      position += length
      count += 1
    }
    return position
  }

  /// ` ?[^\s\p{L}\p{N}]+[\r\n/]*`, then whitespace.
  @inline(__always)
  private func otherEnd(
    _ text: ClassReader, _ position: Int, _ byte: UInt8, _ bits: UInt8, _ nextBits: UInt8
  ) -> Int {
    guard bits & solid == 0 || byte == 0x20 && nextBits & solid == 0 else {
      return unsafe whitespaceEnd(text, position)
    }
    var end = unsafe text.run(byte == 0x20 ? position + 1 : position, outside: solid)
    guard rules.takesNewlines else { return end }
    while unsafe isTail(text.byte(end), end, text) { end += 1 }
    return end
  }

  @inline(__always)
  private func isTail(_ byte: UInt8, _ position: Int, _ text: ClassReader) -> Bool {
    byte == 10 || byte == 13 || byte == UInt8(ascii: "/") && rules.takesSlashes
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+`, the first for the newer families only.
  private func whitespaceEnd(_ text: ClassReader, _ position: Int) -> Int {
    var end = position
    var last = position
    var afterNewline = position
    while unsafe end < text.end {
      let (bits, length) = unsafe text.read(end)
      if bits & Bits.space == 0 { break }
      last = end
      end += length
      if bits & Bits.newline != 0 { afterNewline = end }
    }
    if unsafe end == text.end && rules.keepsEndWhole { return end }
    if rules.family != .gpt2 && afterNewline > position { return afterNewline }
    if unsafe end == text.end { return end }
    if last > position { return last }
    return rules.takesLoneSpace ? end : position
  }

  /// The end of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at `position`, if one stands there.
  @inline(__always)
  func contraction(_ text: ClassReader, _ position: Int) -> Int? {
    guard rules.contractions != .none, unsafe text.byte(position) == UInt8(ascii: "'") else { return nil }
    let fold: UInt8 = rules.contractions == .lowerCase ? 0 : 0x20
    let first = unsafe text.byte(position + 1)
    switch unsafe (first | fold, text.byte(position + 2) | fold) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _):
      return position + 2
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return position + 3
    default: break
    }
    // U+017F folds to s.
    guard rules.contractions == .folded && first == 0xC5, unsafe text.byte(position + 2) == 0xBF else {
      return nil
    }
    return position + 3
  }

  /// `[^\r\n\p{L}\p{N}]?[upper]*[lower]+|[^\r\n\p{L}\p{N}]?[upper]+[lower]*`, with what the engine gives
  /// back.
  private func wordEnd(_ text: ClassReader, _ position: Int, _ bits: UInt8, _ length: Int) -> Int? {
    if bits & (Bits.letter | Bits.number | Bits.newline) == 0 {
      let (mixed, capitals) = unsafe wordEnds(text, position + length)
      if let mixed { return mixed }
      let (bare, bareCapitals) = unsafe bits & Bits.mark != 0 ? wordEnds(text, position) : (nil, nil)
      return bare ?? capitals ?? bareCapitals
    }
    if bits & Bits.letter == 0 { return nil }
    let (mixed, capitals) = unsafe wordEnds(text, position)
    return mixed ?? capitals
  }

  /// Where `[upper]*[lower]+` and `[upper]+[lower]*` end when they begin at `position`.
  private func wordEnds(_ text: ClassReader, _ position: Int) -> (mixed: Int?, capitals: Int?) {
    let forbidden = rules.separatesHan ? Bits.han : 0
    var end = position
    var lastLower: Int?
    while unsafe end < text.end {
      let (bits, length) = unsafe text.read(end)
      if bits & Bits.upper == 0 || bits & forbidden != 0 { break }
      end += length
      if bits & Bits.lower != 0 { lastLower = end }
    }
    let capitals = end > position ? end : nil
    var lower = end
    while unsafe lower < text.end {
      let (bits, length) = unsafe text.read(lower)
      if bits & Bits.lower == 0 || bits & forbidden != 0 { break }
      lower += length
    }
    return (lower > end ? lower : lastLower, capitals)
  }
}
