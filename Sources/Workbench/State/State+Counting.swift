import Basics
import Documents
import Screen
import Tokens

/// What is counted: the whole text, and what is selected in it.
extension State {
  /// Asks for the totals of the text as it is. When the person has stopped the counting, only what was counted follows the text.
  package func recount() -> [Effect] {
    [
      .count(
        CountRequest(
          text: document.text, version: document.version, previous: census, tokenizer: tokenizer,
          options: encodeOptions, goesOn: !isCountStopped))
    ]
  }

  /// Whether the count lags behind the text, and is wanted.
  var needsCounting: Bool {
    !isCountStopped && !(census.isComplete && census.text.isSameVersion(as: document.text))
  }

  /// Whether a first pass is under way long enough to be shown.
  package var isCounting: Bool {
    // A count of the text before the last key lags by a few bytes, and catches up before anybody could read that it does.
    !isCountStopped && loading == nil
      && (jobs[.count] != nil || document.text.count - census.coveredBytes > 1 << 20)
  }

  /// Stops the first pass where it is.
  mutating func stopCounting() -> [Effect] {
    isCountStopped = true
    jobs[.count] = nil
    let share = 100 * census.coveredBytes / max(1, document.text.count)
    return [.cancel(.count)] + say("Counting stopped at \(share) %; U goes on, also after Esc in the text")
  }

  /// Goes on counting, or stops it.
  mutating func toggleCounting() -> [Effect] {
    if isCounting { return stopCounting() }
    isCountStopped = false
    return recount() + say("Counting goes on")
  }

  /// Asks for the tokens of the selection, unless they are known or have been asked for. During the first pass it is asked again whenever
  /// more of the selection has been counted.
  mutating func reviewSelection() -> [Effect] {
    guard !view.selection.isEmpty, loading == nil else {
      selected = nil
      selectionAsked = nil
      return []
    }
    let range = view.selection.range
    guard census.text.isSameVersion(as: document.text) else { return [] }
    let request = SelectionRequest(
      range: range, version: document.version, covered: min(census.coveredBytes, range.upperBound),
      census: census, tokenizer: tokenizer, options: encodeOptions)
    if let selected,
      selected.request.range != range || selected.request.version != request.version
        || selected.request.tokenizer != tokenizer
    {
      self.selected = nil
    }
    if request == selectionAsked || request == selected?.request { return [] }
    selectionAsked = request
    return [.countSelection(request)]
  }

  /// The tokens of the selection, when they are known.
  package var selectionCount: RangeCount? { view.selection.isEmpty ? nil : selected?.count }

  /// The count of the selection in words, short enough for the status line; nil without a selection.
  package var selectionWords: String? {
    let range = view.selection.range
    if range.isEmpty { return nil }
    let bytes = "\(StatusLine.grouped(range.count)) bytes selected"
    guard let count = selectionCount else { return bytes }
    let about = count.isExact ? "" : "about "
    let isWhole = count.range == range
    let cut = count.cutTokens > 0 && isWhole ? " + \(count.cutTokens) cut" : ""
    let tokens = "\(StatusLine.grouped(count.tokens))\(isWhole ? "" : "+")\(cut)"
    return "\(about)\(tokens) token\(tokens == "1" ? "" : "s") in \(bytes)"
  }

  /// Why the counts of this tokenizer are not exact here.
  package var whyAbout: String {
    let card = tokenizer.tokenizer.card
    return card.splitter == "none" || card.splitter.isEmpty
      ? "\(card.name) has no splitter: a merge may cross any place, so long texts are cut at line ends"
      : "no place to cut is certain under \(card.splitter): long stretches are cut at line ends"
  }
}

/// Count a range of the text.
package struct SelectionRequest: Sendable, Equatable {
  package var range: Range<Int>
  package var version: Int
  /// How far the count of the text reaches into the range.
  package var covered: Int
  package var census: Census
  package var tokenizer: LoadedTokenizer
  package var options: EncodeOptions

  package static func == (a: SelectionRequest, b: SelectionRequest) -> Bool {
    a.range == b.range && a.version == b.version && a.covered == b.covered && a.tokenizer == b.tokenizer
      && a.options == b.options
  }
}

/// A selection and what is in it.
package struct SelectionCount: Sendable, Equatable {
  package var request: SelectionRequest
  package var count: RangeCount

  package init(request: SelectionRequest, count: RangeCount) {
    self.request = request
    self.count = count
  }
}
