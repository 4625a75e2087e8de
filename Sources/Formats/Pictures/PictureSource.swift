import Basics

/// The bytes of a picture file; nothing is read behind their end.
struct PictureSource {
  /// What messages call it.
  let file: String
  let bytes: [UInt8]

  /// The byte at `offset`.
  func byte(_ offset: Int) throws(Trouble) -> Int {
    guard offset >= 0, offset < bytes.count else { throw cutOff() }
    return Int(bytes[offset])
  }

  /// The number of `count` bytes (at most 7) at `offset`, the upper byte first.
  func big(_ offset: Int, _ count: Int) throws(Trouble) -> Int {
    var number = 0
    for index in 0..<count { number = number << 8 | (try byte(offset + index)) }
    return number
  }

  /// The number of `count` bytes (at most 7) at `offset`, the lower byte first.
  func little(_ offset: Int, _ count: Int) throws(Trouble) -> Int {
    var number = 0
    for index in 0..<count { number |= (try byte(offset + index)) << (8 * index) }
    return number
  }

  /// Whether the ASCII letters of `text` stand at `offset`.
  func has(_ text: StaticString, at offset: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard offset >= 0, count <= bytes.count - offset else { return false }
    return text.withUTF8Buffer { unsafe bytes[offset..<offset + count].elementsEqual($0) }
  }

  /// The file ends too early.
  func cutOff() -> Trouble {
    Trouble(
      .input, at: .byte(file: file, offset: bytes.count), "the file ends before the picture does",
      remedy: "Copy or download it again; it is not complete")
  }

  /// Something is wrong at a byte.
  func trouble(
    _ what: String, at offset: Int, remedy: String = "Save it again with another program"
  ) -> Trouble {
    Trouble(.input, at: .byte(file: file, offset: offset), what, remedy: remedy)
  }

  /// A limit on what the header announces.
  func beyond(_ field: String, _ what: String, remedy: String) -> Trouble {
    Trouble(.limit, at: .field(file: file, name: field), what, remedy: remedy)
  }
}
