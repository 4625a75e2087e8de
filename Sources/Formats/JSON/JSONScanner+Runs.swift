import Basics

/// Runs of elements that are written as everybody writes them: long lists of strings and numbers in one loop over the bytes, without
/// asking again and again what comes next.
///
/// A run begins behind an element and ends before the first thing that is not plain: the end of the container, an escape, a fault. There
/// the caller goes on with the scanner's other functions, which know what to do and what to say. Of 7 MB that Llama 3 has, all but some
/// thousand strings are read in runs, in a third of the time.
///
/// Safety: bytes are read at positions below the file's length only, words where eight bytes are left.
extension JSONScanner {
  /// Keys with whole numbers: at most `limit` pairs `, "key": 12`, handed to `body`, which is false for one that it does not take.
  @inline(__always)
  mutating func namedRun(_ limit: Int, _ body: (JSONText, Int) -> Bool) {
    if !takesRuns { return }
    let end = unsafe bytes.withUnsafeBytes { buffer -> Int in
      var run = unsafe JSONRun(buffer, position)
      for _ in 0..<limit {
        let start = unsafe run.position
        guard unsafe run.take(0x2C), let key = unsafe run.string(), unsafe run.take(0x3A),
          let number = unsafe run.number(), body(key, number)
        else { return start }
      }
      return unsafe run.position
    }
    move(to: end)
  }

  /// Lists of two strings: at most `limit` elements `, ["a", "b"]`.
  @inline(__always)
  mutating func pairRun(_ limit: Int, _ body: (JSONText, JSONText) -> Void) {
    if !takesRuns { return }
    let end = unsafe bytes.withUnsafeBytes { buffer -> Int in
      var run = unsafe JSONRun(buffer, position)
      for _ in 0..<limit {
        let start = unsafe run.position
        guard unsafe run.take(0x2C), unsafe run.take(0x5B), let first = unsafe run.string(),
          unsafe run.take(0x2C), let second = unsafe run.string(), unsafe run.take(0x5D)
        else { return start }
        body(first, second)
      }
      return unsafe run.position
    }
    move(to: end)
  }

  /// Strings: at most `limit` elements `, "a b"`, handed to `body`, which is false for one that it does not take.
  @inline(__always)
  mutating func stringRun(_ limit: Int, _ body: (JSONText, Span<UInt8>) -> Bool) {
    if !takesRuns { return }
    let end = unsafe bytes.withUnsafeBytes { buffer -> Int in
      var run = unsafe JSONRun(buffer, position)
      for _ in 0..<limit {
        let start = unsafe run.position
        guard unsafe run.take(0x2C), let text = unsafe run.string(),
          unsafe body(text, Span(_unsafeElements: buffer.bindMemory(to: UInt8.self)).extracting(text.range))
        else { return start }
      }
      return unsafe run.position
    }
    move(to: end)
  }
}

/// A place in the bytes of a file, and what may be taken there.
@unsafe private struct JSONRun {
  private let base: UnsafeRawPointer?
  private let count: Int
  var position: Int

  init(_ buffer: UnsafeRawBufferPointer, _ position: Int) {
    unsafe base = buffer.baseAddress
    unsafe count = buffer.count
    unsafe self.position = position
  }

  /// The byte at a place below the count.
  @inline(__always)
  private func byte(_ place: Int) -> UInt8 {
    unsafe base.unsafelyUnwrapped.load(fromByteOffset: place, as: UInt8.self)
  }

  /// Takes a sign and the white space around it.
  @inline(__always)
  mutating func take(_ sign: UInt8) -> Bool {
    unsafe skipSpace()
    guard unsafe position < count, unsafe byte(position) == sign else { return false }
    unsafe position &+= 1
    unsafe skipSpace()
    return true
  }

  @inline(__always)
  private mutating func skipSpace() {
    while unsafe position < count {
      let byte = unsafe byte(position)
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      unsafe position &+= 1
    }
  }

  /// A string without escapes.
  @inline(__always)
  mutating func string() -> JSONText? {
    guard unsafe position < count, unsafe byte(position) == 0x22 else { return nil }
    let start = unsafe position &+ 1
    guard let end = unsafe end(ofString: start), end &- start <= JSONLimits.string else { return nil }
    unsafe position = end &+ 1
    return JSONText(start: start, count: end &- start, isUnescaped: false)
  }

  /// Where the quote is; nil before anything but well-formed characters.
  @inline(__always)
  private func end(ofString start: Int) -> Int? {
    var place = start
    while true {
      place = unsafe plainEnd(place)
      guard unsafe place < count else { return nil }
      let byte = unsafe byte(place)
      if byte == 0x22 { return place }
      guard byte >= 0xC2, let length = unsafe characterLength(place) else { return nil }
      place &+= length
    }
  }

  @inline(__always)
  private func characterLength(_ place: Int) -> Int? {
    let isShort = unsafe byte(place) < 0xE0 && place &+ 1 < count && byte(place &+ 1) & 0xC0 == 0x80
    if isShort { return 2 }
    let all = unsafe UnsafeRawBufferPointer(start: base, count: count).bindMemory(to: UInt8.self)
    let length = unsafe JSONCharacters.length(Span(_unsafeElements: all), place)
    return length > 0 ? length : nil
  }

  /// As `JSONScanner.plainEnd`.
  @inline(__always)
  private func plainEnd(_ start: Int) -> Int {
    var place = start
    let ones: UInt64 = 0x0101_0101_0101_0101
    while unsafe place &+ 8 <= count {
      let word = unsafe UInt64(
        littleEndian: base.unsafelyUnwrapped.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let (quote, backslash) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
      let odd = (quote &- ones) | (backslash &- ones) | (word &- ones &* 0x20) | word
      let marks = odd & (ones &* 0x80)
      if marks != 0 { return place &+ marks.trailingZeroBitCount / 8 }
      place &+= 8
    }
    while unsafe place < count {
      let byte = unsafe byte(place)
      if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { break }
      place &+= 1
    }
    return place
  }

  /// A whole number of at most nine digits.
  @inline(__always)
  mutating func number() -> Int? {
    var value = 0
    let start = unsafe position
    while unsafe position < count, unsafe byte(position) &- 0x30 < 10 {
      value = unsafe value &* 10 &+ Int(byte(position) &- 0x30)
      unsafe position &+= 1
      if unsafe position &- start > 9 { return nil }
    }
    let digits = unsafe position &- start
    guard digits > 0, unsafe position < count, unsafe digits == 1 || byte(start) != 0x30 else { return nil }
    let next = unsafe byte(position)
    return next == 0x2E || next | 0x20 == 0x65 ? nil : value
  }
}
