/// Looks over a TOML text before it goes to the parser, which ends the whole program on some of what people mistype.
///
/// The parser (toml++ behind TOMLKit) asserts that a table header begins with the name of a table and that an array is
/// not ended by a brace, so `[!x]` and `a = [}` are aborts, and it puts no limit on names joined by dots. What passes here is not yet TOML; what the
/// parser then refuses, it refuses as an error.
package struct TOMLGuard {
  /// Brackets inside brackets, and names joined by dots.
  private static let depthLimit = 64

  private let bytes: [UInt8]
  private let file: String
  private var at = 0
  private var line = 1
  private var depth = 0
  /// One bit for each open bracket, the innermost lowest: 1 for a brace.
  private var braces: UInt64 = 0
  private var names = 0
  private var isLineStart = true
  private var isHeader = false

  /// Throws when the text must not reach the parser; the trouble names the line.
  package static func check(_ text: String, file: String) throws(Trouble) {
    var scan = TOMLGuard(bytes: Array(text.utf8), file: file)
    while scan.at < scan.bytes.count { try scan.step() }
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private mutating func step() throws(Trouble) {
    let byte = bytes[at]
    at += 1
    switch byte {
    case 0: throw trouble("this is not a text file")
    case UInt8(ascii: "\n"): newLine()
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): return
    case UInt8(ascii: "#"): while at < bytes.count && bytes[at] != UInt8(ascii: "\n") { at += 1 }
    case UInt8(ascii: "["), UInt8(ascii: "{"): try open(byte)
    case UInt8(ascii: "]"), UInt8(ascii: "}"): try close(byte)
    case UInt8(ascii: "="), UInt8(ascii: ","): names = 0
    case UInt8(ascii: "."):
      names += 1
      if names > Self.depthLimit { throw trouble("too many names are joined by dots") }
    case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
    default: break
    }
    if byte != UInt8(ascii: "\n") { isLineStart = false }
  }

  private mutating func newLine() {
    line += 1
    names = 0
    isHeader = false
    isLineStart = depth == 0
  }

  private mutating func open(_ bracket: UInt8) throws(Trouble) {
    if isLineStart && bracket == UInt8(ascii: "[") {
      isHeader = true
      var next = at
      if next < bytes.count && bytes[next] == bracket { next += 1 }
      while next < bytes.count && (bytes[next] == 0x20 || bytes[next] == 0x09) { next += 1 }
      guard next < bytes.count, Self.canBeginName(bytes[next]) else {
        throw trouble("[ is not followed by the name of a table")
      }
      at = next
      return
    }
    depth += 1
    braces = braces << 1 | (bracket == UInt8(ascii: "{") ? 1 : 0)
    if depth > Self.depthLimit { throw trouble("too many brackets inside one another") }
  }

  private mutating func close(_ bracket: UInt8) throws(Trouble) {
    if isHeader || depth == 0 { return }
    guard (braces & 1 == 1) == (bracket == UInt8(ascii: "}")) else {
      throw trouble("a bracket is closed by one of another kind")
    }
    braces >>= 1
    depth -= 1
  }

  private static func canBeginName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), UInt8(ascii: "]"):
      true
    default: false
    }
  }

  /// Goes behind a string of one line or of several; the parser tells when it has no end.
  private mutating func skipString(_ quote: UInt8) {
    let isLong = at + 1 < bytes.count && bytes[at] == quote && bytes[at + 1] == quote
    if isLong { at += 2 }
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: "\n") {
        if !isLong {
          at -= 1
          return
        }
        line += 1
      } else if byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") && at < bytes.count {
        if bytes[at] != UInt8(ascii: "\n") { at += 1 }
      } else if byte == quote {
        if !isLong { return }
        if at + 1 < bytes.count && bytes[at] == quote && bytes[at + 1] == quote {
          at += 2
          while at < bytes.count && bytes[at] == quote { at += 1 }
          return
        }
      }
    }
  }

  private func trouble(_ what: String) -> Trouble {
    Trouble(.input, at: .line(file: file, number: line), "not TOML: \(what)", remedy: "Correct the line")
  }
}
