import Foundation
import Testing

@Suite struct DecodeTests {
  @Test func `ids come from arguments, standard input and files`() throws {
    let folder = try TemporaryFolder()
    #expect(try tessera("decode", "-t", "bytes", "72", "105").text == "Hi")
    #expect(try tessera("decode", "-t", "bytes", input: "[72, 105]\n").text == "Hi")
    #expect(try tessera("decode", "-t", "bytes", folder.file("ids", "72\n105")).text == "Hi")
    #expect(try tessera("decode", "-t", "bytes", "255", "0").out == [255, 0])
  }

  @Test func `an unknown id is named`() throws {
    let ran = try tessera("decode", "-t", "bytes", "72", "999")
    #expect(ran.code == 3)
    #expect(ran.err.hasPrefix("tessera: id 999 is not in the vocabulary of bytes."))
  }

  @Test func `JSON lines are decoded`() throws {
    let ran = try tessera(
      "decode", "-t", "bytes", "--jsonl", input: "{\"k\":[],\"ids\":[195]}\n{\"ids\":[300]}\n")
    #expect(ran.lines[0] == "{\"k\":[],\"bytes_b64\":\"ww==\",\"text\":\"\u{FFFD}\"}")
    #expect(ran.code == 3)
  }

  @Test func `encoding and decoding gives the bytes back`() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    let ids = try tessera("encode", "-t", "bytes", "--format", "ids", bytes: bytes)
    #expect(try tessera("decode", "-t", "bytes", input: ids.text).out == bytes)
  }
}

@Suite struct CountTests {
  @Test func `folders are summed, ignore files respected, binary files passed over`() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [
      (".gitignore", "*.log\n"), ("a.txt", "aaaa"), ("b.log", "bbbbb"), ("sub/c.txt", "cc"),
      ("d.bin", "\u{0}"),
    ] {
      _ = try folder.file(name, text)
    }
    let ran = try tessera("count", "-t", "bytes", "--format", "json", "--sort", "bytes", folder.path)
    #expect(ran.code == 0)
    let json = try #require(JSONSerialization.jsonObject(with: Data(ran.out)) as? [String: Any])
    let figures = try #require(json["figures"] as? [[String: Any]])
    let total = try #require((figures[0]["rows"] as? [[String: Any]])?.first)
    #expect(total["tokens"] as? Int == 12)
    #expect(total["files"] as? Int == 3)
    let paths = (figures[1]["rows"] as? [[String: Any]])?.compactMap { $0["path"] as? String } ?? []
    #expect(
      paths.map { $0.dropFirst(folder.path.count) } == ["/", "/.gitignore", "/a.txt", "/sub/", "/sub/c.txt"])
    #expect((figures[0]["footnotes"] as? [String])?.contains { $0.contains("1 binary files") } == true)
  }

  @Test func `two tokenizers stand side by side, standard input counts`() throws {
    let ran = try tessera("count", "-t", "bytes", "-t", "scalars", "--format", "csv", "-", input: "é")
    #expect(ran.lines == ["path,kind,depth,bytes,tokens_bytes,tokens_scalars", "-,file,0,2,2,1"])
  }

  @Test func `what is missing is told, the rest is counted`() throws {
    let folder = try TemporaryFolder()
    let ran = try tessera("count", "-t", "bytes", folder.file("a", "aa"), folder.path + "/no")
    #expect(ran.code == 3)
    #expect(ran.err.contains("/no: no such file"))
    #expect(ran.text.contains("Total"))
  }

  @Test func `no progress is written when nobody watches`() throws {
    #expect(try tessera("count", "-t", "bytes", input: String(repeating: "x", count: 3_000_000)).err.isEmpty)
  }
}

@Suite struct LookingTests {
  @Test func `a token is inspected by id and by text`() throws {
    let byID = try tessera("inspect", "-t", "bytes", "65")
    #expect(byID.text.contains("LATIN CAPITAL LETTER A"))
    let byText = try tessera("inspect", "-t", "bytes", "--text", "65")
    #expect(byText.text.contains("DIGIT SIX") && byText.text.contains("DIGIT FIVE"))
    #expect(try tessera("inspect", "-t", "bytes", "70000").code == 3)
  }

  @Test func `a vocabulary is searched`() throws {
    let found = try tessera("vocab", "-t", "bytes", "--search", "0x41", "--format", "csv")
    #expect(found.lines.count == 2 && found.lines[1].hasPrefix("65,41,41,1,"))
    #expect(try tessera("vocab", "-t", "bytes", "--search", "#999").code == 1)
    #expect(try tessera("vocab", "-t", "bytes", "--limit", "3", "--format", "csv").lines.count == 4)
    #expect(try tessera("vocab", "-t", "bytes", "--limit", "-3").code == 2)
  }
}
