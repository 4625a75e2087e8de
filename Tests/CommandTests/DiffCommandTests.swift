import Foundation
import Testing

/// Comparing from the command line.
@Suite struct DiffCommandTests {
  @Test func `a difference makes the exit code 1, and none 0`() throws {
    let ran = try tessera("diff", "-t", "bytes", "-t", "words", "--text", "ab cd")
    #expect(ran.code == 1, "\(ran.err)")
    #expect(ran.text.contains("Differences (2)") && ran.text.contains("A bytes"))
    #expect(try tessera("diff", "-t", "bytes", "-t", "fixed-1", "--text", "ab cd").code == 0)
  }

  @Test func `three tokenizers stand as three rows`() throws {
    let ran = try tessera(
      "diff", "-t", "bytes", "-t", "words", "-t", "fixed-2", "--text", "ab cd", "--format", "csv")
    #expect(ran.code == 1)
    #expect(ran.lines.contains { $0.hasPrefix("C,fixed-2,3,") })
  }

  @Test func `two texts are aligned under one tokenizer`() throws {
    let folder = try TemporaryFolder()
    let (old, new) = (try folder.file("old.txt", "the cat"), try folder.file("new.txt", "the  cat"))
    let ran = try tessera("diff", "-t", "words", "--texts", old, new)
    #expect(ran.code == 1)
    #expect(ran.text.contains("tokens are the same"))
    #expect(try tessera("diff", "-t", "words", "--texts", old, old).code == 0)
  }

  @Test func `vocabularies are compared and their entries found`() throws {
    let ran = try tessera(
      "diff", "-t", "bytes", "-t", "fixed-2", "--vocab", "--entries", "onlyFirst", "--limit", "3")
    #expect(ran.code == 1)
    #expect(ran.text.contains("only in A") && ran.text.contains("Configuration"))
  }

  @Test func `a corpus is told by language and kind`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("de.txt", "Guten Morgen")
    _ = try folder.file("en.txt", "Good morning")
    _ = try folder.file("a.swift", "let x = 1")
    let ran = try tessera("diff", "-t", "bytes", "-t", "words", "--corpus", "--price", "1", folder.path)
    #expect(ran.code == 1, "\(ran.err)")
    for part in ["By language", "code: Swift", "By file", "Spread over 3 files", "cost"] {
      #expect(ran.text.contains(part), "\(part)")
    }
  }

  @Test func `languages come from a column of JSON lines or of a table`() throws {
    let folder = try TemporaryFolder()
    let lines = try folder.file(
      "a.jsonl", #"{"t":"ab cd","l":"xx"}"# + "\n" + #"{"l":"yy","t":"ef"}"# + "\n" + #"{"t":"gh"}"# + "\n")
    let ran = try tessera("diff", "-t", "bytes", "-t", "words", "--corpus", "--columns", "t,l", lines)
    #expect(ran.text.contains("\nxx ") && ran.text.contains("\nyy "), "\(ran.text)")
    #expect(ran.err.contains("line 3") && ran.code == 3, "\(ran.err)")
    let table = try folder.file("a.tsv", "n\tl\tt\n1\txx\tab cd\n2\tyy\tef\n")
    let second = try tessera("diff", "-t", "bytes", "-t", "words", "--corpus", "--columns", "t,l", table)
    #expect(second.code == 1, "\(second.err)")
    #expect(second.text.contains("2 files, 7 bytes"), "\(second.text)")
  }

  @Test func `catalogues give the token premium of a language`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("de.po", "msgid \"Open\"\nmsgstr \"Oeffnen\"\n")
    let ran = try tessera(
      "diff", "-t", "bytes", "-t", "words", "--catalogues", folder.path, "--format", "csv")
    #expect(ran.code == 1, "\(ran.err)")
    #expect(ran.lines.contains("de,1,1.750,7,1.750,1,1.000"))
    #expect(
      try tessera("diff", "-t", "bytes", "-t", "words", "--catalogues", folder.path + "/none").code == 3)
  }

  @Test(arguments: [
    (["-t", "bytes", "--text", "a"], "two tokenizers"), (["-t", "bytes", "--texts", "a"], "two files"),
    (["-t", "bytes", "-t", "words", "--price", "x", "--corpus", "."], "--price"),
    (["-t", "bytes", "-t", "words", "--language", "de", "--corpus", "."], "has no ="),
  ])
  func `what does not fit is refused in a sentence`(arguments: [String], part: String) throws {
    let ran = try shell(#"exec "$0" diff "$@""#, arguments)
    #expect(ran.code == 2)
    #expect(ran.err.contains(part), "\(ran.err)")
  }
}
