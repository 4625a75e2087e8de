import Basics
import Documents
import Figures
import Formats
import Screen
import Tokens

/// Everything the workbench knows, as one value. `update` changes it, `render` draws it.
package struct State: Sendable, Equatable {
  // The text.
  package var document: TextDocument
  /// What the title calls the text when it has no path.
  package var documentName: String
  package var view = TextView()
  package var loading: Loading?
  /// The files named at the start, and which of them is open.
  package var files: [String] = []
  package var fileIndex = 0

  // Its tokens.
  package var tokenizer: LoadedTokenizer
  package var encodeOptions = EncodeOptions(special: .allow, isWindow: true)
  package var segmentation: Segmentation?
  package var census = Census()
  package var measures: Measures?
  /// By what the text was counted, and counts by others that are kept.
  var countedBy: CensusIdentity?
  var keptCensuses: [KeptCensus] = []
  /// Whether the person has stopped the first pass.
  package var isCountStopped = false
  /// What is in the selection, and what was asked about it.
  package var selected: SelectionCount?
  var selectionAsked: SelectionRequest?
  /// The request whose answer the inspector shows, and the answer.
  package var inspected: Inspected?
  /// Why the text is cut as it is at the caret, and the step that the why pane shows.
  package var explained: Explained?
  package var whyStep = 0
  /// What the check of the tokenizer found.
  package var checked: Checked?
  /// Other tokenizers, or an earlier text, beside this one.
  package var diff = DiffView()
  package var measuring: Measurings?
  var measureAsked: MeasureRequest?
  package var vocabularies = VocabulariesView()
  package var corpus = CorpusView()
  /// A training on the text, when the training pane has been opened.
  package var training: TrainingView?
  /// The lenses, and the one that is open.
  package var lenses = LensView()
  /// Vectors of entries and tokens, and what the panes make of them.
  package var embeddings = EmbeddingsView()
  package var tensors = TensorsView()
  package var similarity = SimilarityView()
  package var neighbours = NeighboursView()
  package var projection = ProjectionView()
  package var graph = GraphView()
  /// Pictures as visual tokens.
  package var map = MapView()
  /// Micro models that are trained here.
  package var lab = LabView()

  // The screen.
  package var size: Size
  package var layout: Layout
  package var theme: Theme
  package var settings: Settings
  package var overlays: [Overlay] = []
  package var vocabulary = VocabularyView()
  package var scrolls: [PaneKind: Int] = [:]
  package var colorMode: ColorMode
  /// How many times as high as wide the terminal says that its characters are; nil as long as it has not.
  var terminalCellRatio: Double?
  /// The same: what is set, else what the terminal says, else what is usual.
  package var cellRatio: Double { settings.cellRatio ?? terminalCellRatio ?? CellShape.usual }
  /// Whether the terminal's background is dark; nil when it does not tell.
  package var isTerminalDark: Bool?
  /// Whether drawing keeps to ASCII, because the locale has no more.
  package var isASCII = false

  // What is going on.
  package var jobs: [Job: Double] = [:]
  package var log: [LogEntry] = []
  package var notice: Notice?
  package var search = Search()
  package var shelf: [ShelfEntry]?
  /// What to load when the first tokenizer cannot be had, the best last.
  package var fallbacks: [String] = []
  package var generations: [Job: Int] = [:]
  package var clipboard: [UInt8] = []
  package var isSessionDue = false
  /// What an earlier run left behind unsaved.
  package var recovery: Session?
  /// Where the caret goes when the session's file has been read.
  var placeToRestore: TextView?
  /// The themes that can be chosen.
  package var themeNames: [String] = []
  /// With what the program ends: 128 and the signal's number after a signal.
  package var exitStatus: Int32 = 0
  /// Set by a first Ctrl-C, so that a second one quits.
  package var quitsOnInterrupt = false

  package init(
    document: TextDocument, name: String, tokenizer: any Tokenizer, size: Size, theme: Theme,
    settings: Settings = Settings(), colorMode: ColorMode = .palette
  ) {
    self.document = document
    documentName = name
    self.tokenizer = LoadedTokenizer(number: 0, tokenizer)
    self.size = size
    self.theme = theme
    self.settings = settings
    self.colorMode = colorMode
    layout = Arrangement.standard(for: size)
    view.showsWhitespace = settings.showsWhitespace
    view.boundaries = settings.boundaries
    view.showsMinimap = settings.showsMinimap
  }

  /// How far the reading of a file has come.
  package struct Loading: Sendable, Equatable {
    package var read: Int
    package var total: Int
  }

  /// What the inspector shows.
  package struct Inspected: Sendable, Equatable {
    package var request: InspectRequest
    package var figures: [Figure]
  }

  /// What the pipeline and why panes show.
  package struct Explained: Sendable, Equatable {
    package var request: ExplainRequest
    /// The bytes of the document that were explained.
    package var window: Range<Int>
    package var text: [UInt8]
    package var explanation: Explanation
  }

  /// What the check pane shows.
  package struct Checked: Sendable, Equatable {
    package var tokenizer: LoadedTokenizer
    package var figures: [Figure]
    package var hasFaults: Bool
  }

  /// A sentence in the status line, gone after a while.
  package struct Notice: Sendable, Equatable {
    package var text: String
    package var isWarning: Bool
    package var number: Int
  }

  /// What was looked for last.
  package struct Search: Sendable, Equatable {
    package var needle: [UInt8] = []
    /// The match the caret is on.
    package var match: Range<Int>?

    package init() {}
  }

  /// One line of the log.
  package struct LogEntry: Sendable, Equatable {
    package var text: String
    package var isWarning: Bool
  }
}

/// How the vocabulary browser looks at the vocabulary.
package struct VocabularyView: Sendable, Equatable {
  package var query = ""
  package var sort = VocabularySort.id
  /// The ids that match, in order; nil until first asked for.
  package var ids: [TokenID]?
  package var selected = 0
  package var top = 0
  package var isTyping = false
  /// The id to select when the next answer comes.
  package var wanted: TokenID?

  package init() {}

  /// The id of the selected row.
  package var selectedID: TokenID? {
    guard let ids, ids.indices.contains(selected) else { return nil }
    return ids[selected]
  }
}

extension State {
  /// The theme for a person who has not chosen one.
  package static func standardTheme(isDark: Bool?) -> String { isDark == false ? "light" : "mosaic" }

  /// Takes a theme, made fit for the terminal: where the background is unknown or another than the theme's, the theme
  /// paints its own, so that every pair of colours is readable.
  package mutating func adopt(_ new: Theme) {
    theme = (new.isDark == isTerminalDark ? new : new.painted()).adapted(to: colorMode)
  }

  /// What the title calls the text.
  package var title: String {
    document.path.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? documentName
  }

  /// The number of the newest request of a job; answers with an older one are dropped.
  package func generation(_ job: Job) -> Int { generations[job] ?? 0 }

  /// Takes the next number for a job.
  package mutating func nextGeneration(_ job: Job) -> Int {
    generations[job, default: 0] += 1
    return generation(job)
  }

  /// Shows a sentence in the status line and keeps it in the log.
  package mutating func say(_ text: String, warning: Bool = false) -> [Effect] {
    log.append(LogEntry(text: text, isWarning: warning))
    if log.count > 1000 { log.removeFirst(log.count - 1000) }
    // A warning stays until its time is over; what is only good to know does not push it away.
    if let notice, notice.isWarning, !warning { return [] }
    let number = (notice?.number ?? 0) + 1
    notice = Notice(text: text, isWarning: warning, number: number)
    return [.wake(after: warning ? 8000 : 4000, .clearNotice(number))]
  }

  /// Shows a trouble unless it is a cancellation.
  package mutating func show(_ trouble: Trouble) -> [Effect] {
    trouble.kind == .cancelled ? [] : say("\(trouble)", warning: true)
  }

  /// The index of the token under the caret in the segmentation.
  package var currentTokenIndex: Int? {
    guard let segmentation else { return nil }
    let caret = view.selection.caret
    return segmentation.index(at: caret)
      ?? (caret == document.text.count ? segmentation.index(at: caret - 1) : nil)
  }
}
