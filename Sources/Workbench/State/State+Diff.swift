import Basics
import Documents
import Figures
import Screen
import Tokens

/// Other tokenizers beside the one in use, or an earlier text beside this one, and what comparing has found.
package struct DiffView: Sendable, Equatable {
  /// What the tokenizer in use is compared with, in order: B, C …
  package var others: [LoadedTokenizer] = []
  /// An earlier text; then the two texts are compared, under the tokenizer in use alone.
  package var before: Rope?
  package var isSideBySide = false
  /// White space at the ends of tokens makes no difference.
  package var ignoresSpaces = false
  /// What was found around the caret, and in the whole text so far.
  package var around: Compared?
  package var all: ComparedAll?
  /// What the whole text is being compared for.
  var asked: CompareRequest?

  package init() {}
}

/// Compare tokenizers, or texts, around the caret or as a whole.
package struct CompareRequest: Sendable, Equatable {
  package var text: Rope
  package var version: Int
  package var caret: Int
  package var tokenizers: [LoadedTokenizer]
  package var before: Rope?
  package var ignoresSpaces: Bool
  package var options: EncodeOptions

  package static func == (a: CompareRequest, b: CompareRequest) -> Bool {
    a.caret == b.caret && a.isAboutSame(as: b)
  }

  /// Whether both compare the same things, wherever the caret is.
  func isAboutSame(as other: CompareRequest) -> Bool {
    version == other.version && tokenizers == other.tokenizers && ignoresSpaces == other.ignoresSpaces
      && options == other.options && (before == nil) == (other.before == nil)
      && before.map { $0.isSameVersion(as: other.before ?? Rope()) } ?? true
  }
}

/// What was found around the caret.
package struct Compared: Sendable, Equatable {
  package var request: CompareRequest
  /// All rows; their texts begin at `start` of the document.
  package var alignment: Alignment
  package var start: Int
  /// The region at the caret.
  package var region: Int?
  /// Why the rows part there, or what changed, in a sentence.
  package var reason: String?
  package var isExact: Bool
}

/// What was found in the whole text, or in the part of it that has been compared.
package struct ComparedAll: Sendable, Equatable {
  package var request: CompareRequest
  package var totals: CutTotals
  package var isComplete: Bool
  package var isExact: Bool
}

extension State {
  /// The tokenizers that are compared, the one in use first.
  var comparedTokenizers: [LoadedTokenizer] { [tokenizer] + (diff.before == nil ? diff.others : []) }

  private var compareRequest: CompareRequest? {
    guard layout.panes.contains(PaneKind.diff.rawValue), !(tokenizer.tokenizer is PendingTokenizer),
      diff.before != nil || !diff.others.isEmpty
    else { return nil }
    return CompareRequest(
      text: document.text, version: document.version, caret: view.selection.caret,
      tokenizers: comparedTokenizers,
      before: diff.before, ignoresSpaces: diff.ignoresSpaces, options: encodeOptions)
  }

  /// Asks for a comparison at the caret, and of the whole when the text or the tokenizers have changed.
  mutating func recompare() -> [Effect] {
    guard let request = compareRequest else { return [] }
    var effects: [Effect] = request == diff.around?.request ? [] : [.compare(request)]
    if request.before == nil, !(diff.all?.request.isAboutSame(as: request) ?? false), !isComparingAll(request)
    {
      jobs[.compareAll] = 0
      diff.asked = request
      effects.append(.compareAll(request))
    }
    return effects
  }

  private func isComparingAll(_ request: CompareRequest) -> Bool {
    jobs[.compareAll] != nil && (diff.asked?.isAboutSame(as: request) ?? false)
  }

  mutating func take(_ new: Compared) -> [Effect] {
    guard let request = compareRequest, new.request.isAboutSame(as: request) else { return [] }
    diff.around = new
    return []
  }

  mutating func take(_ new: ComparedAll) -> [Effect] {
    guard let request = compareRequest, new.request.isAboutSame(as: request) else { return [] }
    diff.all = new
    return []
  }

  /// Sets a tokenizer beside those that are compared.
  mutating func compare(with other: any Tokenizer) -> [Effect] {
    let number = 1 << 20 + nextGeneration(.compare)
    diff.before = nil
    diff.others.append(LoadedTokenizer(number: number, other))
    return showDiff()
  }

  /// Opens the pane and asks for what it shows.
  mutating func showDiff() -> [Effect] {
    if !layout.panes.contains(PaneKind.diff.rawValue) { layout = Arrangement.comparing(for: size) }
    layout.focus(PaneKind.diff.rawValue)
    return showCaret() + resegment() + reinspect()
  }

  /// Goes to the next or previous place that is cut differently.
  mutating func goToDifference(forward: Bool) -> [Effect] {
    if diff.before != nil { return goToChange(forward: forward) }
    guard let all = diff.all else { return say("Comparing …") }
    let caret = view.selection.caret
    let places = all.totals.places
    let index = places.partition { $0 > caret }
    let target = forward ? (index < places.count ? places[index] : nil) : places[..<index].last { $0 < caret }
    guard let target else {
      let side = forward ? "after" : "before"
      return say(
        all.isComplete
          ? "No difference \(side) the cursor"
          : "No difference \(side) the cursor in what has been compared so far")
    }
    return moveCaret(to: target, extending: false)
  }

  /// The same where texts are compared: in what is shown.
  private mutating func goToChange(forward: Bool) -> [Effect] {
    guard let around = diff.around, let row = around.alignment.rows.indices.last else {
      return say("Comparing …")
    }
    let caret = view.selection.caret - around.start
    let places = around.alignment.regions.filter { !$0.isShared }.map { $0.ranges[row].lowerBound }
    guard let target = forward ? places.first(where: { $0 > caret }) : places.last(where: { $0 < caret })
    else {
      return say("No change \(forward ? "after" : "before") the cursor")
    }
    return moveCaret(to: around.start + target, extending: false)
  }
}

extension [Int] {
  /// The index of the first element of a sorted list for which the condition, once true, stays true.
  func partition(_ isBehind: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
