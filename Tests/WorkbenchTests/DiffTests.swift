import Documents
import Foundation
import Screen
import TestSupport
import Testing
import Tokens
import Workbench

@MainActor
@Suite struct DiffTests {
  private static let sample = "Don't panic, it's one 1234567 fine naïve day.\nTwo  spaces and 中文字.\n"

  @Test func `comparing goes to the next and the previous difference`() async throws {
    let (_, state) = try await rehearse(makeState("ab cd\nef gh"), "key esc\ndiff.add fixed-4\nwait\nkey n")
    let places = try #require(state.diff.all?.totals.places)
    #expect(state.diff.all?.isComplete == true && !places.isEmpty)
    #expect(state.view.selection.caret == places.first { $0 > 0 })
    let (_, back) = try await rehearse(state, "key N")
    #expect(back.view.selection.caret == places.last { $0 < state.view.selection.caret })
  }

  @Test func `comparing follows what is typed`() async throws {
    let (_, before) = try await rehearse(makeState("abcd"), "diff.add fixed-4\nwait")
    #expect(before.diff.all?.totals.areSame == true)
    let (_, after) = try await rehearse(before, "key esc\nkey end\nkey i\ntype xy z\nwait")
    #expect(after.diff.all?.totals.areSame == false)
    #expect(after.diff.around?.request.version == after.document.version)
    #expect(after.diff.all?.request.version == after.document.version)
  }

  @Test func `swapping the tokenizers mirrors the sums`() async throws {
    let (_, one) = try await rehearse(makeState(Self.sample), "diff.add bytes\nwait")
    let (_, two) = try await rehearse(one, "diff.swap\nwait")
    let (a, b) = (try #require(one.diff.all?.totals), try #require(two.diff.all?.totals))
    #expect(a.tokenCounts == b.tokenCounts.reversed() && a.otherCuts == b.otherCuts.reversed())
    #expect(a.places == b.places && a.commonCuts == b.commonCuts)
  }

  @Test func `an earlier text is compared with what has become of it`() async throws {
    let (frame, state) = try await rehearse(makeState("the cat sat"), "diff.pin\nkey home\ntype a \nwait")
    let regions = try #require(state.diff.around?.alignment.regions)
    #expect(regions.contains { !$0.isShared })
    #expect(frame.textRows().contains { $0.contains("before") })
  }

  @Test func `the last tokenizer can be left out again`() async throws {
    let (_, state) = try await rehearse(
      makeState("ab"), "diff.add bytes\nwait\ndiff.add scalars\nwait\ndiff.remove\nwait")
    #expect(state.diff.others.map(\.tokenizer.card.name) == ["bytes"])
  }

  @Test func `vocabularies are compared and searched`() async throws {
    let (frame, state) = try await rehearse(
      makeState("ab", tokenizer: "bytes"), "diff.add fixed-1\nwait\ndiff.vocabularies\nwait")
    #expect(state.vocabularies.found != nil)
    #expect(frame.textRows().contains { $0.contains("only in A") })
    let (configuration, _) = try await rehearse(state, "vocabularies.configuration")
    #expect(configuration.textRows().contains { $0.contains("splitter") })
  }

  @Test func `all measures are found for every tokenizer that is compared`() async throws {
    let (frame, state) = try await rehearse(
      makeState(Self.sample), "diff.add bytes\nwait\nmeasures.all\nwait")
    #expect(state.isMeasuredNow)
    #expect(frame.textRows().contains { $0.contains("All measures") })
    let (_, typed) = try await rehearse(state, "pane.text\nkey i\ntype x\nwait")
    #expect(typed.isMeasuredNow && typed.measuring != state.measuring)
  }

  @Test(arguments: ["diff", "measures", "text", "vocabularies", "measuring"])
  func `what a pane shows is written to a file`(pane: String) async throws {
    let path = FileManager.default.temporaryDirectory.path + "/tessera-\(UUID().uuidString).html"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (_, state) = try await rehearse(
      makeState(Self.sample), "diff.add bytes\nwait\npane.\(pane)\nwait\nfigures.export \(path)\nwait")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"), "\(state.log)")
  }

  nonisolated static let rows = [
    ScreenRow(name: "diff-80x24", size: Size(columns: 80, rows: 24), steps: "diff.add bytes\nwait\nkey n"),
    ScreenRow(name: "diff-40x12", size: Size(columns: 40, rows: 12), steps: "diff.add bytes\nwait\nkey n"),
    ScreenRow(
      name: "diff-three-120x36", size: Size(columns: 120, rows: 36),
      steps: "diff.add bytes\nwait\ndiff.add graphemes\nwait\nkey n"),
    ScreenRow(
      name: "diff-side-80x24", size: Size(columns: 80, rows: 24), steps: "diff.add scalars\nwait\nkey v"),
    ScreenRow(
      name: "diff-ascii-80x24", size: Size(columns: 80, rows: 24), steps: "diff.add bytes\nwait\nkey n",
      mode: .none,
      isASCII: true),
  ]

  @Test(arguments: rows)
  func `the screen is as recorded`(row: ScreenRow) async throws {
    let (frame, _) = try await rehearse(row.state(of: Self.sample), row.steps)
    Golden.check(frame, row.name)
  }
}
