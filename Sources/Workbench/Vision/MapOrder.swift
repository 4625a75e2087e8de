import Basics
import Formats

/// What makes visual tokens of pictures.
package enum MapModel: Sendable, Hashable {
  /// The micro model that comes with the program.
  case micro
  /// Colours and edges of each patch, put together by hand: no weights, and no words.
  case handmade
  /// A folder with a model.
  case folder(String)

  /// The model that a person names: `micro`, `handmade`, or a path.
  package init(_ words: String) {
    self =
      switch words {
      case "micro", "": .micro
      case "handmade": .handmade
      default: .folder(words)
      }
  }

  /// As `init` reads it.
  package var words: String {
    switch self {
    case .micro: "micro"
    case .handmade: "handmade"
    case .folder(let path): path
    }
  }
}

/// What a map is made of: pictures and a model, or files of vectors.
package struct MapOrder: Sendable, Equatable {
  /// Pictures, folders of them, or files of tensors; none for the sample scenes.
  package var paths: [String]
  package var model: MapModel
  /// What the files of tensors do not say themselves.
  package var layout: DumpLayout

  package init(paths: [String] = [], model: MapModel = .micro, layout: DumpLayout = DumpLayout()) {
    self.paths = paths
    self.model = model
    self.layout = layout
  }

  /// How many pictures are opened at most; more are left out, and the label says so.
  package static let pictureLimit = 64

  /// Whether the pictures are samples of ours.
  package var isSample: Bool { paths.isEmpty }

  /// What a title calls them.
  package var name: String {
    guard let first = paths.first else { return "sample scenes" }
    return paths.count > 1 ? "\(PathNames.last(first)) and \(paths.count - 1) more" : PathNames.last(first)
  }
}

/// How the rows of a file of vectors are meant, as far as a person said so.
package struct DumpLayout: Sendable, Equatable {
  /// `24x24`: rows and columns of patches.
  package struct Grid: Sendable, Equatable {
    package var rows: Int
    package var columns: Int

    package init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }

    /// Nil when the words are no two whole numbers from 1 to 4096 with an `x` between them.
    package init?(_ words: String) {
      let numbers = words.lowercased().split(separator: "x", omittingEmptySubsequences: false).map {
        Int($0) ?? 0
      }
      guard numbers.count == 2, numbers.allSatisfy({ (1...4096).contains($0) }) else { return nil }
      self.init(rows: numbers[0], columns: numbers[1])
    }
  }

  package var grid: Grid?
  /// The rows that are visual tokens, where others stand before and behind them.
  package var span: Range<Int>?
  /// Names of the rows before the patches that are no patch, as `CLS`.
  package var specials: [String]
  /// The matrix of words, `FILE` or `FILE:TENSOR`; nil where there is none, or where a model has its own.
  package var words: String?

  package init(
    grid: Grid? = nil, span: Range<Int>? = nil, specials: [String] = [], words: String? = nil
  ) {
    self.grid = grid
    self.span = span
    self.specials = specials
    self.words = words
  }
}
