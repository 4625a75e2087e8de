import Basics
import Figures
import Glibc
import Prints
import Testing
import Tokens

@testable import Workbench

@Suite struct StreamTests {
  @Test func `windows joined are the text, and their tokens are the whole's`() throws {
    var random = SeededRandom(seed: 3)
    let text = (0..<5000).map { _ in [97, 98, 32, 10, 195].randomElement(using: &random) ?? 0 }.map {
      UInt8($0)
    }
    var windows = TextWindows(ToyTokenizer(), name: "t", size: 256)
    var parts: [TextWindow] = []
    for start in stride(from: 0, to: text.count, by: 100) {
      if let window = try windows.add(Array(text[start..<min(text.count, start + 100)])) {
        parts.append(window)
      }
    }
    parts.append(windows.rest())
    #expect(parts.count > 10)
    #expect(parts.flatMap(\.bytes) == text)
    var tokens: [Token] = []
    for part in parts {
      for token in try ToyTokenizer().encode(part.bytes) {
        tokens.append(
          Token(id: token.id, start: part.offset + Int(token.start), end: part.offset + Int(token.end)))
      }
    }
    #expect(tokens == (try ToyTokenizer().encode(text)))
  }

  @Test func `a text without a cut is refused beyond the limit`() throws {
    var windows = TextWindows(ToyTokenizer(), name: "t", size: 256, limit: 1000)
    #expect(throws: Trouble.self) {
      for _ in 0..<20 { _ = try windows.add(Array(repeating: 97, count: 100)) }
    }
  }

  @Test func `results come in the order of the jobs, whatever takes longest`() async throws {
    var next = 0
    var results: [Int] = []
    try await inOrder { _ throws(Trouble) -> NextJob<Int> in
      next += 1
      return next > 200 ? .end : .job(next)
    } work: { job in
      if job % 7 == 0 { usleep(2000) }
      return job
    } deliver: { (result: Int) throws(Trouble) in
      results.append(result)
    }
    #expect(results == Array(1...200))
  }

  @Test func `finished results are handed out before anybody waits`() async throws {
    var asked: [Bool] = []
    var delivered = 0
    try await inOrder { mayWait throws(Trouble) -> NextJob<Int> in
      asked.append(mayWait)
      if delivered == 0 && asked.count > 1 { return mayWait ? .end : .later }
      return asked.count == 1 ? .job(1) : .end
    } work: {
      $0
    } deliver: { (_: Int) throws(Trouble) in
      delivered += 1
    }
    #expect(delivered == 1)
    #expect(asked.first == true)
  }

  @Test func `a trouble in a result ends the work and is passed on`() async {
    await #expect(throws: Trouble(.input, "no")) {
      try await inOrder { _ throws(Trouble) -> NextJob<Int> in
        .job(1)
      } work: {
        $0
      } deliver: { (_: Int) throws(Trouble) in
        throw Trouble(.input, "no")
      }
    }
  }

  @Test func `ids are read as people write them`() throws {
    #expect(try IDList.parse(Array("1 2,3\n[4, 5]".utf8), named: "x") == [1, 2, 3, 4, 5])
    #expect(throws: Trouble.self) { try IDList.parse(Array("1 2x".utf8), named: "x") }
    #expect(throws: Trouble.self) { try IDList.parse(Array("4294967296".utf8), named: "x") }
    #expect(throws: Trouble.self) { try IDList.parse(Array("-1".utf8), named: "x") }
  }
}
