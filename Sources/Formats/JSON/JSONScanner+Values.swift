import Basics
import Tokens

/// Whole values: skipped, or as a small tree.
extension JSONScanner {
  /// The bytes of a string.
  package func bytes(_ text: JSONText) -> ArraySlice<UInt8> {
    text.isUnescaped ? unescaped[text.range] : bytes[text.range]
  }

  /// Lends the bytes of a string to `body`.
  package func withSpan<R>(of text: JSONText, _ body: (Span<UInt8>) -> R) -> R {
    text.isUnescaped ? body(unescaped.span.extracting(text.range)) : body(bytes.span.extracting(text.range))
  }

  /// Puts the bytes of a string at the end of others.
  package func append(_ text: JSONText, to other: inout [UInt8]) { other += bytes(text) }

  /// A string for messages and comparisons with known names.
  package func string(_ text: JSONText) -> String { String(decoding: bytes(text), as: UTF8.self) }

  /// Checks the next value and forgets it.
  package mutating func skip() throws(Trouble) {
    var containers: [Bool] = []
    repeat {
      if let isObject = containers.last {
        let goesOn = isObject ? try nextKey() != nil : try nextElement()
        if !goesOn {
          containers.removeLast()
          continue
        }
      }
      switch peek() {
      case 0x7B:
        try beginObject()
        containers.append(true)
      case 0x5B:
        try beginList()
        containers.append(false)
      default: _ = try simpleValue()
      }
    } while !containers.isEmpty
  }

  /// The next value as a tree. Refuses repeated keys.
  package mutating func value() throws(Trouble) -> Setting {
    var containers: [Container] = []
    while true {
      var finished: Setting?
      if let last = containers.indices.last {
        finished = try advance(&containers[last])
        if finished != nil { containers.removeLast() }
      }
      if finished == nil {
        switch peek() {
        case 0x7B:
          try beginObject()
          containers.append(Container(isObject: true))
          continue
        case 0x5B:
          try beginList()
          containers.append(Container(isObject: false))
          continue
        default: finished = try simpleValue()
        }
      }
      guard let finished else { continue }
      guard let last = containers.indices.last else { return finished }
      containers[last].add(finished)
    }
  }

  /// The container's value when it has ended; otherwise its next key is noted.
  private mutating func advance(_ container: inout Container) throws(Trouble) -> Setting? {
    guard container.isObject else { return try nextElement() ? nil : .list(container.values) }
    guard let key = try nextKey() else { return .fields(container.fields) }
    let name = Array(bytes(key))
    if !container.names.insert(name).inserted {
      throw trouble("the key \(string(key)) stands twice in one object", remedy: "Remove one of them")
    }
    container.key = name
    return nil
  }

  private struct Container {
    let isObject: Bool
    var values: [Setting] = []
    var fields: [Setting.Field] = []
    var names: Set<[UInt8]> = []
    var key: [UInt8] = []

    mutating func add(_ value: Setting) {
      if isObject { fields.append(Setting.Field(name: key, value: value)) } else { values.append(value) }
    }
  }

  private mutating func simpleValue() throws(Trouble) -> Setting {
    switch peek() {
    case 0x22:
      let text = try text()
      return .text(Array(bytes(text)))
    case 0x74, 0x66: return .flag(try flag())
    case 0x6E:
      _ = try takeNull()
      return .null
    case .some(0x2D), .some(0x30...0x39): return try number()
    default: throw unexpected("a value")
    }
  }

  /// A number; whole ones that fit stay whole.
  private mutating func number() throws(Trouble) -> Setting {
    let start = position
    if let whole = try? integer() { return .integer(whole) }
    return .number(try fraction(from: start))
  }
}
