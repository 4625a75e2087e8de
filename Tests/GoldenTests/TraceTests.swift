import Basics
import Formats
import Testing
import Tokens

/// Traces and reasons end in the tokens of `encode`, on every real vocabulary and text.
@Suite struct TraceTests {
  @Test(
    .enabled(if: GoldenData.isPresent, "no vocabularies on this machine"), arguments: GoldenData.vocabularies)
  func `the last stage has the tokens of encode, and merges replay to them`(name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    let texts = [
      "The naïve  cafés\n\n\tcost 1234567€, İstanbul'da don't", "日本語のテキスト 한국어 e\u{301}",
      "<s> a</s> \u{200B}x",
    ]
    for text in texts.map({ Array($0.utf8) }) {
      let options = EncodeOptions(special: .allow)
      let tokens = try tokenizer.encode(text, options, .open)
      let trace = try tokenizer.trace(text, options, .open)
      let model = try #require(trace.stages.last { $0.kind == .model })
      #expect(model.parts.map(\.id) == tokens.map { Optional($0.id) })
      #expect(model.parts.map(\.source) == tokens.map(\.bytes))
      let pieces = trace.stages[trace.stages.count - 2].parts
      for (number, piece) in pieces.enumerated() where piece.id == nil {
        let expected = model.parts.filter { $0.piece == number }.compactMap(\.id)
        guard let explained = tokenizer.reasons(for: piece.bytes, at: 0), explained.isWhole else { continue }
        // A model that gives up tells what it tried; what stands for unknown text is not among that.
        guard let outcome = outcome(explained.reasons, tokenizer) else { continue }
        #expect(outcome == expected, "\(piece.bytes)")
      }
    }
  }

  private func outcome(_ reasons: Reasons, _ tokenizer: any Tokenizer) -> [TokenID]? {
    switch reasons {
    case .merges(let steps):
      steps.symbols(after: steps.steps.count) { tokenizer.vocabulary.bytes(of: $0) }.compactMap(\.id)
    case .search(let search):
      search.remark.isEmpty ? search.attempts.filter(\.isTaken).compactMap(\.found) : nil
    case .lattice(let lattice):
      lattice.best.nodes.contains { lattice.nodes[$0].kind == .unknown }
        ? nil : lattice.best.nodes.map { lattice.nodes[$0].id }
    }
  }
}
