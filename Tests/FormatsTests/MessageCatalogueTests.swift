import Basics
import Formats
import Foundation
import Testing

struct MessageCatalogueTests {
  private static let pairs = [
    ("", "Language: de\nContent-Type: text/plain; charset=UTF-8\n"), ("Open", "Öffnen"),
    ("menu\u{4}File", "Datei"),
    ("%d file\0%d files", "%d Datei\0%d Dateien"), ("untranslated", ""),
  ]

  /// A compiled catalogue of these messages.
  private static func compiled(_ pairs: [(String, [UInt8])], isLittle: Bool) -> [UInt8] {
    func word(_ number: Int) -> [UInt8] {
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
      return isLittle ? bytes : bytes.reversed()
    }
    let tables = 28 + pairs.count * 16
    var (texts, originals, translations): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    for (original, translation) in pairs {
      for (bytes, isFirst) in [(Array(original.utf8), true), (translation, false)] {
        let entry = word(bytes.count) + word(tables + texts.count)
        if isFirst { originals += entry } else { translations += entry }
        texts += bytes + [0]
      }
    }
    let head =
      word(0x9504_12DE) + word(0) + word(pairs.count) + word(28) + word(28 + pairs.count * 8) + word(0)
      + word(0)
    return head + originals + translations + texts
  }

  private func read(_ bytes: [UInt8], _ ending: String = "mo") throws -> MessageCatalogue {
    let path = NSTemporaryDirectory() + "/catalogue-\(UInt64.random(in: 0 ... .max)).\(ending)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try MessageCatalogue(path: path)
  }

  private func texts(_ catalogue: MessageCatalogue) -> [[String]] {
    catalogue.messages.map {
      [String(decoding: $0.original, as: UTF8.self), String(decoding: $0.translation, as: UTF8.self)]
    }
  }

  @Test(arguments: [true, false]) func `a compiled catalogue is read in both byte orders`(isLittle: Bool)
    throws
  {
    let catalogue = try read(Self.compiled(Self.pairs.map { ($0, Array($1.utf8)) }, isLittle: isLittle))
    #expect(catalogue.language == "de")
    #expect(texts(catalogue) == [["Open", "Öffnen"], ["File", "Datei"], ["%d file", "%d Datei"]])
  }

  @Test func `texts in another encoding become UTF-8`() throws {
    let header = "Content-Type: text/plain; charset=ISO-8859-1\n"
    let bytes = Self.compiled(
      [("", Array(header.utf8)), ("Open", [0xD6, 0x66, 0x66, 0x6E, 0x65, 0x6E])], isLittle: true)
    #expect(try texts(read(bytes)) == [["Open", "Öffnen"]])
  }

  @Test func `a plain catalogue is read without fuzzy and obsolete messages`() throws {
    let text = """
      # a comment
      msgid ""
      msgstr ""
      "Language: tr\\n"
      "Content-Type: text/plain; charset=UTF-8\\n"

      #: file.c:1
      msgctxt "menu"
      msgid "Open"
      msgstr "Aç"

      #, fuzzy, c-format
      msgid "Close %s"
      msgstr "Kapat?"

      msgid ""
      "two "
      "lines\\n"
      msgstr "iki \\"satır\\"\\n"

      msgid "one"
      msgid_plural "many"
      msgstr[0] "bir"
      msgstr[1] "çok"

      #~ msgid "old"
      #~ msgstr "eski"
      """
    let catalogue = try read(Array(text.utf8), "po")
    #expect(catalogue.language == "tr")
    #expect(texts(catalogue) == [["Open", "Aç"], ["two lines\n", "iki \"satır\"\n"], ["one", "bir"]])
  }

  @Test func `every prefix and every changed byte is read or refused with its place`() throws {
    let good = Self.compiled(Self.pairs.map { ($0, Array($1.utf8)) }, isLittle: true)
    for count in 0..<good.count {
      do { _ = try read(Array(good.prefix(count))) } catch let trouble as Trouble {
        #expect(trouble.description.contains("catalogue-"))
      }
    }
    for place in good.indices {
      var bytes = good
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        bytes[place] = good[place] ^ change
        _ = try? read(bytes)
      }
    }
  }

  @Test func `a file that is no catalogue is refused`() {
    #expect {
      try read(Array(repeating: 0x41, count: 64))
    } throws: {
      ($0 as? Trouble)?.what == "this is no message catalogue"
    }
    #expect(throws: Trouble.self) { try read(Array("msgid \"a".utf8), "po") }
  }
}
