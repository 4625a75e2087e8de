import Basics
import Tokens

/// The header of a GGUF file: its first bytes and what stands where in them.
struct GGUFFile: Sendable {
  /// The first bytes, all of the header.
  let bytes: [UInt8]
  /// For messages.
  let file: String
  /// The values by their keys.
  let pairs: [String: GGUFValue]
  /// In file order; empty unless they were asked for.
  let tensors: [GGUFTensorPlace]
  /// Where the header ends, as far as it was read.
  let end: Int

  /// The most of a file that is read to come to the end of its header.
  static let headLimit = 512 << 20

  /// From the first bytes of a file of this size. The table of tensors is read only when it is asked for, since vocabularies come
  /// in files of which it is left out.
  init(_ bytes: [UInt8], fileSize: Int, file: String, withTensors: Bool = false) throws(Trouble) {
    self.bytes = bytes
    self.file = file
    var scanner = GGUFScanner(bytes, fileSize: fileSize, file: file)
    do {
      pairs = try scanner.pairs()
      tensors = withTensors ? try scanner.tensors() : []
      end = scanner.position
    } catch {
      switch error {
      case .trouble(let trouble): throw trouble
      case .more(let end):
        throw Trouble(
          .limit, at: .byte(file: file, offset: end),
          "the header is longer than the \(bytes.count) bytes that were read",
          remedy: "Give a model whose header is below \(Self.headLimit >> 20) MiB")
      }
    }
  }

  /// How many more bytes of the file are needed for its header; nil when `bytes` have it all, or are wrong.
  static func missing(_ bytes: [UInt8], fileSize: Int, file: String, withTensors: Bool = false) -> Int? {
    var scanner = GGUFScanner(bytes, fileSize: fileSize, file: file)
    do {
      _ = try scanner.pairs()
      if withTensors { _ = try scanner.tensors() }
      return nil
    } catch {
      if case .more(let end) = error { return end - bytes.count }
      return nil
    }
  }

  /// The value under a key, nil when there is none.
  subscript(_ key: String) -> GGUFValue? { pairs[key] }

  /// A text.
  func text(_ key: String) throws(Trouble) -> String? {
    switch pairs[key] {
    case nil: return nil
    case .text(let place): return String(decoding: bytes[place], as: UTF8.self)
    default: throw trouble(key, "a text expected")
    }
  }

  /// True or false.
  func flag(_ key: String) throws(Trouble) -> Bool? {
    switch pairs[key] {
    case nil: return nil
    case .flag(let value): return value
    default: throw trouble(key, "true or false expected")
    }
  }

  /// A whole number.
  func integer(_ key: String) throws(Trouble) -> Int? {
    switch pairs[key] {
    case nil: return nil
    case .integer(let value): return value
    default: throw trouble(key, "a whole number expected")
    }
  }

  /// The places of the texts of a list.
  func texts(_ key: String) throws(Trouble) -> [Range<Int>]? {
    guard let value = pairs[key] else { return nil }
    guard case .list(let list) = value, list.kind == .text else {
      throw trouble(key, "a list of texts expected")
    }
    var places: [Range<Int>] = []
    places.reserveCapacity(list.count)
    var position = list.place.lowerBound
    for _ in 0..<list.count {
      let length = Int(truncatingIfNeeded: unsigned(position, 8))
      places.append(position + 8..<position + 8 + length)
      position += 8 + length
    }
    return places
  }

  /// A list of numbers, of any kind but flags.
  func numbers(_ key: String) throws(Trouble) -> [Double]? {
    guard let value = pairs[key] else { return nil }
    guard case .list(let list) = value, let size = list.kind.size, list.kind != .flag else {
      throw trouble(key, "a list of numbers expected")
    }
    return (0..<list.count).map { number(list.place.lowerBound + $0 * size, list.kind, size) }
  }

  /// A list of bytes.
  func octets(_ key: String) throws(Trouble) -> [UInt8]? {
    guard let value = pairs[key] else { return nil }
    guard case .list(let list) = value, list.kind == .int8 || list.kind == .uint8 else {
      throw trouble(key, "a list of bytes expected")
    }
    return Array(bytes[list.place])
  }

  private func number(_ position: Int, _ kind: GGUFKind, _ size: Int) -> Double {
    let bits = unsigned(position, size)
    return switch kind {
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: Double(bitPattern: bits)
    case .int8: Double(Int8(truncatingIfNeeded: bits))
    case .int16: Double(Int16(truncatingIfNeeded: bits))
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .int64: Double(Int64(truncatingIfNeeded: bits))
    default: Double(bits)
    }
  }

  private func unsigned(_ position: Int, _ size: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    return value
  }

  /// The trouble of one key.
  func trouble(_ key: String, _ what: String, remedy: String = "Convert the model again") -> Trouble {
    Trouble(.input, at: .field(file: file, name: key), what, remedy: remedy)
  }
}
