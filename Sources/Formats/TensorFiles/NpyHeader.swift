import Basics

/// What the header of a .npy file says: a Python dictionary with `descr`, `fortran_order` and `shape`.
///
/// The dictionary is read as the literal it is; nothing is evaluated. Source: NEP 1 and `numpy.lib.format`.
struct NpyHeader: Equatable {
  /// The element type in numpy's spelling: `<f4`.
  var type: String
  /// Whether the first axis runs fastest.
  var isColumnMajor: Bool
  var sizes: [Int]

  /// From the text of the header, which begins at byte `offset` of the file.
  init(_ text: [UInt8], offset: Int, file: String) throws(Trouble) {
    var literal = NpyLiteral(text, offset: offset, file: file)
    var type: String?
    var isColumnMajor: Bool?
    var sizes: [Int]?
    try literal.take("{")
    while try !literal.takes("}") {
      let start = literal.position
      let key = try literal.string()
      try literal.take(":")
      switch (key, type == nil, isColumnMajor == nil, sizes == nil) {
      case ("descr", true, _, _): type = try literal.type()
      case ("fortran_order", _, true, _): isColumnMajor = try literal.flag()
      case ("shape", _, _, true): sizes = try literal.tuple()
      default: throw literal.trouble("\(key) is no key of a .npy header, or stands there twice", at: start)
      }
      if try !literal.takes(",") {
        try literal.take("}")
        break
      }
    }
    try literal.end()
    guard let type, let isColumnMajor, let sizes else {
      throw literal.trouble("the header must have descr, fortran_order and shape", at: 0)
    }
    self.type = type
    self.isColumnMajor = isColumnMajor
    self.sizes = sizes
  }
}

/// Reads the few literals of Python that such a header has, front to back.
private struct NpyLiteral {
  private let text: [UInt8]
  private let offset: Int
  private let file: String
  private(set) var position = 0

  /// The most axes, as in numpy.
  private static let rankLimit = 64

  init(_ text: [UInt8], offset: Int, file: String) {
    self.text = text
    self.offset = offset
    self.file = file
  }

  func trouble(_ what: String, at place: Int? = nil, remedy: String = "Save the array again with numpy")
    -> Trouble
  {
    Trouble(.input, at: .byte(file: file, offset: offset + (place ?? position)), what, remedy: remedy)
  }

  private mutating func next() -> UInt8? {
    while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    return position < text.count ? text[position] : nil
  }

  /// Whether this character is next; it is then behind us.
  mutating func takes(_ character: Unicode.Scalar) throws(Trouble) -> Bool {
    guard next() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func take(_ character: Unicode.Scalar) throws(Trouble) {
    if try !takes(character) { throw trouble("\(character) expected in the header") }
  }

  mutating func end() throws(Trouble) {
    if next() != nil { throw trouble("something follows the dictionary of the header") }
  }

  /// In quotes of either kind; escapes do not occur.
  mutating func string() throws(Trouble) -> String {
    guard let quote = next(), quote == 0x27 || quote == 0x22 else {
      throw trouble("a text expected in the header")
    }
    let start = position + 1
    guard let end = text[start...].firstIndex(of: quote), !text[start..<end].contains(0x5C) else {
      throw trouble("a text without its end, or with escapes, in the header")
    }
    position = end + 1
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  /// A text; a list there describes records.
  mutating func type() throws(Trouble) -> String {
    if next() == 0x5B {
      throw trouble(
        "this array is one of records with several fields",
        remedy: "Save each field as an array of its own: numpy.save(path, array[\"field\"])")
    }
    return try string()
  }

  mutating func flag() throws(Trouble) -> Bool {
    _ = next()
    for (word, value) in [("True", true), ("False", false)] where text[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw trouble("True or False expected in the header")
  }

  /// Whole numbers in parentheses: `()`, `(3,)`, `(3, 4)`.
  mutating func tuple() throws(Trouble) -> [Int] {
    try take("(")
    var numbers: [Int] = []
    while try !takes(")") {
      if numbers.count == Self.rankLimit { throw trouble("more than \(Self.rankLimit) axes") }
      numbers.append(try number())
      if try !takes(",") {
        try take(")")
        break
      }
    }
    return numbers
  }

  /// Not negative. Python 2 ended long ones with an L.
  private mutating func number() throws(Trouble) -> Int {
    _ = next()
    let digits = text[position...].prefix { $0 &- 0x30 < 10 }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw trouble("a whole number that is not negative and not too large expected in the header")
    }
    position = digits.endIndex
    if position < text.count, text[position] == 0x4C { position += 1 }
    return value
  }
}
