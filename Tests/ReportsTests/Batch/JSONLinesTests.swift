import Basics
import Testing
import Tokens

@testable import Workbench

@Suite struct JSONLinesTests {
  private func done(_ lines: String, spans: Bool = false) -> JSONLines.Result {
    let work = JSONLines(.encode(EncodeOptions(), spans: spans), ToyTokenizer(), name: "in.jsonl")
    return work.done(.lines(Array(lines.utf8), first: 1))
  }

  private func text(_ lines: String, spans: Bool = false) -> String {
    String(decoding: done(lines, spans: spans).bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (#"{"text":"ab c"}"#, #"{"ids":[256,32,99]}"#),
    (#" { "text" : "x" } "#, #"{"ids":[120]}"#),
    (#"{"text":""}"#, #"{"ids":[]}"#),
    (#"{"bytes_b64":"/wA="}"#, #"{"ids":[255,0]}"#),
    (
      #"{"id": 7, "text":"x", "meta":{"a":[1,2,{"b":null}],"c":-1.5e+3}}"#,
      #"{"id": 7,"meta":{"a":[1,2,{"b":null}],"c":-1.5e+3},"ids":[120]}"#
    ),
    (#"{"text":"\u0041\u00e9\ud83d\ude00\n\/\u0000"}"#, #"{"ids":[65,195,169,240,159,152,128,10,47,0]}"#),
    (#"{"te\u0078t":"x"}"#, #"{"ids":[120]}"#),
    (#"{"text":"x","ids":[9],"error":"old"}"#, #"{"ids":[120]}"#),
  ])
  func `a good line gives its ids and passes its other fields on`(_ line: String, _ expected: String) {
    #expect(text(line) == expected + "\n")
    #expect(done(line).troubles.isEmpty)
  }

  @Test func `spans are byte pairs into the original`() {
    #expect(
      text(#"{"text":"éab","spans":1}"#, spans: true)
        == "{\"ids\":[195,169,256],\"spans\":[[0,1],[1,2],[2,4]]}\n")
    #expect(text(#"{"text":"a","spans":1}"#) == "{\"spans\":1,\"ids\":[97]}\n")
  }

  @Test(arguments: [
    ("", "‘{’ expected, the line ends"), ("[1]", "‘{’ expected"),
    ("{\"text\":\"x\"", "‘}’ expected, the line ends"),
    ("{\"text\":\"x\"}}", "something stands behind the object"), ("{\"text\":1}", "\"text\" is not a string"),
    ("{}", "neither \"text\" nor \"bytes_b64\" is given"),
    ("{\"text\":\"\",\"bytes_b64\":\"\"}", "\"text\" and \"bytes_b64\" are both given"),
    ("{\"text\":\"\",\"text\":\"\"}", "\"text\" is given twice"),
    ("{\"bytes_b64\":\"!\"}", "\"bytes_b64\" is not base64"),
    ("{\"text\":\"\\ud800\"}", "\\ud800 is half of a surrogate pair"),
    ("{\"text\":\"\\udc00\\ud800\"}", "\\udc00 is half of a surrogate pair"),
    ("{\"text\":\"\\x\"}", "must be followed by"), ("{\"text\":\"\\u12g4\"}", "four hexadecimal digits"),
    ("{\"text\":\"a\u{0}b\"}", "write it as \\u0000"), ("{\"text\":\"x\",}", "a name in quotes expected"),
    ("{\"a\":01,\"text\":\"x\"}", "a value expected"),
    ("{\"a\":{\"b\":},\"text\":\"x\"}", "a value expected"),
    ("{\"a\":[1,],\"text\":\"x\"}", "a value expected"), ("{\"a\":nul,\"text\":\"x\"}", "a value expected"),
    ("{\"a\":[1}, \"text\":\"x\"}", "‘,’ expected"), ("{\"text\":\"", "the string does not end"),
    ("{\"text\":\"\\", "the string does not end"), ("{\"a\":1.,\"text\":\"\"}", "a digit expected"),
  ])
  func `a bad line is reported and does not stop the rest`(_ line: String, _ what: String) {
    let result = done("{\"text\":\"x\"}\n" + (line.isEmpty ? "x" : line) + "\n{\"text\":\"y\"}\n")
    let lines = String(decoding: result.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first == "{\"ids\":[120]}" && lines.last == "{\"ids\":[121]}")
    #expect(lines[1].contains("\"error\":"))
    #expect(result.troubles.count == 1)
    #expect(result.troubles.first?.place == .line(file: "in.jsonl", number: 2))
    #expect(line.isEmpty || result.troubles.first?.what.contains(what) == true, "\(result.troubles)")
  }

  @Test func `bytes that are not UTF-8 are refused inside a JSON string`() {
    let work = JSONLines(.encode(EncodeOptions(), spans: false), ToyTokenizer(), name: "-")
    let result = work.done(.lines(Array("{\"text\":\"".utf8) + [0xFF] + Array("\"}".utf8), first: 4))
    #expect(result.troubles.first?.what == "the string is not UTF-8")
  }

  @Test func `nesting is limited, and never a matter of the call stack`() {
    let deep = { (n: Int) in
      "{\"a\":\(String(repeating: "[", count: n))\(String(repeating: "]", count: n)),\"text\":\"x\"}"
    }
    #expect(done(deep(64)).troubles.isEmpty)
    #expect(done(deep(65)).troubles.first?.what.contains("nested deeper than 64 levels") == true)
    #expect(done(deep(1_000_000)).troubles.count == 1)
  }

  @Test func `a string beyond the limit is an error, one below it is not`() {
    let letters = String(repeating: "x", count: (16 << 20) + 1)
    #expect(done("{\"text\":\"\(letters)\"}").troubles.first?.what.contains("longer than 16 MiB") == true)
    #expect(done("{\"text\":\"\(letters.dropFirst())\"}").troubles.isEmpty)
  }

  @Test func `blank lines and a byte order mark are passed over, CR LF is a line end`() {
    #expect(
      text("\u{FEFF}{\"text\":\"x\"}\r\n\n  \n{\"text\":\"y\"}") == "{\"ids\":[120]}\n{\"ids\":[121]}\n")
  }

  @Test func `any prefix and any one-byte change of a good line ends with an answer`() {
    let line = Array(#"{"text":"a\u00e9\ud83d\ude00","b":[1,{"c":"\n"},-2.5e7,true],"bytes":null}"#.utf8)
    let work = JSONLines(.encode(EncodeOptions(), spans: true), ToyTokenizer(), name: "-")
    for end in 1..<line.count {
      #expect(work.done(.lines(Array(line[..<end]), first: 1)).troubles.count == 1)
    }
    var random = SeededRandom(seed: 5)
    for _ in 0..<5000 {
      var changed = line
      changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      let result = work.done(.lines(changed, first: 1))
      #expect(result.bytes.last == 10 || result.bytes.isEmpty)
    }
  }

  @Test func `decoding gives exact bytes and lossy text`() {
    let work = JSONLines(.decode(DecodeOptions()), ToyTokenizer(), name: "-")
    let lines =
      "{\"n\":1,\"ids\":[256, 255]}\n{\"ids\":[]}\n{\"ids\":[999]}\n{\"ids\":[-1]}\n{\"ids\":[1.5]}\n{\"ids\":4294967296}"
    let result = work.done(.lines(Array(lines.utf8), first: 1))
    let out = String(decoding: result.bytes, as: UTF8.self).split(separator: "\n")
    #expect(out[0] == "{\"n\":1,\"bytes_b64\":\"YWL/\",\"text\":\"ab\u{FFFD}\"}")
    #expect(out[1] == "{\"bytes_b64\":\"\",\"text\":\"\"}")
    #expect(out[2].contains("id 999 is not in the vocabulary of toy"))
    #expect(result.troubles.count == 4)
  }

  @Test func `base64 is decoded strictly`() {
    #expect(Base64.strictlyDecoded(Array("Zm9vYg==".utf8)) == Array("foob".utf8))
    #expect(Base64.strictlyDecoded(Array("Zm9vYg".utf8)) == Array("foob".utf8))
    for bad in ["Z", "Zg=", "====", "Zh==", "Zm9v\n", "Zm 9v"] where bad != "Zg=" {
      #expect(Base64.strictlyDecoded(Array(bad.utf8)) == nil, "\(bad)")
    }
  }
}
