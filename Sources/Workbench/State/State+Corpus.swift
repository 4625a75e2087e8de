import Basics
import Figures
import Tokens

/// What a corpus costs under the compared tokenizers, counted in the background.
package struct CorpusView: Sendable, Equatable {
  /// The files and folders that were named.
  package var paths: [String] = []
  /// What is known so far.
  package var figures: [Figure] = []
  package var isComplete = false
  /// Stopped before the end: what was counted stays.
  package var isStopped = false
  package var number = 0
  /// What a person wants to know the cost in; kept from one corpus to the next.
  package var prices = CorpusReport.Prices()

  package init() {}
}

/// Compare the tokenizers on files and folders.
package struct CorpusRequest: Sendable, Equatable {
  package var paths: [String]
  package var tokenizers: [LoadedTokenizer]
  package var options: EncodeOptions
  package var prices: CorpusReport.Prices
  package var number: Int
}

/// How two vocabularies differ, and the part of the entries that is looked at.
package struct VocabulariesView: Sendable, Equatable {
  package var kind: VocabularyComparison.Kind?
  package var query = ""
  /// What was found for the newest request.
  package var found: VocabulariesFound?
  package var selected = 0
  /// What the files say of everything but the entries is shown instead of the entries.
  package var showsConfiguration = false

  package init() {}
}

/// Compare two vocabularies and find entries.
package struct VocabulariesRequest: Sendable, Equatable {
  package var first: LoadedTokenizer
  package var second: LoadedTokenizer
  package var kind: VocabularyComparison.Kind?
  package var query: String
}

/// The entries found, by their place in the comparison.
package struct VocabulariesFound: Sendable, Equatable {
  package var request: VocabulariesRequest
  package var report: VocabularyDiffReport
  package var indexes: [Int]

  package static func == (a: VocabulariesFound, b: VocabulariesFound) -> Bool {
    a.request == b.request && a.indexes == b.indexes
  }
}

extension State {
  /// Asks for the entries that match, unless they are there.
  mutating func findEntries() -> [Effect] {
    guard layout.panes.contains(PaneKind.vocabularies.rawValue), let other = diff.others.first else {
      return []
    }
    let request = VocabulariesRequest(
      first: tokenizer, second: other, kind: vocabularies.kind, query: vocabularies.query)
    return vocabularies.found?.request == request ? [] : [.compareVocabularies(request)]
  }

  mutating func take(_ new: VocabulariesFound) -> [Effect] {
    guard new.request.first == tokenizer, new.request.second == diff.others.first,
      new.request.kind == vocabularies.kind, new.request.query == vocabularies.query
    else { return [] }
    vocabularies.found = new
    vocabularies.selected = 0
    return []
  }

  /// Begins to compare the tokenizers on files and folders; without any on the system's message catalogues.
  mutating func compareCorpus(_ paths: [String]) -> [Effect] {
    var prices = corpus.prices
    prices.window = settings.contextWindow
    corpus = CorpusView()
    corpus.paths = paths
    corpus.prices = prices
    corpus.number = nextGeneration(.corpus)
    jobs[.corpus] = 0
    if !layout.panes.contains(PaneKind.corpus.rawValue) { layout = Arrangement.under(text: .corpus) }
    layout.focus(PaneKind.corpus.rawValue)
    scrolls[.corpus] = 0
    return [
      .compareCorpus(
        CorpusRequest(
          paths: paths, tokenizers: [tokenizer] + diff.others, options: encodeOptions, prices: prices,
          number: corpus.number))
    ]
  }

  mutating func take(_ figures: [Figure], isComplete: Bool, number: Int) -> [Effect] {
    guard number == corpus.number else { return [] }
    corpus.figures = figures
    corpus.isComplete = isComplete
    return []
  }

  /// Stops a comparison that is under way; what it has counted stays.
  mutating func stopCorpus() -> [Effect] {
    guard jobs[.corpus] != nil else { return [] }
    jobs[.corpus] = nil
    corpus.isStopped = true
    return [.cancel(.corpus)] + say("Stopped; the figures are partial")
  }
}
