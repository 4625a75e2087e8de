import Basics
import Figures
import Testing
import Tokens
import Workbench

struct DiffReportTests {
  private let report = DiffReport(["first", "second"])

  @Test func `a merge that one lacks is told with its rank`() {
    let separation = CutReason.Separation(
      joined: Array("ing".utf8),
      joining: CutReason.Joining(left: Array("in".utf8), right: Array("g".utf8), weight: .rank(48)),
      isKnown: false,
      knownWeight: nil, before: nil, behind: nil)
    let reason = CutReason(place: 4, cutter: 0, joiner: 1, cause: .model(separation))
    #expect(report.sentence(reason) == "B merges “in” + “g” (rank 48); A has no entry “ing”")
  }

  @Test func `a splitter and a dropped space are told`() {
    let split = CutReason(place: 1, cutter: 1, joiner: 0, cause: .splitter(piece: Array("1234".utf8)))
    #expect(report.sentence(split) == "B's splitter begins a piece here; A keeps “1234” together")
    let dropped = CutReason(place: 1, cutter: 0, joiner: 1, cause: .dropped([0x20]))
    #expect(report.sentence(dropped) == "A leaves “ ” out; B keeps it")
  }

  @Test func `two texts are aligned by tokens`() throws {
    let words = try #require(TokenizerCatalog.named("words"))
    let (old, new) = (Array("the cat sat".utf8), Array("the  cat sat!".utf8))
    let texts = try TextsDiffReport(old, new, words, EncodeOptions(), Ticket())
    let alignment = texts.alignment(["old", "new"])
    for row in 0..<2 {
      var end = 0
      for region in alignment.regions {
        #expect(region.ranges[row].lowerBound == end)
        end = region.ranges[row].upperBound
      }
      #expect(end == [old, new][row].count)
    }
    #expect(!texts.areSame)
    #expect(try TextsDiffReport(old, old, words, EncodeOptions(), Ticket()).areSame)
  }

  @Test func `a vocabulary beside itself is the same, beside another it is not`() throws {
    let (bytes, words) = (
      try #require(TokenizerCatalog.named("bytes")), try #require(TokenizerCatalog.named("words"))
    )
    #expect(try VocabularyDiffReport(bytes, bytes, Ticket()).areSame)
    #expect(!(try VocabularyDiffReport(bytes, words, Ticket()).areSame))
  }
}
