import Basics
import Documents
import Formats
import Testing
import Tokens

/// After every edit, what is kept and what is cut anew are together what a fresh encode of the whole text gives: tokens on the screen, totals,
/// histogram, and the counts of ranges; for every vocabulary, whatever its algorithm and splitter.
@Suite struct IncrementalTests {
  private static let options = EncodeOptions(special: .allow, isWindow: true)

  @Test(
    .enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"),
    arguments: GoldenData.vocabularies
      + GoldenData.names(on: ["spm", "synthetic-spm", "gguf", "tekken"]).filter { !$0.contains("README") })
  func `edits of real vocabularies' texts give the tokens of the whole`(_ name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    for seed in 1...2 { try check(tokenizer, seed: seed, name) }
  }

  @Test(arguments: 1...4)
  func `edits under the sample tokenizer give the tokens of the whole`(_ seed: Int) throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(root)/Samples/tessera-sample.json"
    try check(TokenizerReader.read(path: path, ticket: .open), seed: seed, "sample")
  }

  /// Edits a text some times, and goes back once in a while.
  private func check(_ tokenizer: any Tokenizer, seed: Int, _ name: String) throws {
    var script = EditScript(seed: seed)
    var text = Rope(script.text(of: 12_000))
    var past = [text]
    var census = Census()
    try count(&census, text, tokenizer)
    var part = try Segmentation(text, visible: 5000..<7000, tokenizer, Self.options, .open)
    for step in 0..<8 {
      let old = text
      if step % 4 == 3 { text = past[past.count - 2] } else { script.edit(&text, near: part.range) }
      past.append(text)
      try count(&census, text, tokenizer)
      let change = text.difference(from: old) ?? Change(old: 0..<0, new: 0..<0)
      if !part.recut(change, in: text, tokenizer, Self.options, .open) {
        let low = min(5000, text.count / 2)
        part = try Segmentation(
          text, visible: low..<min(text.count, low + 2000), tokenizer, Self.options, .open)
      }
      let whole = try tokenizer.encode(text[0..<text.count], Self.options, .open)
      let place = "\(name), seed \(seed), step \(step)"
      compare(census, part, with: whole, place)
      try compareRanges(census, text, tokenizer, with: whole, &script, place)
    }
  }

  private func count(_ census: inout Census, _ text: Rope, _ tokenizer: any Tokenizer) throws {
    try census.adopt(text, tokenizer, Self.options, .open)
    while !census.isComplete { try census.advance(by: 1 << 20, tokenizer, Self.options, .open) }
  }

  private func compare(_ census: Census, _ part: Segmentation, with whole: [Token], _ place: String) {
    #expect(census.isExact && part.isExact, "\(place)")
    #expect(census.tokenCount == whole.count, "\(place)")
    var histogram = TokenHistogram()
    histogram.add(whole.map(\.id))
    #expect(census.histogram == histogram, "\(place)")
    let expected = whole.filter { $0.end > $0.start && part.range.contains(Int($0.start)) }
    let shown = part.tokens.filter { $0.end > $0.start }
    let same = shown.map(part.bytes(of:)) == expected.map(\.bytes) && shown.map(\.id) == expected.map(\.id)
    #expect(same, "\(place): the screen differs")
  }

  private func compareRanges(
    _ census: Census, _ text: Rope, _ tokenizer: any Tokenizer, with whole: [Token],
    _ script: inout EditScript, _ place: String
  ) throws {
    let solid = whole.filter { $0.end > $0.start }
    if solid.count != whole.count { return }
    for _ in 0..<3 {
      let range = script.range(in: text)
      let count = try census.count(in: range, tokenizer, Self.options, .open)
      let inside = solid.count { range.lowerBound <= $0.start && $0.end <= range.upperBound }
      let touched = solid.count { $0.bytes.overlaps(range) }
      #expect(count.tokens == inside && count.cutTokens == touched - inside, "\(place), \(range)")
    }
  }
}
