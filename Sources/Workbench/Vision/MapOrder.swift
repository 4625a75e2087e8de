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
  /// The matrix of words, `FILE` or `FILE:TENSOR`, for what has none of its own.
  package var words: String?

  package init(
    paths: [String] = [], model: MapModel = .micro, layout: DumpLayout = DumpLayout(), words: String? = nil
  ) {
    self.paths = paths
    self.model = model
    self.layout = layout
    self.words = words
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
