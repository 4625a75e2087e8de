import Basics
import Documents
import Figures
import Screen
import Tokens

/// Work that `update` asks for, as data: who asks, with which inputs, never how.
package enum Effect: Sendable, Equatable {
  case segment(SegmentRequest)
  case count(CountRequest)
  /// Count what is selected.
  case countSelection(SelectionRequest)
  /// Find out everything about one entry of the tokenizer.
  case inspect(InspectRequest)
  /// Find out what every stage makes of the text around the caret, and why.
  case explain(ExplainRequest)
  /// Look for what is wrong with a tokenizer.
  case check(LoadedTokenizer)
  /// Learn a byte pair encoding from the text, some merges further.
  case train(TrainRequest)
  /// Cut the text around the caret with all tokenizers that are compared.
  case compare(CompareRequest)
  /// Find all measures of the text.
  case measure(MeasureRequest)
  /// Compare them on files and folders.
  case compareCorpus(CorpusRequest)
  case compareVocabularies(VocabulariesRequest)
  /// Compare them on the whole text.
  case compareAll(CompareRequest)
  /// Have a lens look at the text or its sample.
  case look(LookRequest)
  case export(ExportRequest)
  /// Draw figures in pixels, for the whole screen.
  case preview([Figure])
  /// Show the picture on the whole screen until the next key.
  case showPixels(PreviewPicture)
  /// Open the matrix with a vector for each entry.
  case loadEmbeddings(EmbeddingsRequest)
  case openTensors(TensorsRequest)
  case compareVectors(SimilarityRequest)
  case findNeighbours(NeighboursRequest)
  case project(ProjectionRequest)
  case linkTokens(GraphRequest)
  /// Open pictures and look up what their tokens read as.
  case mapTokens(MapRequest)
  case lookCloser(CloserRequest)
  case tryReader(TrialRequest)
  /// Train a micro model, or go on with it.
  case trainModel(LabRequest)
  case searchVocabulary(VocabularyRequest)
  /// Look for tokenizers on this machine.
  case listTokenizers
  /// Read a tokenizer by name or path.
  case loadTokenizer(name: String, generation: Int)
  /// Read a tokenizer to compare with.
  case loadOther(name: String, generation: Int)
  /// Read a text file piece by piece; the first piece is small so that it is on the screen at once.
  case openFile(path: String, generation: Int)
  case save(SaveRequest)
  /// Keep the state for the next start.
  case keepSession(Session)
  /// Write the state to a file that opens the same view again.
  case saveSession(Session, path: String)
  /// Keep the state of a run that ends, for `--resume`.
  case keepLast(Session)
  /// Forget what was kept, since nothing is unsaved any more.
  case dropRecovery
  /// Forget what an earlier run left and was offered.
  case dropOffered
  case loadTheme(name: String)
  case findText(FindRequest)
  case findToken(FindTokenRequest)
  case copy([UInt8])
  case setMouse(Bool)
  case readClipboard
  /// Do nothing now, but come back after a time.
  case wake(after: Milliseconds, Wake)
  case cancel(Job)
  case redraw
  case suspend
  case quit
}

/// A length of time.
package typealias Milliseconds = Int

/// Why the clock was set.
package enum Wake: Sendable, Equatable {
  case keepSession
  case clearNotice(Int)
}

/// A kind of work of which one is under way at a time; a newer request of the same job replaces the older.
package enum Job: String, Sendable, Hashable, CaseIterable {
  case segment, count, selection, inspect, explain, check, train, compare, compareAll, measure, corpus,
    vocabularies,
    loadOther,
    vocabulary, tokenizers,
    loadTokenizer, openFile, save,
    session, theme, find,
    clipboard, look, export, preview,
    embeddings, tensors, tensorStatistics, tensorSlice, similarity, neighbours, projection, graph,
    map, mapCloser, mapTrial, lab
}

extension Job {
  /// Whether its answers say when it is complete: its end may be that of an older request.
  var endsByAnswer: Bool {
    [
      .look, .tensors, .tensorStatistics, .tensorSlice, .map, .mapCloser, .mapTrial,
      .lab,
    ].contains(self)
  }

  /// Whether it is under way again when an older request of it was stopped.
  var goesOn: Bool {
    endsByAnswer || [.loadTokenizer, .similarity, .neighbours, .projection, .graph].contains(self)
  }
}

/// Cut the visible part of the text.
package struct SegmentRequest: Sendable, Equatable {
  package var text: Rope
  package var version: Int
  package var visible: Range<Int>
  package var tokenizer: LoadedTokenizer
  package var options: EncodeOptions
}

/// Count the whole text, going on from an earlier count.
package struct CountRequest: Sendable, Equatable {
  package var text: Rope
  package var version: Int
  package var previous: Census
  package var tokenizer: LoadedTokenizer
  package var options: EncodeOptions
  /// Whether what has not been counted yet is counted too.
  package var goesOn = true
}

/// Explain an entry; `place` is where the token under the caret stands in the text.
package struct InspectRequest: Sendable, Equatable {
  package var id: TokenID
  package var place: Range<Int>?
  /// How often the entry occurs in the text, when that has been counted.
  package var occurrences: Int?
  package var tokenizer: LoadedTokenizer
}

/// Explain the text around the caret.
package struct ExplainRequest: Sendable, Equatable {
  package var text: Rope
  package var version: Int
  package var caret: Int
  package var tokenizer: LoadedTokenizer
  package var options: EncodeOptions

  package static func == (a: ExplainRequest, b: ExplainRequest) -> Bool {
    a.version == b.version && a.caret == b.caret && a.tokenizer == b.tokenizer && a.options == b.options
  }
}

/// Find entries of the vocabulary.
package struct VocabularyRequest: Sendable, Equatable {
  package var query: String
  package var sort: VocabularySort
  package var tokenizer: LoadedTokenizer
}

/// Write the text to a file.
package struct SaveRequest: Sendable, Equatable {
  package var text: Rope
  package var path: String
  /// Whether an existing file of another name may be replaced.
  package var mayReplace: Bool
  package var quitsAfter = false
}

/// Look for bytes in the text.
package struct FindRequest: Sendable, Equatable {
  package var needle: [UInt8]
  package var text: Rope
  package var from: Int
  package var isForward: Bool
  package var foldsCase: Bool
}

/// Look for the next place where an entry stands in the text as a token.
package struct FindTokenRequest: Sendable, Equatable {
  package var id: TokenID
  package var text: Rope
  package var from: Int
  package var tokenizer: LoadedTokenizer
  package var options: EncodeOptions
}

/// A tokenizer in use, with the number under which it was loaded; two are equal when the numbers are.
package struct LoadedTokenizer: Sendable, Equatable {
  package let number: Int
  package let tokenizer: any Tokenizer

  package init(number: Int, _ tokenizer: any Tokenizer) {
    self.number = number
    self.tokenizer = tokenizer
  }

  package static func == (a: LoadedTokenizer, b: LoadedTokenizer) -> Bool { a.number == b.number }
}
