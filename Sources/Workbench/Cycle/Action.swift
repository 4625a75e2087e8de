import Basics
import Documents
import Figures
import Formats
import Lenses
import Screen
import Tokens

/// Everything that can change the state: what a person did, and what the runner found.
package enum Action: Sendable {
  case input(Input)
  /// Run a command by its id, with an argument; palette, scripts and tests use this.
  case command(String, String = "")
  case answer(Answer)
}

extension Action {
  /// Whether it only tells how far work has come, which can wait a little.
  var isProgress: Bool {
    switch self {
    case .answer(.progress), .answer(.counted), .answer(.trained), .answer(.comparedAll),
      .answer(.corpusCompared), .answer(.looked(_, _, isComplete: false)),
      .answer(.fileRead(_, isFirst: false, _, _)), .answer(.readerTried), .answer(.modelTrained),
      .answer(.finished):
      true
    default: false
    }
  }
}

/// A result of an effect.
package enum Answer: Sendable {
  case segmented(Segmentation, version: Int, tokenizer: Int)
  case counted(Census, Measures, version: Int, tokenizer: Int)
  case selectionCounted(SelectionCount)
  case inspected([Figure], InspectRequest)
  case explained(State.Explained)
  case checked(State.Checked)
  case trained([TrainingStep], isComplete: Bool, number: Int)
  case compared(Compared)
  case comparedAll(ComparedAll)
  case corpusCompared([Figure], isComplete: Bool, number: Int)
  case vocabulariesCompared(VocabulariesFound)
  case measured(Measurings)
  case otherLoaded(any Tokenizer, generation: Int)
  case looked(Plate, LookRequest, isComplete: Bool)
  case embeddingsLoaded(LoadedEmbeddings)
  case tensorsFound(TensorsFound)
  case similarityFound(SimilarityFound)
  case neighboursFound(NeighboursFound)
  case projected(ProjectionFound)
  case tokensLinked(GraphFound)
  case mapped(MapFound)
  case lookedCloser(CloserFound)
  case readerTried(TrialFound)
  case modelTrained(LabFound)
  case exported(String, byteCount: Int)
  case previewDrawn(PreviewPicture)
  /// The file exists.
  case exportNeedsConsent(ExportRequest)
  case vocabularyFound([TokenID], VocabularyRequest)
  case tokenizersListed([ShelfEntry])
  /// A tokenizer, and by what its file is recognised again.
  case tokenizerLoaded(any Tokenizer, stamp: String, generation: Int)
  case fileRead(Rope, isFirst: Bool, total: Int, generation: Int)
  case fileEnded(path: String?, generation: Int)
  case saved(SaveRequest)
  /// The file exists and is not the one that was opened.
  case saveNeedsConsent(SaveRequest)
  case found(Range<Int>?, FindRequest, wrapped: Bool)
  case tokenFound(Range<Int>?, FindTokenRequest)
  case sessionSaved(path: String)
  case themeLoaded(Theme, name: String, warnings: [Trouble])
  case copied(String)
  case clipboardRead([UInt8])
  case woke(Wake)
  case progress(Job, Double)
  case finished(Job)
  case failed(Job, Trouble)
}
