import Basics
import Patches

/// PBM, PGM and PPM: black and white, grey and colours, as text (P1 to P3) or bytes (P4 to P6), with any largest value up to 65535.
///
/// Values are brought to 0…255 as Pillow does: to the nearest, halves to even. Grey of more than 8 bits becomes 0…65535 there and is then
/// clipped at 255, so all but the darkest is white. Source: netpbm's manuals pbm(5), pgm(5), ppm(5).
struct NetpbmPicture: PictureFormat {
  private let source: PictureSource
  /// The digit behind the P.
  private let kind: Int
  private let width: Int
  private let height: Int
  /// The value of full light; 1 for black and white.
  private let largest: Int
  /// Where the pixels begin.
  private let start: Int

  private var isText: Bool { kind <= 3 }
  private var isBitmap: Bool { kind == 1 || kind == 4 }
  private var channels: Int { kind % 3 == 0 ? 3 : 1 }

  static func recognises(_ source: PictureSource) -> Bool {
    guard source.bytes.count > 2, source.bytes[0] == 0x50 else { return false }
    return (0x31...0x36).contains(source.bytes[1]) && NetpbmScanner.isSpace(source.bytes[2])
  }

  init(_ source: PictureSource) throws(Trouble) {
    self.source = source
    kind = try source.byte(1) - 0x30
    var scanner = NetpbmScanner(source, at: 2)
    (width, height) = (try scanner.number(), try scanner.number())
    try PictureLimits.check(width: width, height: height, source, field: "size")
    largest = kind == 1 || kind == 4 ? 1 : try scanner.number()
    guard (1...65_535).contains(largest) else {
      throw source.trouble("the largest value is \(largest), not 1 to 65535", at: scanner.position)
    }
    start = scanner.position
  }

  /// These formats do not say.
  func orientation() throws(Trouble) -> Orientation { .upright }

  func picture() throws(Trouble) -> Picture {
    let table = Self.table(largest, isGrey: channels == 1)
    let count = width * height * channels
    let bytes: [UInt8]
    switch kind {
    case 1: bytes = try textBits(count)
    case 2, 3: bytes = try textValues(count, table)
    case 4: bytes = try packedBits()
    default: bytes = try values(count, table)
    }
    var notes: [String] = []
    if largest > 255 {
      notes.append(
        channels == 1
          ? "16 bits of grey: all above 255 of 65535 is white, as Pillow's convert(\"RGB\") has it"
          : "values up to \(largest) brought to 8 bits")
    }
    return Picture(interleaved: bytes, width: width, height: height, channels: channels, notes: notes)
  }

  /// By value, the byte it becomes.
  private static func table(_ largest: Int, isGrey: Bool) -> [UInt8] {
    let full = largest > 255 && isGrey ? 65_535.0 : 255.0
    return (0...largest).map { value in
      let scaled = (Double(value) / Double(largest) * full).rounded(.toNearestOrEven)
      return UInt8(min(scaled, 255))
    }
  }

  /// Values of one or two bytes, the upper first; those over the largest are the largest.
  private func values(_ count: Int, _ table: [UInt8]) throws(Trouble) -> [UInt8] {
    let size = largest < 256 ? 1 : 2
    guard source.bytes.count - start >= count * size else { throw source.cutOff() }
    var out: [UInt8] = []
    out.reserveCapacity(count)
    for index in 0..<count {
      let place = start + index * size
      let first = Int(source.bytes[place])
      let value = size == 1 ? first : first << 8 | Int(source.bytes[place + 1])
      out.append(table[min(value, largest)])
    }
    return out
  }

  private func textValues(_ count: Int, _ table: [UInt8]) throws(Trouble) -> [UInt8] {
    // Each value takes a digit and a space.
    guard (source.bytes.count - start + 1) / 2 >= count else { throw source.cutOff() }
    var scanner = NetpbmScanner(source, at: start)
    var out: [UInt8] = []
    out.reserveCapacity(count)
    for _ in 0..<count {
      let value = try scanner.number()
      guard value <= largest else {
        throw source.trouble("\(value) is more than the largest value \(largest)", at: scanner.position)
      }
      out.append(table[value])
    }
    return out
  }

  /// Rows of bits, each filled up to whole bytes; 1 is black.
  private func packedBits() throws(Trouble) -> [UInt8] {
    let rowBytes = (width + 7) / 8
    guard source.bytes.count - start >= rowBytes * height else { throw source.cutOff() }
    var out: [UInt8] = []
    out.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width {
        let byte = source.bytes[start + y * rowBytes + x / 8]
        out.append(byte >> UInt8(7 - x % 8) & 1 == 1 ? 0 : 255)
      }
    }
    return out
  }

  private func textBits(_ count: Int) throws(Trouble) -> [UInt8] {
    guard source.bytes.count - start >= count else { throw source.cutOff() }
    var scanner = NetpbmScanner(source, at: start)
    var out: [UInt8] = []
    out.reserveCapacity(count)
    for _ in 0..<count { out.append(try scanner.bit() ? 0 : 255) }
    return out
  }
}

/// Numbers in the text of a netpbm file; a `#` hides what follows it in its line.
private struct NetpbmScanner {
  private let source: PictureSource
  private(set) var position: Int

  init(_ source: PictureSource, at position: Int) {
    self.source = source
    self.position = position
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// The next number and the space behind it; a number has at most ten digits.
  mutating func number() throws(Trouble) -> Int {
    var (value, digits) = (0, 0)
    skipSpace()
    let start = position
    while position < source.bytes.count {
      let byte = source.bytes[position]
      if Self.isSpace(byte) || byte == 0x23 { break }
      guard byte &- 0x30 < 10, digits < 10 else { throw source.trouble("a number expected", at: start) }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      position += 1
    }
    if digits == 0 { throw source.cutOff() }
    if position < source.bytes.count, source.bytes[position] != 0x23 { position += 1 }
    return value
  }

  /// The next 0 or 1; no space need stand between them.
  mutating func bit() throws(Trouble) -> Bool {
    skipSpace()
    let digit = try source.byte(position)
    guard digit == 0x30 || digit == 0x31 else { throw source.trouble("0 or 1 expected", at: position) }
    position += 1
    return digit == 0x31
  }

  private mutating func skipSpace() {
    while position < source.bytes.count {
      if source.bytes[position] == 0x23 {
        while position < source.bytes.count, ![0x0A, 0x0D].contains(source.bytes[position]) { position += 1 }
      } else if !Self.isSpace(source.bytes[position]) {
        return
      } else {
        position += 1
      }
    }
  }
}
