import Basics
import Documents
import Figures
import Testing
import Tokens

@testable import Workbench

@Suite struct ReportTests {
  private let toy = ToyTokenizer()

  private func index() throws -> VocabularyIndex { try VocabularyIndex(toy.vocabulary, Ticket()) }

  private func search(_ line: String, _ order: VocabularySort = .id) throws -> [TokenID] {
    try VocabularySearch(index()).results(VocabularySearch.Query(line), order, Ticket())
  }

  @Test func `a search finds texts, bytes and ids`() throws {
    #expect(try search("a") == [97, 256, 258])
    #expect(try search("ab") == [256])
    #expect(try search("0x6162") == [256])
    #expect(try search("\\x61\\x62") == [256])
    #expect(try search("#257") == [257])
    #expect(try search("#999") == [])
    #expect(try search("5") == [5, 53])
    #expect(try search("").count == 259)
    #expect(try search("nothing") == [])
  }

  @Test func `bytes that are no bytes are refused with a remedy`() {
    #expect(throws: Trouble.self) { try VocabularySearch.Query("0x1") }
    #expect(throws: Trouble.self) { try VocabularySearch.Query("0xzz") }
  }

  @Test func `results are ordered by length and by script`() throws {
    #expect(try search("d", .length) == [100, 257])
    let scripts = try search("", .script)
    #expect(scripts.count == 259)
    let index = try index()
    #expect(scripts.map(index.script) == scripts.map(index.script).sorted())
    #expect(index.script(of: 65) == "Latin")
    #expect(index.script(of: 200) == "bytes")
    #expect(index.script(of: 49) == "Common")
  }

  @Test func `a cancelled search throws`() throws {
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) { try VocabularySearch(index()).results(.text([97]), .id, ticket) }
    #expect(throws: Trouble.cancelled) { try VocabularyIndex(toy.vocabulary, ticket) }
  }

  @Test func `entries with a prefix are found in the order of bytes`() throws {
    let index = try index()
    #expect(Array(index.entries(withPrefix: [97])) == [97, 256])
    #expect(Array(index.entries(withPrefix: Array("<".utf8))) == [60, 257, 258])
    #expect(index.entries(withPrefix: Array("zz".utf8)).isEmpty)
    #expect(index.entries(withPrefix: []).count == 259)
  }

  @Test func `the vocabulary table says how much is shown`() throws {
    let report = VocabularyReport(toy, try index())
    let table = report.table([256], of: 3, query: "a")
    #expect(table.title == "toy: 3 of 259 entries for ‘a’, 1 shown")
    #expect(
      table.rows == [
        [
          .integer(256), .bytes([97, 98]), .text("61 62"), .integer(2), .text("normal"), .integer(0),
          .text("Latin"),
        ]
      ])
  }

  @Test func `an inspection shows facts, characters, merges and neighbours`() throws {
    let report = InspectionReport(toy, try index())
    let figures = try report.figures(of: 256, .init(range: 4..<6, occurrences: 2))
    guard case .table(let facts) = figures[0], case .tree(let merges) = figures[1],
      case .table(let characters) = figures[2],
      case .table(let neighbours) = figures[3], case .table(let alike) = figures[4]
    else { return #expect(Bool(false), "\(figures)") }
    #expect(facts.rows.contains([.text("byte range"), .text("4–6")]))
    #expect(facts.rows.contains([.text("merge rank"), .integer(0)]))
    #expect(characters.rows[1][2] == .text("LATIN SMALL LETTER B"))
    #expect(merges.nodes.map(\.depth) == [0, 1, 1])
    #expect(merges.nodes.map(\.label) == [.bytes([97, 98]), .bytes([97]), .bytes([98])])
    #expect(neighbours.rows.count == 6)
    #expect(alike.rows.map { $0[1] } == [.integer(97), .integer(256)])
  }

  @Test func `parts of characters have rows of their own, controls their names`() throws {
    let report = InspectionReport(toy)
    let table = report.characters([0xC3, 0x0A] + Array("é漢".utf8))
    #expect(table.rows.map { $0[0] } == [.none, .text("U+000A"), .text("U+00E9"), .text("U+6F22")])
    #expect(table.rows[1][2] == .text("LINE FEED"))
    #expect(table.rows[3][2] == .text("CJK UNIFIED IDEOGRAPH-6F22"))
    #expect(table.rows[2][3] == .text("Ll"))
  }

  @Test func `an id that is not there is named`() {
    #expect(throws: Trouble.self) { try InspectionReport(toy).figures(of: 5000) }
  }

  @Test func `measures follow from the counts`() {
    let text = TextCounts(Array("ab ab\nab".utf8).span)
    let measures = Measures(
      tokens: 5, text: text, distinct: 3, frequent: [.init(id: 256, count: 3)], contextWindow: 100)
    #expect(measures.bytesPerToken == 1.6)
    #expect(measures.fertility == 5.0 / 3.0)
    let figures = MeasuresReport(measures, toy.vocabulary).figures
    guard case .table(let table) = figures[0], case .bars(let bars) = figures[1] else { return }
    #expect(table.rows[1] == [.text("share of 100"), .share(0.05)])
    #expect(bars.bars == [Bars.Bar(label: .bytes([97, 98]), value: 3)])
  }

  @Test func `measures of nothing divide by nothing`() {
    let measures = Measures(tokens: 0, text: TextCounts(), distinct: 0, frequent: [], contextWindow: 0)
    #expect(measures.bytesPerToken == nil && measures.fertility == nil && measures.windowShare == nil)
  }

  private static let counts = [
    FileCount(path: "src/a.swift", byteCount: 100, tokenCounts: [50]),
    FileCount(path: "src/deep/er/b.swift", byteCount: 300, tokenCounts: [60]),
    FileCount(path: "README", byteCount: 10, tokenCounts: [10]),
    FileCount(path: "x.png", byteCount: 10, tokenCounts: [0], isBinary: true),
  ]

  @Test func `counts are summed into folders and sorted`() {
    let report = CountReport(Self.counts, tokenizers: ["toy"])
    let tree = report.tree(.tokens, depth: nil)
    #expect(
      tree.nodes.map(\.label) == [
        .text("src/"), .text("deep/er/"), .text("b.swift"), .text("a.swift"), .text("README"),
      ])
    #expect(
      tree.nodes[0].details == [
        .integer(110), .share(110.0 / 120.0), .number(400.0 / 110.0, decimals: 2), .integer(400),
      ])
    #expect(report.tree(.name, depth: 0).nodes.map(\.label) == [.text("README"), .text("src/")])
    #expect(report.tree(.ratio, depth: 0).nodes.map(\.label) == [.text("README"), .text("src/")])
    #expect(report.totals().footnotes.last == "1 binary files were passed over; --binary counts them")
    #expect(report.list(.bytes, depth: nil).rows[1].first == .text("src/deep/er/"))
  }
}
