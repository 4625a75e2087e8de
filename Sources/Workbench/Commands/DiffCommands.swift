import Screen
import Tokens

/// Comparing tokenizers, and texts.
enum DiffCommands {
  static let all = [
    Command(
      "diff.show", "Compare with another tokenizer, or end comparing", keys: ["D"], .tokens, hint: "diff"
    ) { state, _ in
      if state.layout.panes.contains(PaneKind.diff.rawValue) {
        state.layout = Arrangement.standard(for: state.size)
        return state.showCaret() + state.resegment() + state.reinspect()
      }
      return state.diff.others.isEmpty && state.diff.before == nil
        ? state.run(line: "diff.add") : state.showDiff()
    },
    Command(
      "diff.add", "Compare with one tokenizer more", keys: ["a"], in: .diff, .tokens, hint: "add",
      argument: "name or path"
    ) { state, name in
      if name.isEmpty {
        state.overlays.append(.chooser(Chooser(.others)))
        return state.shelf == nil ? [.listTokenizers] : []
      }
      state.jobs[.loadOther] = 0
      return [.loadOther(name: name, generation: state.nextGeneration(.loadOther))]
    },
    Command("diff.next", "Next difference", keys: ["n"], in: .diff, .tokens, hint: "next") { state, _ in
      state.goToDifference(forward: true)
    },
    Command("diff.previous", "Previous difference", keys: ["N"], in: .diff, .tokens, hint: "previous") {
      state, _ in state.goToDifference(forward: false)
    },
    Command("diff.side", "Below each other, or side by side", keys: ["v"], in: .diff, .tokens, hint: "view") {
      state, _ in
      state.diff.isSideBySide.toggle()
      return []
    },
    Command(
      "diff.spaces", "Let white space at the ends of tokens count, or not", keys: ["w"], in: .diff, .tokens,
      hint: "spaces"
    ) { state, _ in
      state.diff.ignoresSpaces.toggle()
      let effects = state.say(
        state.diff.ignoresSpaces
          ? "White space at the ends of tokens makes no difference" : "White space counts")
      return effects + state.reinspect()
    },
    Command("diff.swap", "Exchange A and B", keys: ["s"], in: .diff, .tokens, unavailable: missingOther) {
      state, _ in
      guard let other = state.diff.others.first else { return [] }
      state.diff.others[0] = LoadedTokenizer(
        number: 1 << 20 + state.nextGeneration(.compare), state.tokenizer.tokenizer)
      return state.use(other.tokenizer) + state.reinspect()
    },
    Command(
      "diff.remove", "Leave the last tokenizer out", keys: ["d"], in: .diff, .tokens,
      unavailable: missingOther
    ) { state, _ in
      guard state.diff.others.popLast() != nil else { return [] }
      return state.reinspect()
    },
    Command(
      "diff.pin", "Keep this text, and compare what you make of it", keys: ["P"], .tokens
    ) { state, _ in
      let isPinned = state.diff.before != nil
      state.diff.before = isPinned ? nil : state.document.text
      let effects = state.showDiff()
      state.layout.focus(PaneKind.text.rawValue)
      return effects
        + state.say(
          isPinned ? "The earlier text is let go" : "Kept: change the text and see what changes in its tokens"
        )
    },
    Command(
      "diff.vocabularies", "Compare the vocabularies and configurations", keys: ["V"], in: .diff, .tokens,
      hint: "vocabularies", unavailable: missingOther
    ) { state, _ in
      state.layout = Arrangement.under(text: .vocabularies)
      return state.showCaret() + state.reinspect()
    },
    Command(
      "vocabularies.search", "Find entries that hold a text", keys: ["/", "i"], in: .vocabularies, .tokens,
      hint: "search", argument: "text"
    ) { state, text in
      if text.isEmpty {
        state.overlays.append(.prompt(Prompt(.entries, text: state.vocabularies.query)))
        return []
      }
      state.vocabularies.query = text
      return state.findEntries()
    },
    Command(
      "vocabularies.kind", "Show other kinds of entries", keys: ["o", "space"], in: .vocabularies, .tokens,
      hint: "kind"
    ) { state, _ in
      let kinds = [nil] + VocabularyComparison.Kind.allCases.map { Optional($0) }
      let index = kinds.firstIndex(of: state.vocabularies.kind) ?? 0
      state.vocabularies.kind = kinds[(index + 1) % kinds.count]
      return state.findEntries()
    },
    Command(
      "vocabularies.configuration", "Show the configurations, or the entries", keys: ["c"], in: .vocabularies,
      .tokens,
      hint: "configuration"
    ) { state, _ in
      state.vocabularies.showsConfiguration.toggle()
      return []
    },
    Command(
      "vocabularies.all", "End searching, or go back to the cuts", keys: ["esc"], in: .vocabularies, .tokens,
      hint: "back"
    ) { state, _ in
      if state.vocabularies.query.isEmpty {
        state.layout = Arrangement.comparing(for: state.size)
        return state.showDiff()
      }
      state.vocabularies.query = ""
      return state.findEntries()
    },
    Command(
      "measures.all", "All measures of the text, with definitions", keys: ["A"], .tokens
    ) { state, _ in
      state.layout = Arrangement.under(text: .measuring)
      return state.showCaret() + state.resegment() + state.reinspect()
    },
    Command(
      "measures.again", "Measure the text as it is now", keys: ["r"], in: .measuring, .tokens, hint: "measure"
    ) { state, _ in state.remeasure(isAsked: true) },
    Command(
      "corpus.open", "What files or a folder cost under the compared tokenizers", keys: ["C"], .tokens,
      argument: "paths"
    ) { state, paths in
      if paths.isEmpty {
        state.overlays.append(.prompt(Prompt(.corpus)))
        return []
      }
      return state.compareCorpus([paths])
    },
    Command("corpus.again", "Name another file or folder", keys: ["o"], in: .corpus, .tokens, hint: "open") {
      state, _ in
      state.overlays.append(.prompt(Prompt(.corpus)))
      return []
    },
    Command(
      "corpus.catalogues", "What languages cost, from this system's message catalogues", keys: ["c"],
      in: .corpus, .tokens,
      hint: "catalogues"
    ) { state, _ in state.compareCorpus([]) },
    Command(
      "corpus.price", "Prices for a million tokens: one, or one for each tokenizer", keys: ["p"], in: .corpus,
      .tokens,
      hint: "price", argument: "price,…"
    ) { state, words in
      if words.isEmpty {
        state.overlays.append(.prompt(Prompt(.price)))
        return []
      }
      guard let prices = CorpusReport.Prices.perMillion(words) else {
        return state.say("Prices are numbers with commas between them, as 2.5,10", warning: true)
      }
      state.corpus.prices.perMillion = prices
      return state.corpus.paths.isEmpty ? [] : state.compareCorpus(state.corpus.paths)
    },
    Command("corpus.stop", "Stop; what was counted stays", keys: ["s"], in: .corpus, .tokens, hint: "stop") {
      state, _ in state.stopCorpus()
    },
    Command("diff.leave", "Back to the text", keys: ["esc"], in: .diff, .tokens, hint: "leave") { state, _ in
      state.layout.focus(PaneKind.text.rawValue)
      return state.reinspect()
    },
  ]

  private static let missingOther: @Sendable (State) -> String? = {
    $0.diff.others.isEmpty ? "there is no other tokenizer" : nil
  }
}
