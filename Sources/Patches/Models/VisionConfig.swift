import Tensors

/// The build of a Vision Transformer, in numbers.
///
/// Dosovitskiy et al., "An Image is Worth 16x16 Words" (2020), arXiv 2010.11929; what its relatives change is told by `Kind`.
package struct VisionConfig: Sendable, Equatable {
  /// A family, by the name that the library transformers gives it.
  package enum Kind: String, Sendable, CaseIterable {
    /// A norm before the first layer, none that its last hidden state has passed. Radford et al. (2021), arXiv 2103.00020.
    case clip = "clip_vision_model"
    /// No CLS row. Zhai et al. (2023), arXiv 2303.15343; the fixed sizes of SigLIP 2 are built alike.
    case siglip = "siglip_vision_model"
    /// What a layer adds is scaled by learned factors. Oquab et al. (2023), arXiv 2304.07193.
    case dinov2
    /// The same with registers behind CLS. Darcet et al. (2023), arXiv 2309.16588.
    case registers = "dinov2_with_registers"
    /// The plain one.
    case vit
    /// A distillation row behind CLS. Touvron et al. (2020), arXiv 2012.12877.
    case deit
  }

  /// The function between the two matrices of a layer's second half.
  package enum Activation: String, Sendable, CaseIterable {
    case gelu, geluTanh, silu, relu
    /// x · σ(1.702 x)
    case quickGELU
  }

  package var kind: Kind
  /// The side of the pictures it was trained on, in pixels.
  package var image: Int
  /// The side of a patch, in pixels.
  package var patch: Int
  /// Colours of a pixel.
  package var channels: Int
  /// How many numbers a token has.
  package var width: Int
  package var heads: Int
  package var layers: Int
  /// The width between the two matrices of a layer's second half.
  package var inner: Int
  package var activation: Activation
  /// Added to the variance in layer norms.
  package var epsilon: Float
  /// Whether queries, keys and values have a bias.
  package var hasQueryBias: Bool
  /// How many register rows stand behind CLS.
  package var registers: Int
  /// Whether the second half of a layer is down(silu(gate x) · up x). Shazeer, "GLU Variants" (2020), arXiv 2002.05202.
  package var isGated: Bool

  package init(
    _ kind: Kind, image: Int, patch: Int, channels: Int = 3, width: Int, heads: Int, layers: Int, inner: Int,
    activation: Activation = .gelu, epsilon: Float = 1e-6, hasQueryBias: Bool = true, registers: Int = 0,
    isGated: Bool = false
  ) {
    self.kind = kind
    self.image = image
    self.patch = patch
    self.channels = channels
    self.width = width
    self.heads = heads
    self.layers = layers
    self.inner = inner
    self.activation = activation
    self.epsilon = epsilon
    self.hasQueryBias = hasQueryBias
    self.registers = registers
    self.isGated = isGated
  }

  /// Names of the rows that stand for no patch, in their order.
  package var specials: [String] {
    if kind == .siglip { return [] }
    return ["CLS"] + (kind == .deit ? ["distillation"] : [])
      + (0..<registers).map { "register \($0 + 1)" }
  }

  /// Special rows that have a place in the table of positions: all but registers.
  package var placedSpecials: Int { specials.count - registers }

  /// Patches along a side of the pictures it was trained on.
  package var side: Int { image / patch }

  /// Whether there is a norm before the first layer.
  package var hasFirstNorm: Bool { kind == .clip }

  /// Whether what a layer adds is scaled by learned factors.
  package var hasLayerScale: Bool { kind == .dinov2 || kind == .registers }

  /// Whether the last hidden state, as the library calls it, has passed the last norm; of CLIP only the pooled CLS row does.
  package var endsWithNorm: Bool { kind != .clip }

  /// Multiplications and additions for one picture of `rows` rows, in 10⁹.
  package func gigaflops(rows: Int) -> Double {
    let matrices = 4 * width * width + (isGated ? 3 : 2) * width * inner
    let layer = 2 * Double(rows) * Double(matrices) + 4 * Double(rows * rows) * Double(width)
    return (Double(layers) * layer + 2 * Double(rows * channels * patch * patch * width)) * 1e-9
  }

  /// `CLIP vision, 24 layers of width 1024, 16 heads, patches of 14 pixels`.
  package var sentence: String {
    "\(kind.title), \(layers) layers of width \(width), \(heads) heads, patches of \(patch) pixels"
  }
}

extension VisionConfig.Kind {
  /// For people.
  package var title: String {
    switch self {
    case .clip: "CLIP vision"
    case .siglip: "SigLIP vision"
    case .dinov2: "DINOv2"
    case .registers: "DINOv2 with registers"
    case .vit: "ViT"
    case .deit: "DeiT"
    }
  }
}

extension VisionConfig.Activation {
  /// The function of the engine that is used, and the factor its input is multiplied and its output divided by:
  /// x · σ(1.702 x) is silu(1.702 x) / 1.702.
  package var function: (Unary, factor: Float) {
    switch self {
    case .gelu: (.gelu, 1)
    case .geluTanh: (.geluTanh, 1)
    case .silu: (.silu, 1)
    case .relu: (.relu, 1)
    case .quickGELU: (.silu, 1.702)
    }
  }
}
