import Basics
import Tensors

/// The weights of a Vision Transformer, as the forward pass wants them.
///
/// Factors that never change are multiplied into matrices when a block is made: the scale of the scores (1/√ of a head's width) into the queries, layer
/// scale into what a half of a layer adds, the 1.702 of quick GELU into the matrices around it. Results are those of the unfolded model but for rounding.
package struct VisionWeights: Sendable {
  /// Weight and bias of a layer norm, [width] each.
  package struct Norm: Sendable {
    package let weight: Tensor
    package let bias: Tensor

    package init(_ weight: Tensor, _ bias: Tensor) { (self.weight, self.bias) = (weight, bias) }

    /// The rows of `x` [… width], normed.
    func callAsFunction(_ x: Tensor, _ epsilon: Float) -> Tensor {
      x.layerNorm(weight: weight, bias: bias, epsilon: epsilon)
    }
  }

  /// One layer.
  package struct Block: Sendable {
    let firstNorm: Norm
    /// [3 · width, width]: scaled queries, keys, values.
    let rows: Dense
    let mixed: Dense
    let secondNorm: Norm
    let up: Dense
    /// Nil but for gated layers.
    let gate: Dense?
    let down: Dense
  }

  /// What a layer consists of before factors are multiplied into its matrices.
  package struct Parts: Sendable {
    package var firstNorm: Norm
    package var query: Dense
    package var key: Dense
    package var value: Dense
    package var mixed: Dense
    /// [width]: of what attention adds; nil for none.
    package var firstScale: Tensor?
    package var secondNorm: Norm
    package var up: Dense
    package var gate: Dense?
    package var down: Dense
    /// [width]: of what the second half adds; nil for none.
    package var secondScale: Tensor?

    package init(
      firstNorm: Norm, query: Dense, key: Dense, value: Dense, mixed: Dense, firstScale: Tensor? = nil,
      secondNorm: Norm, up: Dense, gate: Dense? = nil, down: Dense, secondScale: Tensor? = nil
    ) {
      self.firstNorm = firstNorm
      self.query = query
      self.key = key
      self.value = value
      self.mixed = mixed
      self.firstScale = firstScale
      self.secondNorm = secondNorm
      self.up = up
      self.gate = gate
      self.down = down
      self.secondScale = secondScale
    }
  }

  /// [width, channels · patch · patch]
  let patches: Dense
  /// [specials, width]: rows that stand for no patch, their positions added.
  let specials: Tensor
  /// [side · side, width]
  let positions: Tensor
  let firstNorm: Norm?
  let blocks: [Block]
  let lastNorm: Norm

  /// `specials` [specials, width] and `places` [placed specials + side · side, width] are as in a checkpoint; sizes are those of `config`.
  package init(
    _ config: VisionConfig, patches: Dense, specials: Tensor, places: Tensor, firstNorm: Norm? = nil,
    layers: [Parts], lastNorm: Norm
  ) {
    precondition(
      layers.count == config.layers && specials.size(0) == config.specials.count, "sizes are those told")
    self.patches = patches
    let placed = config.placedSpecials
    let added = places.sliced(0, 0..<placed).padded(0, before: 0, after: config.registers)
    self.specials = placed == 0 ? specials : specials + added
    positions = places.sliced(0, placed..<places.size(0)).packed()
    self.firstNorm = firstNorm
    blocks = layers.map { Block($0, config) }
    self.lastNorm = lastNorm
  }
}

extension VisionWeights.Block {
  fileprivate init(_ parts: VisionWeights.Parts, _ config: VisionConfig) {
    let scale = Float(1 / (Double(config.width) / Double(config.heads)).squareRoot())
    let factor = config.activation.function.factor
    firstNorm = parts.firstNorm
    rows = .joined([parts.query.scaled(by: scale), parts.key, parts.value])
    mixed = parts.firstScale.map { parts.mixed.scaled(by: $0) } ?? parts.mixed
    secondNorm = parts.secondNorm
    up = factor == 1 ? parts.up : parts.up.scaled(by: factor)
    gate = parts.gate
    let down = factor == 1 ? parts.down : Dense(parts.down.weight / factor, bias: parts.down.bias)
    self.down = parts.secondScale.map { down.scaled(by: $0) } ?? down
  }
}
