import Basics
import Documents
import Screen
import Tokens

/// What the state needs from the runner after it has changed.
extension State {
  /// The text has changed by `change`: what hangs on it follows, and is asked for anew.
  mutating func textChanged(from old: Rope) -> [Effect] {
    if let change = document.text.difference(from: old) {
      let isCut = segmentation?.recut(
        change, in: document.text, tokenizer.tokenizer, encodeOptions, .open)
      if isCut != true { segmentation?.follow(change) }
    }
    search.match = nil
    var effects = resegment() + recount()
    if !isSessionDue {
      isSessionDue = true
      effects.append(.wake(after: 2000, .keepSession))
    }
    return effects
  }

  /// Asks for the tokens of what is on the screen, unless they are there.
  package mutating func resegment() -> [Effect] {
    let visible = visibleBytes
    if let segmentation, !segmentation.isStale, segmentation.range.lowerBound <= visible.lowerBound,
      segmentation.range.upperBound >= visible.upperBound
    {
      return []
    }
    return [
      .segment(
        SegmentRequest(
          text: document.text, version: document.version, visible: visible, tokenizer: tokenizer,
          options: encodeOptions))
    ]
  }

  /// Asks for the inspector's figures when another token is under the caret or selected in the vocabulary.
  mutating func reinspect() -> [Effect] {
    let more =
      reexplain() + recheck() + recompare() + findEntries() + relook() + remeasure()
      + reviewVectors()
    guard let request = inspectRequest, request != inspected?.request else { return more }
    return [.inspect(request)] + more
  }

  /// Asks for the stages and reasons at the caret, when a pane shows them.
  private mutating func reexplain() -> [Effect] {
    let isShown = [PaneKind.pipeline, .why].contains { layout.panes.contains($0.rawValue) }
    guard isShown, tokenizer.number > 0 else { return [] }
    let request = ExplainRequest(
      text: document.text, version: document.version, caret: view.selection.caret, tokenizer: tokenizer,
      options: encodeOptions)
    return request == explained?.request ? [] : [.explain(request)]
  }

  /// Asks for a check of the tokenizer, when the check pane is open.
  private mutating func recheck() -> [Effect] {
    guard layout.panes.contains(PaneKind.check.rawValue), tokenizer.number > 0,
      checked?.tokenizer != tokenizer,
      jobs[.check] == nil
    else { return [] }
    jobs[.check] = 0
    return [.check(tokenizer)]
  }

  /// What the inspector should explain: the selected entry while the vocabulary has the focus, else the current token.
  var inspectRequest: InspectRequest? {
    func occurrences(_ id: TokenID) -> Int? { census.isComplete ? census.occurrences(of: id) : nil }
    if focus == .vocabulary, let id = vocabulary.selectedID {
      return InspectRequest(
        id: id, place: nil, occurrences: occurrences(id), tokenizer: tokenizer)
    }
    guard let segmentation, let index = currentTokenIndex else { return nil }
    let token = segmentation.tokens[index]
    let place = segmentation.bytes(of: token)
    return InspectRequest(
      id: token.id, place: place, occurrences: occurrences(token.id), tokenizer: tokenizer)
  }

  /// Asks for the vocabulary entries that match, when the browser is on the screen.
  mutating func searchVocabulary() -> [Effect] {
    [
      .searchVocabulary(
        VocabularyRequest(query: vocabulary.query, sort: vocabulary.sort, tokenizer: tokenizer))
    ]
  }

  /// Uses another tokenizer: everything that came from the old one is asked for anew.
  mutating func use(_ newTokenizer: any Tokenizer, stamp: String = "") -> [Effect] {
    exchangeCensus(for: newTokenizer, stamp: stamp)
    tokenizer = LoadedTokenizer(number: tokenizer.number + 1, newTokenizer)
    segmentation = nil
    inspected = nil
    explained = nil
    checked = nil
    vocabulary.ids = nil
    vocabulary.selected = 0
    return resegment() + recount()
      + (layout.panes.contains(PaneKind.vocabulary.rawValue) ? searchVocabulary() : [])
  }

  /// The state as it is kept for the next start.
  var session: Session {
    var session = Session(
      text: document.path != nil && !document.isModified ? nil : document.text, path: document.path,
      name: documentName,
      tokenizer: tokenizerName, view: view, contextWindow: settings.contextWindow, theme: theme.name)
    session.layout = layout.written
    session.tensors = tensors.files.map(\.path)
    session.pictures = map.order?.paths ?? []
    session.visionModel = map.order?.model.words ?? ""
    return session
  }

  /// The name or path by which the tokenizer can be loaded again.
  var tokenizerName: String {
    let card = tokenizer.tokenizer.card
    return card.path.isEmpty ? card.name : card.path
  }
}
