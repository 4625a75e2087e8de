import Tokens

/// Tokenizers and their vocabularies.
enum TokenCommands {
  static let all = [
    Command(
      "tokenizer.pick", "Choose a tokenizer", keys: ["f2", "t"], .tokens, hint: "tokenizer",
      argument: "name or path"
    ) {
      state, name in
      if !name.isEmpty { return state.load(name) }
      state.overlays.append(.chooser(Chooser(.tokenizers)))
      return state.shelf == nil ? [.listTokenizers] : []
    },
    Command(
      "vocabulary.type", "Search the vocabulary", keys: ["/", "i"], in: .vocabulary, .tokens, hint: "search"
    ) {
      state, _ in
      state.vocabulary.isTyping = true
      return []
    },
    Command(
      "vocabulary.sort", "Sort by id, length or script", keys: ["o"], in: .vocabulary, .tokens, hint: "sort"
    ) { state, _ in
      let sorts = VocabularySort.allCases
      let next = ((sorts.firstIndex(of: state.vocabulary.sort) ?? 0) + 1) % sorts.count
      state.vocabulary.sort = sorts[next]
      return state.searchVocabulary() + state.say("Sorted by \(state.vocabulary.sort.rawValue)")
    },
    Command(
      "vocabulary.find", "Go to where the entry occurs in the text", keys: ["enter", "n"], in: .vocabulary,
      .tokens, hint: "in text"
    ) {
      state, _ in state.findSelectedEntry()
    },
    Command(
      "vocabulary.insert", "Put the entry's text at the cursor", keys: ["insert", "a"], in: .vocabulary,
      .tokens
    ) {
      state, _ in
      guard let id = state.vocabulary.selectedID,
        let bytes = state.tokenizer.tokenizer.vocabulary.bytes(of: id)
      else { return [] }
      return state.insert(bytes, kind: .other)
    },
    Command("vocabulary.back", "Back to the text", keys: ["esc"], in: .vocabulary, .tokens, hint: "back") {
      state, _ in
      if !state.vocabulary.query.isEmpty {
        state.vocabulary.query = ""
        return state.searchVocabulary()
      }
      state.layout.focus(PaneKind.text.rawValue)
      return state.resegment() + state.reinspect()
    },
  ]
}

extension State {
  /// Reads another tokenizer in the background.
  mutating func load(_ name: String) -> [Effect] {
    jobs[.loadTokenizer] = 0
    return [.loadTokenizer(name: name, generation: nextGeneration(.loadTokenizer))]
  }

  /// Looks for the next place where the selected entry stands in the text as a token of its own.
  mutating func findSelectedEntry() -> [Effect] {
    guard let id = vocabulary.selectedID else { return say("Nothing is selected") }
    guard let bytes = tokenizer.tokenizer.vocabulary.bytes(of: id), !bytes.isEmpty else {
      return say("This entry has no text")
    }
    if census.isComplete && census.occurrences(of: id) == 0 {
      return say("This entry does not occur in the text")
    }
    jobs[.find] = 0
    return [
      .findToken(
        FindTokenRequest(
          id: id, text: document.text, from: TextMotion.next(document.text, after: view.selection.caret),
          tokenizer: tokenizer, options: encodeOptions))
    ]
  }
}
