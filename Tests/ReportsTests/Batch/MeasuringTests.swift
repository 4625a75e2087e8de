import Basics
import Documents
import Figures
import Foundation
import Testing
import Tokens

@testable import Workbench

/// Measuring files, and what the report says of it.
@Suite struct MeasuringTests {
  private let toy = ToyTokenizer()

  /// Writes files into a folder that the body may read.
  private func withFiles(_ texts: [String], _ body: ([FoundFile]) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try texts.enumerated().map { index, text in
      let place = folder.appendingPathComponent("\(index).txt")
      try Data(text.utf8).write(to: place)
      return FoundFile(path: place.path, byteCount: text.utf8.count)
    }
    try await body(files)
  }

  private func measured(
    _ files: [FoundFile], _ ticket: Ticket = Ticket(), _ settings: MeasureSettings = MeasureSettings(),
    progress: (Int) -> Void = { _ in }
  ) async -> Measured {
    let measuring = Measuring(
      [toy, SegmentTokenizer(ByteSegmenter())], EncodeOptions(), settings, readsBinary: false)
    return await measuring.run(files, ticket, report: { Issue.record("\($0)") }, progress: progress)
  }

  @Test func `files in windows are measured as their text in one piece`() async throws {
    let line = "the abbot ab abab naïve 漢字 \u{3000}x <end> ab\n"
    let texts = [String(repeating: line, count: 40_000), "\u{301}ab ab", line + "and more"]
    try await withFiles(texts) { files in
      let found = await measured(files)
      let whole = Array(texts.joined().utf8)
      var measuring = TokenMeasuring(toy.vocabulary, MeasureSettings())
      measuring.add(whole, try toy.encode(whole))
      #expect(try found.tokenizers[0].tokens == measuring.measures(.open))
      #expect(found.files == 3 && !found.isPartial)
      let counts = TextCounts(whole.span)
      for tokenizer in found.tokenizers {
        #expect(tokenizer.text.bytes == counts.bytes && tokenizer.text.words == counts.words)
        #expect(tokenizer.text.words == tokenizer.tokens.words.words)
      }
      #expect(found.packedTextBytes == DeflateLength.of(whole))
    }
  }

  @Test func `what was stopped shows what came before`() async throws {
    try await withFiles(Array(repeating: String(repeating: "ab cd ", count: 400_000), count: 12)) { files in
      let ticket = Ticket()
      let found = await measured(files, ticket) { if $0 > 3_000_000 { ticket.cancel() } }
      #expect(found.isPartial)
      let bytes = found.tokenizers[0].text.bytes
      #expect(bytes >= 2_000_000 && bytes < 12 * 2_400_000)
      let report = MeasureReport(found)
      #expect(report.list.rows.allSatisfy { $0[1] == .text("partial") })
      #expect(report.list.footnotes[0].hasPrefix("partial"))
    }
  }

  @Test func `binary files are passed over, missing ones told`() async throws {
    try await withFiles(["ab ab", "a\u{0}b"]) { files in
      var troubles: [Trouble] = []
      let measuring = Measuring([toy], EncodeOptions(), MeasureSettings(), readsBinary: false)
      let found = await measuring.run(
        files + [FoundFile(path: "/no/such/file", byteCount: 0)], .open, report: { troubles.append($0) },
        progress: { _ in })
      #expect(found.files == 1 && found.binaryFiles == 1 && troubles.count == 1)
      #expect(found.tokenizers[0].tokens.tokens == 3)
    }
  }

  @Test func `special text that is refused is told with its file`() async throws {
    try await withFiles(["ab <end>"]) { files in
      var troubles: [Trouble] = []
      let measuring = Measuring([toy], EncodeOptions(special: .refuse), MeasureSettings(), readsBinary: false)
      _ = await measuring.run(files, .open, report: { troubles.append($0) }, progress: { _ in })
      #expect(troubles.count == 1)
      #expect(
        troubles.first?.description.hasPrefix("\(files[0].path): bytes 3 to 8 of the text: special") == true)
    }
  }

  @Test func `cuts are compared with gold ones`() throws {
    let gold = try GoldSegmentation(Array("ab|c\na|b\n".utf8), named: "gold")
    let measuring = Measuring([toy], EncodeOptions(), MeasureSettings(), readsBinary: false)
    let counts = try measuring.boundaries(gold, .open)
    #expect(counts[0].found == 1 && counts[0].gold == 2 && counts[0].right == 1 && counts[0].exactTexts == 1)
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) { try measuring.boundaries(gold, ticket) }
  }

  @Test func `every measure has a unit or counts, a definition, and a key of its own`() {
    var settings = MeasureSettings()
    settings.shuffleSeed = 1
    let measures = MeasureTopic.all(settings).flatMap(\.measures)
    #expect(Set(measures.map(\.key)).count == measures.count && measures.count > 40)
    #expect(measures.allSatisfy { !$0.definition.isEmpty && !$0.title.isEmpty })
    #expect(measures.allSatisfy { $0.key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" } })
  }

  @Test func `the report for reading leaves out what is not known, the list does not`() async throws {
    try await withFiles(["ab ab"]) { files in
      let found = await measured(files)
      let report = MeasureReport(found)
      let titles = report.figures.compactMap { if case .table(let table) = $0 { table.title } else { nil } }
      #expect(
        titles == ["Compression", "Words", "Use of the vocabulary", "Entropy", "Length when compressed"])
      #expect(report.list.rows.map(\.count) == [report.list.columns.count, report.list.columns.count])
      #expect(report.list.columns.contains { $0.key == "boundary_f1" })
      guard case .table(let entropy) = report.figures[3] else { return }
      // Three tokens have no window of four or five in the first column, five bytes have none beyond five.
      #expect(entropy.rows.contains { $0[0] == .text("H₅") && $0[2] == .none && $0[3] != .none })
      #expect(entropy.footnotes.count { $0.hasPrefix("Hₖ:") } == 1)
    }
  }

  @Test func `with a gold file alone only its table is shown, and names differ`() {
    let settings = MeasureSettings()
    var one = TokenizerMeasures(
      name: "toy", text: TextCounts(), tokens: TokenMeasuring(toy.vocabulary, settings).unshuffledMeasures)
    one.boundaries = BoundaryCounts()
    let report = MeasureReport(Measured([one, one], settings))
    #expect(report.figures.count == 1)
    #expect(report.list.rows.map { $0[0] } == [.text("toy"), .text("toy (2)")])
  }
}
