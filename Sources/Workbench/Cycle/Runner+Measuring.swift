import Basics
import Documents
import Tokens

/// All measures of a text.
extension Runner {
  private static let measureWindow = 1 << 19

  /// Every tokenizer over the whole text, window by window.
  nonisolated func measure(_ request: MeasureRequest, _ ticket: Ticket) throws(Trouble) {
    let settings = MeasureSettings()
    var measures: [TokenizerMeasures] = []
    let text = request.text
    var counts = TextCounts()
    let packed = DeflateLength()
    for (row, loaded) in request.tokenizers.enumerated() {
      let tokenizer = loaded.tokenizer
      var measuring = TokenMeasuring(tokenizer.vocabulary, settings)
      var windows = TextWindows(tokenizer, name: "the text")
      func add(_ window: TextWindow) throws(Trouble) {
        let done =
          (Double(row) + Double(window.offset) / Double(max(1, text.count)))
          / Double(request.tokenizers.count)
        try ticket.step(done)
        measuring.add(
          window.bytes, try tokenizer.encode(window.bytes, window.options(request.options), Ticket()))
        if row == 0 {
          counts = counts + TextCounts(window.bytes.span, startsInsideWord: window.startsInsideWord)
          packed.add(window.bytes)
        }
      }
      for start in stride(from: 0, to: text.count, by: Self.measureWindow) {
        if let window = try windows.add(text[start..<min(text.count, start + Self.measureWindow)]) {
          try add(window)
        }
      }
      try add(windows.rest())
      measures.append(
        TokenizerMeasures(name: tokenizer.card.name, text: counts, tokens: try measuring.measures(ticket)))
    }
    var measured = Measured(measures, settings)
    measured.files = 1
    measured.packedTextBytes = text.count > 0 ? packed.byteCount : nil
    answer(.measured(Measurings(request: request, figures: MeasureReport(measured).figures)))
  }
}
