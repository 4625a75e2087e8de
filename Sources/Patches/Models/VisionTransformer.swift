import Basics
import Tensors

/// A Vision Transformer that runs: prepared pictures in, every layer's rows out.
///
///     let vision = VisionTransformer(config, weights)
///     let outcome = try vision(pixels, keeping: .init(attention: .all), .open)   // pixels [1, 3, 224, 224]
///     outcome.hidden[12].shape                                                   // [1, 197, 768]
///
/// Nothing is recorded for gradients. A picture of another size than the model was trained on has its positions stretched (`PositionStretch`); pixels
/// right and below that fill no patch are left out, as in the library transformers.
package struct VisionTransformer: Sendable {
  package let config: VisionConfig
  let weights: VisionWeights

  package init(_ config: VisionConfig, _ weights: VisionWeights) {
    self.config = config
    self.weights = weights
  }

  /// What is kept of a pass beside the hidden states.
  ///
  /// Attention takes 4 · heads · rows² bytes a layer and picture: 1.9 MB for ViT-B/16 at 224 pixels, 21 MB for CLIP ViT-L/14 at 336, and of all its layers 511 MB.
  /// Keys take as much as hidden states.
  package struct Keeping: Sendable, Equatable {
    /// Of which layers, counted from 0.
    package enum Layers: Sendable, Equatable {
      case none
      case all
      case some(Set<Int>)

      /// Whether a layer is among them.
      package func contains(_ layer: Int) -> Bool {
        switch self {
        case .none: false
        case .all: true
        case .some(let layers): layers.contains(layer)
        }
      }
    }

    package var attention: Layers
    package var keys: Layers

    package init(attention: Layers = .none, keys: Layers = .none) {
      self.attention = attention
      self.keys = keys
    }

    /// How many bytes a pass over one picture of `rows` rows keeps, hidden states included.
    package func bytes(_ config: VisionConfig, rows: Int) -> Int {
      let layers = 0..<config.layers
      let maps = layers.count(where: attention.contains) * config.heads * rows * rows
      let vectors = (config.layers + 2 + layers.count(where: keys.contains)) * rows * config.width
      return 4 * (maps + vectors)
    }
  }

  /// What a pass gives. Rows are those of the model: special ones first, then patches in raster order.
  package struct Outcome: Sendable {
    /// How the patches lie.
    package let grid: PatchGrid
    /// [pictures, rows, width]: what goes into the first layer, then what each layer makes of it; layers + 1 of them.
    package fileprivate(set) var hidden: [Tensor]
    /// [pictures, rows, width]: the last of them after the last norm.
    package fileprivate(set) var last: Tensor
    /// By layer from 0, [pictures, heads, rows, rows], where kept.
    package fileprivate(set) var attention: [Int: Tensor] = [:]
    /// By layer from 0, [pictures, rows, width], heads side by side, where kept.
    package fileprivate(set) var keys: [Int: Tensor] = [:]
  }

  /// The most bytes that a pass keeps.
  private static let limit = 4 << 30

  /// One pass over `pixels` [pictures, channels, height, width]. Throws when they do not fit the model, when more than 4 GiB would be kept, or when
  /// the ticket is cancelled.
  package func callAsFunction(
    _ pixels: Tensor, keeping: Keeping = Keeping(), _ ticket: Ticket
  ) throws(Trouble) -> Outcome {
    let grid = try grid(of: pixels, keeping)
    var x = embedded(pixels, grid)
    if let norm = weights.firstNorm { x = norm(x, config.epsilon) }
    var outcome = Outcome(grid: grid, hidden: [x], last: x)
    for (layer, block) in weights.blocks.enumerated() {
      try ticket.step(Double(layer) / Double(config.layers))
      x = attended(x, block, layer, keeping, &outcome)
      try ticket.step((Double(layer) + 0.5) / Double(config.layers))
      x = enriched(x, block)
      outcome.hidden.append(x)
    }
    outcome.last = weights.lastNorm(x, config.epsilon)
    return outcome
  }

  private func grid(of pixels: Tensor, _ keeping: Keeping) throws(Trouble) -> PatchGrid {
    let patch = config.patch
    guard pixels.rank == 4, pixels.size(1) == config.channels, pixels.size(2) >= patch,
      pixels.size(3) >= patch
    else {
      throw Trouble(
        .input,
        "pixels of \(pixels.shape) are no pictures of \(config.channels) colours with a patch of \(patch) pixels",
        remedy: "Bring a larger picture, or another model")
    }
    let grid = PatchGrid(rows: pixels.size(2) / patch, columns: pixels.size(3) / patch, patch: patch)
    let rows = grid.count + config.specials.count
    let (bytes, overflows) = keeping.bytes(config, rows: rows).multipliedReportingOverflow(by: pixels.size(0))
    guard !overflows, bytes <= Self.limit else {
      throw Trouble(
        .limit,
        "\(grid.rows) × \(grid.columns) patches in \(config.layers) layers take \(bytes >> 20) MiB, more than \(Self.limit >> 20)",
        remedy: "Bring a smaller picture, or keep the attention of fewer layers")
    }
    return grid
  }

  /// [pictures, rows, width]: patches by their matrix, positions added, special rows before them.
  private func embedded(_ pixels: Tensor, _ grid: PatchGrid) -> Tensor {
    let (count, patch, channels) = (pixels.size(0), config.patch, config.channels)
    let fitting = pixels.sliced(2, 0..<grid.rows * patch).sliced(3, 0..<grid.columns * patch)
    let patches = fitting.reshaped([count, channels, grid.rows, patch, grid.columns, patch])
      .permuted([0, 2, 4, 1, 3, 5]).reshaped([count, grid.count, channels * patch * patch])
    let rows = weights.patches(
      patches, addedTo: positions(grid).broadcast(to: Shape([count, grid.count, config.width])))
    if config.specials.isEmpty { return rows }
    let specials = weights.specials.broadcast(to: Shape([count, config.specials.count, config.width]))
    return .concatenated([specials, rows], axis: 1)
  }

  /// [patches, width]
  private func positions(_ grid: PatchGrid) -> Tensor {
    let side = config.side
    if grid.rows == side && grid.columns == side { return weights.positions }
    return PositionStretch(isAntialiased: config.kind == .registers)
      .stretched(weights.positions, side: side, rows: grid.rows, columns: grid.columns)
  }

  private func attended(
    _ x: Tensor, _ block: VisionWeights.Block, _ layer: Int, _ keeping: Keeping, _ outcome: inout Outcome
  ) -> Tensor {
    let rows = block.rows(block.firstNorm(x, config.epsilon))
    let made = Attention(heads: config.heads).fast(rows, keepsMaps: keeping.attention.contains(layer))
    outcome.attention[layer] = made.maps
    if keeping.keys.contains(layer) {
      // A copy, since a view would keep queries and values too.
      outcome.keys[layer] = Tensor(
        rows.sliced(-1, config.width..<2 * config.width).values, x.shape)
    }
    return block.mixed(made.mixed, addedTo: x)
  }

  private func enriched(_ x: Tensor, _ block: VisionWeights.Block) -> Tensor {
    let normed = block.secondNorm(x, config.epsilon)
    if let gate = block.gate {
      return block.down(gate(normed, then: .silu) * block.up(normed), addedTo: x)
    }
    return block.down(block.up(normed, then: config.activation.function.0), addedTo: x)
  }
}

extension VisionTransformer.Outcome {
  /// [pictures, rows]: the length of each row of a hidden state.
  package func norms(_ layer: Int) -> Tensor {
    hidden[layer].power(2).sum(over: [-1]).map(.squareRoot)
  }
}
