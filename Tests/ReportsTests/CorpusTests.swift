import Basics
import Figures
import Testing
import Tokens
import Workbench

struct CorpusTests {
  @Test(arguments: [
    ("de.txt", "de"), ("README.de.md", "de"), ("strings_pt-BR.json", "pt-BR"), ("pt_BR.po", "pt-BR"),
    ("/usr/share/locale/zh_TW/LC_MESSAGES/vim.mo", "zh-TW"), ("docs/fr/intro.txt", "fr"),
    ("sr@latin/LC_MESSAGES/a.mo", "sr"),
    ("script.pl", nil), ("main.swift", nil), ("notes.md", nil), ("chapter-one.txt", nil),
  ])
  func `the language is told from the name`(path: String, language: String?) {
    #expect(LanguageTag.of(path: path) == language)
  }

  @Test(arguments: [
    ("a.swift", 0, "code: Swift"), ("x/Makefile", 0, "code: Make"), ("page.html", 0, "markup"),
    ("a.csv", 60, "numbers"),
    ("a.csv", 5, "markup"), ("readme", 0, "prose"), ("novel.txt", 3, "prose"), ("pi.txt", 99, "numbers"),
  ])
  func `the kind is told from the name and the digits`(path: String, digits: Int, title: String) {
    #expect(TextKind(path: path, bytes: 100, digits: digits).title == title)
  }

  private func tokenizer(_ name: String) throws -> any Tokenizer {
    try #require(TokenizerCatalog.named(name))
  }

  @Test func `a comparison counts what each tokenizer makes of a text`() throws {
    let comparing = Comparing(
      [try tokenizer("bytes"), try tokenizer("words")], EncodeOptions(), differenceLimit: 10)
    let comparison = try comparing.run(Array("ab c".utf8), name: "t", Ticket())
    #expect(comparison.totals.tokenCounts[0] == 4 && comparison.totals.byteCount == 4)
    #expect(comparison.differences.first?.text == Array("ab".utf8))
    #expect(
      comparison.spans.worst(1).first?.text == Array("ab".utf8)
        && comparison.spans.worst(1).first?.excess == 1)
    #expect(comparison.isComplete)
  }

  @Test func `files compared in windows have the sums of the whole`() async throws {
    let tokenizers = [try tokenizer("words"), try tokenizer("graphemes")]
    let files = FolderWalk.files(["Samples/welcome.txt", "Samples/tessera-sample.json"]) { _ in }
    try #require(files.count == 2)
    let whole = await Comparing(tokenizers, EncodeOptions()).run(
      files, Ticket(), report: { _ in }, progress: { _, _ in })
    for (file, difference) in zip(files, whole.files) {
      let text = try Files.read(file.path)
      let rows = try tokenizers.map { try $0.encode(text) }
      #expect(difference.totals.tokenCounts == rows.map(\.count))
      #expect(
        difference.totals.differenceCount == CutAlignment(count: text.count, rows).count { !$0.isShared })
      #expect(difference.isComplete)
    }
  }

  @Test func `a cancelled comparison says that it is not complete`() async throws {
    let ticket = Ticket()
    ticket.cancel()
    let files = FolderWalk.files(["Samples/welcome.txt"]) { _ in }
    let comparison = await Comparing([try tokenizer("words")], EncodeOptions()).run(
      files, ticket, report: { _ in }, progress: { _, _ in })
    #expect(!comparison.isComplete)
    let figures = CorpusReport(comparison, names: ["words"]).figures(limit: 5)
    #expect(figures.first?.title.contains("partial") == true)
  }

  @Test func `costs and shares of a window stand beside the tokens`() throws {
    let comparison = try Comparing([try tokenizer("bytes"), try tokenizer("words")], EncodeOptions()).run(
      Array("one two".utf8), name: "t", Ticket())
    var prices = CorpusReport.Prices()
    (prices.perMillion, prices.window) = ([1_000_000, 2_000_000], 14)
    guard
      case .table(let table) = CorpusReport(comparison, names: ["bytes", "words"], prices).figures(limit: 0)[
        0]
    else {
      Issue.record("the first figure is a table")
      return
    }
    #expect(table.rows[0].suffix(2) == [.number(7, decimals: 4), .share(0.5)])
    #expect(table.rows[1][2] == .integer(3) || table.rows[1][2] == .integer(2))
  }
}
