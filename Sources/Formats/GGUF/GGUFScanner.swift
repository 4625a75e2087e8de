import Basics

/// A value in the header of a GGUF file: plain ones as they are, texts and lists as places in the file.
enum GGUFValue: Sendable {
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case text(Range<Int>)
  case list(GGUFList)
}

/// The members of a list: of what kind, how many, and where.
struct GGUFList: Sendable {
  var kind: GGUFKind
  var count: Int
  var place: Range<Int>
}

/// The kinds of values, with the numbers that stand for them.
enum GGUFKind: UInt32, Sendable {
  case uint8, int8, uint16, int16, uint32, int32, float32, flag, text, list, uint64, int64, float64

  /// In bytes; nil for texts and lists.
  var size: Int? {
    switch self {
    case .uint8, .int8, .flag: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    case .text, .list: nil
    }
  }
}

/// Why scanning stops: the file is wrong, or more of it must be read first.
enum GGUFStop: Error {
  case trouble(Trouble)
  /// Up to this byte at least.
  case more(Int)
}

/// What the header of a GGUF file says of one tensor.
struct GGUFTensorPlace: Sendable {
  var name: Range<Int>
  /// The axis that runs fastest first.
  var sizes: [Int]
  /// The number of its element type.
  var kind: UInt32
  /// From the beginning of the data.
  var offset: UInt64
}

/// Reads the header of a GGUF file, all key-value pairs and then the table of its tensors, from its first bytes.
///
/// Every count and length is compared with the size of the whole file before anything is done with it. Nothing is copied:
/// texts and lists stay where they are. Source: `docs/gguf.md` of ggml, versions 2 and 3.
struct GGUFScanner {
  private let bytes: [UInt8]
  private let fileSize: Int
  private let file: String
  private(set) var position = 0
  private var tensorCount: UInt64 = 0

  /// `bytes` are the first of `fileSize`.
  init(_ bytes: [UInt8], fileSize: Int, file: String) {
    self.bytes = bytes
    self.fileSize = max(fileSize, bytes.count)
    self.file = file
  }

  /// The longest key, as the format says.
  private static let keyLimit = 65535
  /// Lists inside lists.
  private static let depthLimit = 4

  /// The pairs in file order, by key.
  mutating func pairs() throws(GGUFStop) -> [String: GGUFValue] {
    let count = try head()
    var pairs: [String: GGUFValue] = [:]
    for _ in 0..<count {
      let start = position
      let key = try text()
      if key.count > Self.keyLimit { throw wrong("a key of \(key.count) bytes", at: start) }
      let name = String(decoding: bytes[key], as: UTF8.self)
      guard pairs[name] == nil else { throw wrong("the key \(name) stands twice", at: start) }
      pairs[name] = try value(try kind(), depth: 0)
    }
    return pairs
  }

  /// What follows the pairs: the tensors in file order.
  mutating func tensors() throws(GGUFStop) -> [GGUFTensorPlace] {
    // A tensor has a name's length, a number of axes, a kind and an offset: at least 24 bytes.
    guard tensorCount <= UInt64((fileSize - position) / 24) else {
      throw wrong("\(tensorCount) tensors are said to follow, more than the file has room for", at: 8)
    }
    var places: [GGUFTensorPlace] = []
    for _ in 0..<Int(tensorCount) {
      let name = try text()
      let start = position
      let rank = try unsigned(4)
      guard rank <= Self.rankLimit else {
        throw wrong("a tensor of \(rank) axes, \(Self.rankLimit) are possible", at: start)
      }
      var sizes: [Int] = []
      for _ in 0..<rank { sizes.append(Int(clamping: try unsigned(8))) }
      let kind = UInt32(truncatingIfNeeded: try unsigned(4))
      places.append(GGUFTensorPlace(name: name, sizes: sizes, kind: kind, offset: try unsigned(8)))
    }
    return places
  }

  /// The most axes of a tensor, as in ggml.
  private static let rankLimit = 4

  /// Magic, version, and counts; how many pairs follow.
  private mutating func head() throws(GGUFStop) -> Int {
    guard try take(4).elementsEqual("GGUF".utf8) else { throw wrong("this does not begin with GGUF", at: 0) }
    let version = try unsigned(4)
    if version == 2 << 24 || version == 3 << 24 {
      throw .trouble(
        Trouble(
          .input, at: .byte(file: file, offset: 4), "this is a big-endian GGUF file, which is not read",
          remedy: "Convert it to little-endian with gguf_convert_endian.py of llama.cpp"))
    }
    guard version == 2 || version == 3 else {
      throw .trouble(
        Trouble(
          .input, at: .byte(file: file, offset: 4), "version 2 or 3 of GGUF expected, \(version) found",
          remedy: "Convert the model again with a current llama.cpp"))
    }
    tensorCount = try unsigned(8)
    // A pair has a key's length, a kind and a value: at least 13 bytes.
    return try count(smallest: 13, of: "pairs")
  }

  private mutating func kind() throws(GGUFStop) -> GGUFKind {
    let start = position
    let number = try unsigned(4)
    guard let kind = GGUFKind(rawValue: UInt32(truncatingIfNeeded: number)) else {
      throw wrong("\(number) is not a kind of value", at: start)
    }
    return kind
  }

  private mutating func value(_ kind: GGUFKind, depth: Int) throws(GGUFStop) -> GGUFValue {
    switch kind {
    case .text: return .text(try text())
    case .list: return .list(try list(depth))
    case .flag: return .flag(try unsigned(1) != 0)
    case .float32: return .number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try unsigned(4)))))
    case .float64: return .number(Double(bitPattern: try unsigned(8)))
    case .uint8, .uint16, .uint32, .uint64: return .integer(Int(clamping: try unsigned(kind.size ?? 8)))
    case .int8: return .integer(Int(Int8(truncatingIfNeeded: try unsigned(1))))
    case .int16: return .integer(Int(Int16(truncatingIfNeeded: try unsigned(2))))
    case .int32: return .integer(Int(Int32(truncatingIfNeeded: try unsigned(4))))
    case .int64: return .integer(Int(truncatingIfNeeded: try unsigned(8)))
    }
  }

  private mutating func list(_ depth: Int) throws(GGUFStop) -> GGUFList {
    let start = position
    let kind = try kind()
    if depth == Self.depthLimit { throw wrong("lists inside more than \(Self.depthLimit) lists", at: start) }
    let count = try count(smallest: kind.size ?? (kind == .text ? 8 : 12), of: "members")
    let first = position
    if let size = kind.size {
      try skip(count * size)
    } else {
      for _ in 0..<count { _ = try value(kind, depth: depth + 1) }
    }
    return GGUFList(kind: kind, count: count, place: first..<position)
  }

  private mutating func text() throws(GGUFStop) -> Range<Int> {
    let length = try count(smallest: 1, of: "bytes")
    let start = position
    try skip(length)
    return start..<position
  }

  /// A number of things of which each has at least `smallest` bytes, so that no more than fit into the file are believed.
  private mutating func count(smallest: Int, of things: String) throws(GGUFStop) -> Int {
    let start = position
    let count = try unsigned(8)
    guard count <= UInt64((fileSize - position) / smallest) else {
      throw wrong("\(count) \(things) are said to follow, more than the file has room for", at: start)
    }
    return Int(count)
  }

  private mutating func unsigned(_ size: Int) throws(GGUFStop) -> UInt64 {
    var value: UInt64 = 0
    for (index, byte) in try take(size).enumerated() { value |= UInt64(byte) << UInt64(8 * index) }
    return value
  }

  private mutating func take(_ count: Int) throws(GGUFStop) -> ArraySlice<UInt8> {
    let start = position
    try skip(count)
    return bytes[start..<position]
  }

  private mutating func skip(_ count: Int) throws(GGUFStop) {
    guard count <= fileSize - position else {
      throw .trouble(
        Trouble(
          .input, at: .byte(file: file, offset: position), "the file ends inside its header",
          remedy: "Fetch the file again"))
    }
    if position + count > bytes.count { throw .more(position + count) }
    position += count
  }

  private func wrong(_ what: String, at offset: Int) -> GGUFStop {
    .trouble(
      Trouble(.input, at: .byte(file: file, offset: offset), what, remedy: "Fetch the file again"))
  }
}
