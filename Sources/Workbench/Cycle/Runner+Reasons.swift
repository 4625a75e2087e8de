import Basics
import Documents
import Tokens

/// Explanations and checks.
extension Runner {
  /// The stages and reasons of the text around the caret.
  nonisolated func explain(_ request: ExplainRequest, _ ticket: Ticket) throws(Trouble) {
    let tokenizer = request.tokenizer.tokenizer
    let window = Explanation.window(
      of: request.text.count, around: request.caret, reading: { request.text[$0] }, tokenizer)
    let text = request.text[window]
    var options = request.options
    options.isWindow = window.count < request.text.count
    options.startsInside = window.lowerBound > 0
    let explanation = try Explanation(
      of: text, at: request.caret - window.lowerBound, tokenizer, options, ticket)
    answer(
      .explained(State.Explained(request: request, window: window, text: text, explanation: explanation)))
  }

  /// What is wrong with a tokenizer.
  nonisolated func check(_ tokenizer: LoadedTokenizer, _ ticket: Ticket) throws(Trouble) {
    let check = try VocabularyCheck(tokenizer.tokenizer, ticket)
    let report = CheckReport(name: tokenizer.tokenizer.card.name, limit: 100)
    answer(
      .checked(
        State.Checked(
          tokenizer: tokenizer, figures: report.figures(check), hasFaults: check.hasFaults)))
  }
}
