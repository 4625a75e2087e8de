import Basics
import Tokens

/// The plain form.
extension WordCountsFile {
  func lines() -> [UInt8] {
    var out = Array("#tessera-counts\t\(Self.version)\n#pattern\t".utf8)
    CountsEscapes.append(Array(rules.cut.text.utf8)[...], to: &out)
    out += "\n#normalization\t\(rules.normalization.rawValue)\n#lines\t\(rules.isByLine)\n".utf8
    out += "#words\t\(words.count)\n".utf8
    for word in order {
      out += "\(words.count(of: word))\t".utf8
      CountsEscapes.append(words.word(word), to: &out)
      out.append(10)
    }
    return out
  }

  static func fromLines(_ bytes: [UInt8], file: String, _ ticket: Ticket) throws(Trouble) -> WordCountsFile {
    var reader = LineReader(bytes, file: file)
    guard try reader.setting("tessera-counts") == "\(version)" else {
      throw reader.trouble("this is not a file of counts, version \(version)")
    }
    let (pattern, normalization) = (try reader.setting("pattern"), try reader.setting("normalization"))
    let isByLine = try reader.setting("lines") == "true"
    guard let rules = WordRules(pattern: pattern, normalization: normalization, isByLine: isByLine) else {
      throw reader.trouble("these settings do not go together")
    }
    let announced = Int(try reader.setting("words"))
    var words = WordCounts()
    var word: [UInt8] = []
    while let count = try reader.word(&word) {
      if words.count & 0xFFF == 0 { try ticket.step(0) }
      words.add(word.span, 0..<word.count, times: count)
    }
    guard announced == words.count else {
      throw reader.trouble(
        "\(words.count) different words, but the file announces \(announced ?? 0)",
        remedy: "The file was cut off or changed: make it again")
    }
    return WordCountsFile(rules: rules, words: words)
  }
}

/// Takes a file of counts line by line.
private struct LineReader {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 0

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  func trouble(_ what: String, remedy: String = "") -> Trouble {
    Trouble(.input, at: .line(file: file, number: max(1, line)), what, remedy: remedy)
  }

  /// The next line without its end, nil at the end of the file.
  private mutating func next() -> Range<Int>? {
    guard position < bytes.count else { return nil }
    line += 1
    let start = position
    while position < bytes.count && bytes[position] != 10 { position += 1 }
    defer { position += 1 }
    return start..<position
  }

  mutating func setting(_ name: String) throws(Trouble) -> String {
    let start = Array("#\(name)\t".utf8)
    guard let range = next(), bytes[range].starts(with: start) else {
      throw trouble("#\(name) and a tab expected")
    }
    var text: [UInt8] = []
    guard CountsEscapes.undo(bytes[range].dropFirst(start.count), into: &text) else {
      throw trouble("an escape is not understood")
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The next word and its count.
  mutating func word(_ word: inout [UInt8]) throws(Trouble) -> Int? {
    guard let range = next() else { return nil }
    word.removeAll(keepingCapacity: true)
    guard let tab = bytes[range].firstIndex(of: 9), tab + 1 < range.upperBound,
      let count = Int(String(decoding: bytes[range.lowerBound..<tab], as: UTF8.self)), count > 0
    else { throw trouble("a count above zero, a tab and a word expected") }
    guard CountsEscapes.undo(bytes[tab + 1..<range.upperBound], into: &word) else {
      throw trouble("an escape is not understood")
    }
    return count
  }
}

/// Bytes written as a line of text and back.
enum CountsEscapes {
  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  static func append(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
    var place = text.startIndex
    while place < text.endIndex {
      let length = characterLength(text, place)
      switch text[place] {
      case 9: out += "\\t".utf8
      case 10: out += "\\n".utf8
      case 13: out += "\\r".utf8
      case 0x5C: out += "\\\\".utf8
      case let byte where byte < 0x20 || byte == 0x7F || length == 0:
        out += "\\x".utf8
        out += [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      default: out += text[place..<place + length]
      }
      place += max(1, length)
    }
  }

  /// The length of the character at a place, 0 when there is none.
  private static func characterLength(_ text: ArraySlice<UInt8>, _ place: Int) -> Int {
    let first = text[place]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 1 else { return 1 }
    guard place + length <= text.endIndex else { return 0 }
    return UTF8Text.isValid(Array(text[place..<place + length]).span) ? length : 0
  }

  /// False when an escape is not one of ours.
  static func undo(_ text: ArraySlice<UInt8>, into out: inout [UInt8]) -> Bool {
    var place = text.startIndex
    while place < text.endIndex {
      let byte = text[place]
      place += 1
      guard byte == 0x5C else {
        out.append(byte)
        continue
      }
      guard place < text.endIndex else { return false }
      switch text[place] {
      case UInt8(ascii: "t"): out.append(9)
      case UInt8(ascii: "n"): out.append(10)
      case UInt8(ascii: "r"): out.append(13)
      case 0x5C: out.append(0x5C)
      case UInt8(ascii: "x"):
        guard place + 2 < text.endIndex, let high = hexDigits.firstIndex(of: text[place + 1]),
          let low = hexDigits.firstIndex(of: text[place + 2])
        else { return false }
        out.append(UInt8(high << 4 | low))
        place += 2
      default: return false
      }
      place += 1
    }
    return true
  }
}
