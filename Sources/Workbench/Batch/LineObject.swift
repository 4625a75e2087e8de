import Basics

/// The members of one JSON object that stands on a line, found but not yet understood.
struct LineObject {
  struct Member {
    var key: [UInt8]
    /// The whole of `"key":value`, as it stands in the line.
    var range: Range<Int>
    var value: Range<Int>
    /// The inside of the value, when it is a string.
    var string: RawString?
  }

  private(set) var members: [Member] = []
  private let scanner: JSONScanner

  /// Reads the object in `range` of `bytes`; nil when there is nothing but whitespace.
  static func read(_ bytes: [UInt8], _ range: Range<Int>) throws(Trouble) -> LineObject? {
    var scanner = JSONScanner(bytes, range)
    if scanner.peek() == nil { return nil }
    return try LineObject(&scanner)
  }

  private init(_ scanner: inout JSONScanner) throws(Trouble) {
    self.scanner = scanner
    try scanner.expect(UInt8(ascii: "{"))
    if !scanner.take(UInt8(ascii: "}")) {
      repeat { members.append(try Self.member(&scanner)) } while scanner.take(UInt8(ascii: ","))
      try scanner.expect(UInt8(ascii: "}"))
    }
    if scanner.peek() != nil { throw scanner.problem("something stands behind the object") }
  }

  private static func member(_ scanner: inout JSONScanner) throws(Trouble) -> Member {
    guard scanner.peek() == UInt8(ascii: "\"") else { throw scanner.expected("a name in quotes") }
    let start = scanner.at
    let key = try scanner.decoded(scanner.string())
    try scanner.expect(UInt8(ascii: ":"))
    let isString = scanner.peek() == UInt8(ascii: "\"")
    let valueStart = scanner.at
    var string: RawString?
    if isString { string = try scanner.string() } else { try scanner.skipValue() }
    return Member(key: key, range: start..<scanner.at, value: valueStart..<scanner.at, string: string)
  }

  /// The member of this name, which may be there once.
  func member(_ name: StaticString) throws(Trouble) -> Member? {
    var found: Member?
    for member in members where Self.equal(member.key, name) {
      guard found == nil else { throw Trouble(.input, "\"\(name)\" is given twice") }
      found = member
    }
    return found
  }

  /// The text a line asks about: its `"text"`, or the bytes of its `"bytes_b64"`.
  func payload() throws(Trouble) -> [UInt8] {
    let text = try member("text")
    let base64 = try member("bytes_b64")
    switch (text, base64) {
    case (let text?, nil): return try string(text, "text")
    case (nil, let base64?):
      guard let bytes = Base64.strictlyDecoded(try string(base64, "bytes_b64")) else {
        throw Trouble(.input, "\"bytes_b64\" is not base64")
      }
      return bytes
    case (nil, nil): throw Trouble(.input, "neither \"text\" nor \"bytes_b64\" is given")
    default: throw Trouble(.input, "\"text\" and \"bytes_b64\" are both given", remedy: "Give one of them")
    }
  }

  /// The text of a member, the first of its name; nil when there is none or it is no string.
  func text(_ name: [UInt8]) throws(Trouble) -> [UInt8]? {
    guard let string = members.first(where: { $0.key == name })?.string else { return nil }
    return try scanner.decoded(string)
  }

  /// The numbers of the line's `"ids"`.
  func ids() throws(Trouble) -> [UInt32] {
    guard let member = try member("ids") else { throw Trouble(.input, "\"ids\" is not given") }
    var list = JSONScanner(scanner.bytes, member.value)
    var ids: [UInt32] = []
    guard list.take(UInt8(ascii: "[")) else { throw Trouble(.input, "\"ids\" is not a list") }
    if list.take(UInt8(ascii: "]")) { return ids }
    repeat {
      do throws(Trouble) { ids.append(try list.wholeNumber()) } catch {
        throw Trouble(.input, "\"ids\" holds something that is not a whole number from 0 to \(UInt32.max)")
      }
    } while list.take(UInt8(ascii: ","))
    guard list.take(UInt8(ascii: "]")) else {
      throw Trouble(.input, "\"ids\" holds something that is not a whole number")
    }
    return ids
  }

  /// Appends `{` and all members but those named, unchanged and in order, with a comma behind each.
  func open(without names: [StaticString], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "{"))
    for member in members where !names.contains(where: { Self.equal(member.key, $0) }) {
      out.append(contentsOf: scanner.bytes[member.range])
      out.append(UInt8(ascii: ","))
    }
  }

  private func string(_ member: Member, _ name: StaticString) throws(Trouble) -> [UInt8] {
    guard let string = member.string else { throw Trouble(.input, "\"\(name)\" is not a string") }
    return try scanner.decoded(string)
  }

  private static func equal(_ key: [UInt8], _ name: StaticString) -> Bool {
    guard key.count == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { buffer in
      for i in key.indices where unsafe key[i] != buffer[i] { return false }
      return true
    }
  }
}
