import Basics
import Glibc

/// Messages and their translations: a real parallel text that any Linux system has.
package struct MessageCatalogue: Sendable, Equatable {
  /// A message in the language of the program, and in another.
  package struct Message: Sendable, Equatable {
    package var original: [UInt8]
    package var translation: [UInt8]
  }

  /// Translated messages, in file order; without the header, and of plurals the first form.
  package var messages: [Message]
  /// As the header says it; empty when it does not.
  package var language: String

  /// Reads a compiled (`.mo`) or plain (`.po`) catalogue of at most 256 MB, whose texts become UTF-8. Throws when it is
  /// neither, damaged, or in an encoding that cannot be read. Source: the GNU gettext manual, "The Format of GNU MO Files".
  package init(path: String) throws(Trouble) {
    let bytes = try Files.read(path, limit: 256 << 20)
    self =
      path.hasSuffix(".po")
      ? try PortableObject(bytes, path).catalogue : try MachineObject(bytes, path).catalogue
  }

  /// From raw pairs, the header (whose original is empty) among them.
  init(_ pairs: [(original: [UInt8], translation: [UInt8])], _ path: String) throws(Trouble) {
    let header =
      pairs.first { $0.original.isEmpty }.map { String(decoding: $0.translation, as: UTF8.self) } ?? ""
    language = Self.field("language", in: header)
    let declared = Self.field("charset", in: header)
    let charset = declared.isEmpty || declared == "CHARSET" ? "UTF-8" : declared
    let decoder = try CharacterDecoder(charset, path)
    messages = []
    for pair in pairs where !pair.original.isEmpty && !pair.translation.isEmpty {
      // Before 0x04 stands a context; behind NUL stand other plural forms.
      let original = pair.original.split(separator: 4, omittingEmptySubsequences: false).last ?? []
      let message = Message(
        original: try decoder.decode(Array(original.prefix { $0 != 0 })),
        translation: try decoder.decode(Array(pair.translation.prefix { $0 != 0 })))
      if !message.original.isEmpty && !message.translation.isEmpty { messages.append(message) }
    }
  }

  /// A value of the header: `Language: de\n`, `… charset=UTF-8`.
  private static func field(_ name: String, in header: String) -> String {
    for line in header.split(separator: "\n") {
      let lower = line.lowercased()
      if name == "charset", let sign = line.firstRange(of: "charset=") {
        return String(line[sign.upperBound...].prefix { !$0.isWhitespace })
      }
      if lower.hasPrefix(name + ":") {
        return String(line.dropFirst(name.count + 1).drop { $0 == " " }.prefix { !$0.isWhitespace })
      }
    }
    return ""
  }
}

/// A compiled catalogue: two tables of lengths and places, in the byte order of the machine that made it.
private struct MachineObject {
  let catalogue: MessageCatalogue

  init(_ bytes: [UInt8], _ path: String) throws(Trouble) {
    func refused(_ what: String, _ offset: Int) -> Trouble {
      Trouble(
        .input, at: .byte(file: path, offset: offset), what,
        remedy: "Give a .mo file made by msgfmt, or the .po file")
    }
    guard bytes.count >= 28 else { throw refused("this is too short for a message catalogue", 0) }
    let isLittle = bytes.starts(with: [0xDE, 0x12, 0x04, 0x95])
    guard isLittle || bytes.starts(with: [0x95, 0x04, 0x12, 0xDE]) else {
      throw refused("this is no message catalogue", 0)
    }
    func word(_ offset: Int) throws(Trouble) -> Int {
      guard offset >= 0, offset + 4 <= bytes.count else {
        throw refused("the catalogue ends inside a table", bytes.count)
      }
      let part = bytes[offset..<offset + 4]
      return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }
    func text(_ table: Int, _ index: Int) throws(Trouble) -> [UInt8] {
      let (length, place) = (try word(table + index * 8), try word(table + index * 8 + 4))
      guard place + length <= bytes.count else {
        throw refused("message \(index) lies outside the file", table + index * 8)
      }
      return Array(bytes[place..<place + length])
    }
    let (count, originals, translations) = (try word(8), try word(12), try word(16))
    guard count <= bytes.count / 16 else {
      throw refused("\(count) messages do not fit a file of \(bytes.count) bytes", 8)
    }
    var pairs: [(original: [UInt8], translation: [UInt8])] = []
    var total = 0
    for index in 0..<count {
      let pair = (original: try text(originals, index), translation: try text(translations, index))
      total += pair.original.count + pair.translation.count
      // Tables may point to the same bytes again and again.
      guard total <= 4 * bytes.count else { throw refused("the messages overlap", originals + index * 8) }
      pairs.append(pair)
    }
    catalogue = try MessageCatalogue(pairs, path)
  }
}

/// A catalogue as people write it. Fuzzy and obsolete messages are left out.
private struct PortableObject {
  private(set) var catalogue: MessageCatalogue

  init(_ bytes: [UInt8], _ path: String) throws(Trouble) {
    var pairs: [(original: [UInt8], translation: [UInt8])] = []
    var entry: (original: [UInt8], translation: [UInt8]) = ([], [])
    var (target, isFuzzy, isNextFuzzy) = (Target.none, false, false)
    func finish() {
      if target != .none && (!isFuzzy || entry.original.isEmpty) { pairs.append(entry) }
    }
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = line.drop { $0 == 0x20 || $0 == 0x09 }
      if text.first == UInt8(ascii: "#") {
        if text.starts(with: "#,".utf8) && Self.holds(text, "fuzzy") { isNextFuzzy = true }
        continue
      }
      let word = String(decoding: text.prefix { $0 != 0x20 && $0 != 0x22 && $0 != 0x09 }, as: UTF8.self)
      if word == "msgctxt" || (word == "msgid" && target != .context) {
        finish()
        (entry, isFuzzy, isNextFuzzy) = (([], []), isNextFuzzy, false)
      }
      target = Self.targets[word] ?? (word.isEmpty ? target : .other)
      guard let quote = text.firstIndex(of: 0x22) else { continue }
      let part = try Self.unquoted(text[quote...], path, line: number + 1)
      if target == .original { entry.original += part }
      if target == .translation { entry.translation += part }
    }
    finish()
    guard !pairs.isEmpty else {
      throw Trouble(.input, at: .file(path), "there is not one message", remedy: "Give a .po or .mo file")
    }
    catalogue = try MessageCatalogue(pairs, path)
  }

  /// Where quoted text belongs.
  private enum Target { case none, context, original, translation, other }

  private static let targets: [String: Target] = [
    "msgctxt": .context, "msgid": .original, "msgstr": .translation, "msgstr[0]": .translation,
  ]

  private static func holds(_ line: ArraySlice<UInt8>, _ word: String) -> Bool {
    String(decoding: line, as: UTF8.self).split { $0 == "," || $0 == " " || $0 == "#" }.contains {
      $0 == word
    }
  }

  /// The text between quotes with C's escapes undone.
  private static func unquoted(_ text: ArraySlice<UInt8>, _ path: String, line: Int) throws(Trouble)
    -> [UInt8]
  {
    var result: [UInt8] = []
    var index = text.startIndex + 1
    while index < text.endIndex {
      switch text[index] {
      case 0x22: return result
      case 0x5C where index + 1 < text.endIndex:
        index += 1
        let escape: [UInt8: UInt8] = [0x6E: 10, 0x74: 9, 0x72: 13, 0x61: 7, 0x62: 8, 0x66: 12, 0x76: 11]
        result.append(escape[text[index]] ?? text[index])
      default: result.append(text[index])
      }
      index += 1
    }
    throw Trouble(
      .input, at: .line(file: path, number: line), "a quoted text has no end",
      remedy: "Close it with a quotation mark")
  }
}

/// Text of some encoding made UTF-8 by the C library.
private struct CharacterDecoder {
  private let charset: String
  private let path: String

  init(_ charset: String, _ path: String) throws(Trouble) {
    self.charset = charset.uppercased()
    self.path = path
    if isUTF8 { return }
    guard let handle = unsafe Self.open(charset) else {
      throw Trouble(
        .input, at: .file(path), "its texts are in “\(charset)”, an encoding that this system does not know",
        remedy: "Convert the catalogue to UTF-8 with msgconv")
    }
    unsafe iconv_close(handle)
  }

  private var isUTF8: Bool { ["UTF-8", "UTF8", "ASCII", "US-ASCII"].contains(charset) }

  private static func open(_ charset: String) -> iconv_t? {
    let handle = unsafe iconv_open("UTF-8", charset)
    return unsafe handle == iconv_t(bitPattern: -1) ? nil : handle
  }

  /// Bytes that are none in the encoding are left out.
  func decode(_ bytes: [UInt8]) throws(Trouble) -> [UInt8] {
    if isUTF8 || bytes.allSatisfy({ $0 < 0x80 }) { return bytes }
    guard let handle = unsafe Self.open(charset) else { return bytes }
    defer { unsafe iconv_close(handle) }
    var source = bytes.map(CChar.init(bitPattern:))
    var output = [CChar](repeating: 0, count: bytes.count * 4 + 16)
    var left = source.count
    var room = output.count
    unsafe source.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { out in
        var from = input.baseAddress
        var to = out.baseAddress
        // Stops at a byte that is none, which is stepped over.
        while left > 0 {
          _ = unsafe iconv(handle, &from, &left, &to, &room)
          guard left > 0, let place = unsafe from else { break }
          unsafe from = place + 1
          left -= 1
        }
      }
    }
    return output.prefix(output.count - room).map(UInt8.init(bitPattern:))
  }
}
