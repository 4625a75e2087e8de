import Basics
import Tensors

/// How the visual tokens of a picture lie: in rows and columns, row by row from the top left.
package struct PatchGrid: Sendable, Hashable {
  package var rows: Int
  package var columns: Int
  /// The side of a patch in pixels of the picture that the model saw; nil when not known.
  package var patch: Int?
  /// Which rows of which tensor these tokens are: `rows 1…576 of last_hidden_state; row 0 is CLS`.
  package var origin: String

  package init(rows: Int, columns: Int, patch: Int? = nil, origin: String = "") {
    (self.rows, self.columns, self.patch, self.origin) = (rows, columns, patch, origin)
  }

  /// How many tokens there are.
  package var count: Int { rows * columns }
}

/// What a model makes of one picture, as far as it is known: the vectors of its visual tokens layer by layer.
///
/// Rows of the vectors are patches in raster order; rows that stand for no patch (CLS, registers) are kept apart.
package struct VisualTokens: Sendable {
  /// One depth of the model.
  package struct Layer: Sendable {
    /// `embeddings`, `layer 3`, `projected`.
    package var name: String
    /// [tokens, width]: the patches.
    package var hidden: Tensor
    /// [specials, width]: rows that are no patch, as named in `specials`; nil when there are none.
    package var special: Tensor?
    /// [heads, all, all]: how much each row looks at each other in the attention that made this layer; rows as in the model, special ones
    /// included. Nil when not known.
    package var attention: Tensor?
    /// [heads, all, width of a head]: the keys of that attention. Nil when not known.
    package var keys: Tensor?
    /// By patch, the attention that it receives, where patches of several passes were put together, which no one map holds.
    package var received: [Float]?

    package init(
      name: String, hidden: Tensor, special: Tensor? = nil, attention: Tensor? = nil, keys: Tensor? = nil
    ) {
      self.name = name
      self.hidden = hidden
      self.special = special
      self.attention = attention
      self.keys = keys
    }

    /// By patch, the attention that it receives: the mean over heads and over all rows, special ones included. Nil when not known.
    package func attentionReceived(firstPatch first: Int) -> [Float]? {
      if let received { return received }
      let count = hidden.size(0)
      guard let attention, attention.rank == 3, attention.size(2) >= first + count else { return nil }
      return Array(attention.mean(over: [0, 1]).values[first..<first + count])
    }
  }

  /// The picture's file name, or what it is.
  package var name: String
  package var grid: PatchGrid
  /// The picture as the model saw it (resized and cropped); nil when only vectors were brought.
  package var pixels: Pixels?
  /// Names of the rows that are no patch, in their order: `CLS`, `register 1`.
  package var specials: [String]
  /// The row of the first patch among all rows of an attention map.
  package var firstPatch: Int
  /// From what goes in to what comes out; at least one.
  package var layers: [Layer]
  /// [tokens, width of the language model]: the tokens as a language model receives them; nil when there is none.
  package var projected: Tensor?
  /// How these tokens were put together of tiles; nil for one view.
  package var tiling: TileLine?
  /// What is to be known about them: model, preprocessing, layers left out.
  package var notes: [String]

  package init(
    name: String, grid: PatchGrid, pixels: Pixels? = nil, specials: [String] = [], firstPatch: Int = 0,
    layers: [Layer], projected: Tensor? = nil, notes: [String] = []
  ) {
    precondition(!layers.isEmpty, "there is at least one layer")
    precondition(
      layers.allSatisfy { $0.hidden.rank == 2 && $0.hidden.size(0) == grid.count },
      "each layer has a row for each patch")
    self.name = name
    self.grid = grid
    self.pixels = pixels
    self.specials = specials
    self.firstPatch = firstPatch
    self.layers = layers
    self.projected = projected
    self.notes = notes
  }
}

/// The input embeddings of a language model, with what each row stands for.
package struct WordTable: Sendable {
  /// A row for each id.
  package let rows: any RowSource
  /// What an id stands for, for people.
  package let word: @Sendable (Int) -> String
  /// Where the table comes from.
  package let notes: [String]

  package init(rows: any RowSource, notes: [String] = [], word: @escaping @Sendable (Int) -> String) {
    self.rows = rows
    self.notes = notes
    self.word = word
  }
}

/// What turns a picture into visual tokens: a model with its weights, or a feature made by hand.
package protocol VisionSource: Sendable {
  /// What it is, honestly: `CLIP ViT-L/14 of FOLDER`, `micro model trained here in seconds`.
  var label: String { get }
  /// The words that its projected tokens are compared with; nil when it has none.
  var words: WordTable? { get }
  /// All layers of a picture. Throws when the picture does not fit the model, or the ticket is cancelled.
  func tokens(of picture: Picture, named name: String, _ ticket: Ticket) throws(Trouble) -> VisualTokens
  /// The same, and behind it the tiles laid side by side where the model is shown such: all that a language model receives of the picture, in
  /// its order.
  func views(of picture: Picture, named name: String, _ ticket: Ticket) throws(Trouble) -> [VisualTokens]
}

extension VisionSource {
  /// The whole picture alone.
  package func views(
    of picture: Picture, named name: String, _ ticket: Ticket
  ) throws(Trouble) -> [VisualTokens] {
    [try tokens(of: picture, named: name, ticket)]
  }
}
