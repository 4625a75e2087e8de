import Basics
import Tensors

/// A model with its weights that makes visual tokens of pictures: preprocessing, transformer, and where there are such, projector and words.
package struct VisionModel: VisionSource {
  package let label: String
  package let transformer: VisionTransformer
  /// Nil when nothing says how pictures are prepared: then only prepared ones are taken.
  package let preprocessing: Preprocessing?
  /// What makes tokens for a language model; nil when the model stands alone.
  package let projector: Projector?
  /// [outputs of the projector]: what a language model receives behind each row of tiles laid side by side; nil where there is none.
  package let newline: Tensor?
  package let words: WordTable?
  /// What is kept beside hidden states.
  package var keeping = VisionTransformer.Keeping()
  /// What is to be known of the model.
  package let notes: [String]

  package init(
    label: String, _ transformer: VisionTransformer, preprocessing: Preprocessing?,
    projector: Projector? = nil, newline: Tensor? = nil,
    words: WordTable? = nil, notes: [String] = []
  ) {
    self.label = label
    self.transformer = transformer
    self.preprocessing = preprocessing
    self.projector = projector
    self.newline = newline
    self.words = words
    self.notes = notes
  }

  /// All layers of a picture; of a model that sees tiles, those of the whole picture.
  package func tokens(of picture: Picture, named name: String, _ ticket: Ticket) throws(Trouble)
    -> VisualTokens
  {
    let prepared = try prepared(picture, name)
    var notes = picture.notes + prepared.sentences
    if let tiling = prepared.tiling {
      notes.append(
        "the \(tiling.rows) × \(tiling.columns) tiles are left out: these are the tokens of the whole picture"
      )
    }
    return try tokens(of: prepared, view: 0, named: name, notes: notes, ticket)
  }

  /// A picture as the model wants it. Throws when nothing says how.
  func prepared(_ picture: Picture, _ name: String) throws(Trouble) -> PreparedPicture {
    guard let preprocessing else {
      throw Trouble(
        .input, at: .file(name), "nothing says how this model wants its pictures prepared",
        remedy: "Put its preprocessor_config.json into the folder of the model")
    }
    return try preprocessing.prepared(picture)
  }

  /// All layers of one view.
  func tokens(
    of prepared: PreparedPicture, view: Int, named name: String, notes: [String], _ ticket: Ticket
  ) throws(Trouble) -> VisualTokens {
    try tokens(
      of: prepared.values.sliced(0, view..<view + 1), pixels: prepared.views[view], named: name, notes: notes,
      ticket)
  }

  /// All layers of a prepared picture [1, channels, height, width]; `pixels` is what is shown of it.
  package func tokens(
    of values: Tensor, pixels: Pixels?, named name: String, notes: [String] = [], _ ticket: Ticket
  ) throws(Trouble) -> VisualTokens {
    precondition(values.rank == 4 && values.size(0) == 1, "one picture at a time")
    let outcome = try transformer(values, keeping: keeping, ticket)
    let config = transformer.config
    let first = config.specials.count
    var grid = outcome.grid
    grid.origin = origin(grid, first)
    let cut = pixels.map {
      $0.cut(x: 0, y: 0, width: grid.columns * config.patch, height: grid.rows * config.patch)
    }
    var made = VisualTokens(
      name: name, grid: grid, pixels: cut, specials: config.specials, firstPatch: first,
      layers: layers(outcome, first),
      projected: projector?.tokens(of: outcome, firstPatch: first).at(0), notes: [label] + self.notes + notes)
    if grid.rows != config.side || grid.columns != config.side {
      made.notes.append(
        "positions stretched from \(config.side) × \(config.side) to \(grid.rows) × \(grid.columns)")
    }
    if let projector {
      made.notes.append(projector.sentence)
      if projector.takesSpecials && first > 0 {
        made.notes.append(
          "the language model receives \(first) rows more that are no patches: they are left out here")
      }
    }
    return made
  }

  private func origin(_ grid: PatchGrid, _ first: Int) -> String {
    let specials = transformer.config.specials
    return specials.isEmpty
      ? "all rows are patches"
      : "rows \(first)…\(first + grid.count - 1); before them \(specials.joined(separator: ", "))"
  }

  private func layers(_ outcome: VisionTransformer.Outcome, _ first: Int) -> [VisualTokens.Layer] {
    var layers = outcome.hidden.enumerated().map { number, hidden in
      var layer = Self.layer(number == 0 ? "embeddings" : "layer \(number)", hidden.at(0), first)
      layer.attention = outcome.attention[number - 1]?.at(0)
      layer.keys = outcome.keys[number - 1].map { keys in
        let heads = transformer.config.heads
        return keys.at(0).reshaped([keys.size(1), heads, keys.size(2) / heads]).permuted([1, 0, 2])
      }
      return layer
    }
    if transformer.config.endsWithNorm {
      layers.append(Self.layer("after the last norm", outcome.last.at(0), first))
    }
    return layers
  }

  private static func layer(_ name: String, _ rows: Tensor, _ first: Int) -> VisualTokens.Layer {
    VisualTokens.Layer(
      name: name, hidden: rows.sliced(0, first..<rows.size(0)),
      special: first > 0 ? rows.sliced(0, 0..<first) : nil)
  }
}
