import Foundation
import Testing

@Suite struct EncodeTests {
  @Test(arguments: [
    ("ids", "72 195 169 10\n"), ("json", "{\"version\":1,\"tokenizer\":\"bytes\",\"ids\":[72,195,169,10]}\n"),
    ("text", "│H│\\xc3│\\xa9│↵│\n"),
  ])
  func `standard input is encoded`(_ format: String, _ expected: String) throws {
    let ran = try tessera("encode", "-t", "bytes", "--format", format, input: "Hé\n")
    #expect(ran.text == expected)
    #expect(ran.code == 0 && ran.err.isEmpty)
  }

  @Test(arguments: ["text", "ids", "json", "jsonl", "html", "md", "csv", "svg"])
  func `every format takes a file, spans, and nothing at all`(_ format: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("a.txt", "one two\n")
    #expect(try tessera("encode", "-t", "bytes", file, "--format", format, "--spans").code == 0)
    #expect(try tessera("encode", "-t", "bytes", "--format", format).code == 0)
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/share/doc/librsvg2-2"),
      "needs the Debian package librsvg2-2"))
  func `a PNG of a text and of a table goes into a file`() throws {
    for ran in [
      try tessera("encode", "-t", "bytes", "--format", "png", input: "Hé\n"),
      try tessera("tokenizers", "--format", "png"),
    ] {
      #expect(ran.code == 0 && ran.err.isEmpty)
      #expect(ran.out.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    }
  }

  @Test func `a large text comes in the same ids as it would in one piece`() throws {
    let text = String(repeating: "some words and more\n", count: 200_000)
    let ran = try tessera("encode", "-t", "bytes", "--format", "ids", input: text)
    #expect(ran.text == text.utf8.map { "\($0)" }.joined(separator: " ") + "\n")
  }

  @Test func `spans of a large text count from its start`() throws {
    let count = 3 << 20
    let ran = try tessera(
      "encode", "-t", "bytes", "--format", "csv", "--spans", bytes: Array(repeating: 0x20, count: count))
    #expect(ran.lines.last == "32,\(count - 1),\(count),0,\" \",20")
    #expect(ran.lines.count == count + 1)
  }

  @Test func `JSON lines go in and out, bad ones are named and end in code 3`() throws {
    let ran = try tessera(
      "encode", "-t", "bytes", "--jsonl", "--spans",
      input: "{\"text\":\"é\",\"n\":1}\nno\n{\"bytes_b64\":\"/w==\"}\n")
    #expect(ran.code == 3)
    #expect(ran.err == "tessera: standard input, line 2: byte 1: ‘{’ expected.\n")
    #expect(ran.lines.count == 3)
    #expect(ran.lines[0] == "{\"n\":1,\"ids\":[195,169],\"spans\":[[0,1],[1,2]]}")
    #expect(ran.lines[2] == "{\"ids\":[255],\"spans\":[[0,1]]}")
  }

  @Test func `a hundred thousand lines keep their order`() throws {
    let lines = (0..<100_000).map { "{\"id\":\($0),\"text\":\"line \($0)\"}" }
    let ran = try tessera("encode", "-t", "bytes", "--jsonl", input: lines.joined(separator: "\n"))
    #expect(ran.code == 0)
    #expect(ran.lines.count == 100_000)
    let first = ran.lines.enumerated().first { !$0.element.hasPrefix("{\"id\":\($0.offset),") }
    #expect(first == nil)
  }

  @Test func `a line longer than any line may be is named, and the next one is encoded`() throws {
    let ran = try shell(
      "(head -c 110000000 /dev/zero | tr '\\0' x; printf '\\n{\"text\":\"a\"}\\n') | \"$0\" encode -t bytes --jsonl"
    )
    #expect(ran.code == 3)
    #expect(ran.err.contains("standard input, line 1: the line is longer than 97 MiB"))
    #expect(ran.lines.last == "{\"ids\":[97]}")
  }

  @Test func `answers come while the input is still open`() throws {
    let ran = try shell(
      """
      mkfifo "$HOME/in" "$HOME/out"; (timeout 60 "$0" encode -t bytes --jsonl <"$HOME/in" >"$HOME/out" &)
      exec 3>"$HOME/in" 4<"$HOME/out"; echo '{"text":"a"}' >&3; read -r line <&4; echo "$line"; exec 3>&-
      """)
    #expect(ran.text == "{\"ids\":[97]}\n")
  }

  @Test func `a reader that goes away ends it quietly`() throws {
    let ran = try shell("head -c 5000000 /dev/zero | \"$0\" encode -t bytes --format csv | head -n 1")
    #expect(ran.text == "id,start,end,special,text,bytes_hex\n")
    #expect(ran.err.isEmpty)
  }

  @Test func `a full disk is told`() throws {
    let ran = try shell("echo x | \"$0\" encode -t bytes >/dev/full")
    #expect(ran.code == 3)
    #expect(ran.err.contains("cannot be written: no space left on device"))
  }

  @Test func `what cannot be read is refused with its name`() throws {
    let missing = try tessera("encode", "-t", "bytes", "/nowhere/x")
    #expect(missing.code == 3)
    #expect(
      missing.err == "tessera: /nowhere/x: no such file or directory. Check the spelling of the path.\n")
    let folder = try tessera("encode", "-t", "bytes", "/")
    #expect(folder.code == 3)
    #expect(folder.err == "tessera: /: this is a folder. Name a file inside it.\n")
  }

  @Test func `an unknown tokenizer is a usage error`() throws {
    let ran = try tessera("encode", "-t", "nothing-of-this-name", input: "x")
    #expect(ran.code == 2)
    #expect(ran.err.contains("nothing-of-this-name"))
    #expect(ran.out.isEmpty)
  }
}
