extension Preprocessing {
  /// Families of processors, by what they do when a configuration leaves it open.
  package enum Kind: String, Sendable, CaseIterable {
    case clip = "CLIPImageProcessor"
    case siglip = "SiglipImageProcessor"
    /// DINOv2 names it.
    case bit = "BitImageProcessor"
    case vit = "ViTImageProcessor"
    case deit = "DeiTImageProcessor"
    case llava = "LlavaImageProcessor"
    case llavaNext = "LlavaNextImageProcessor"

    /// Whether one number as `size` means a square; otherwise the shorter side.
    package var takesSquares: Bool { [.siglip, .vit, .deit].contains(self) }
  }

  /// By channel, of the pictures that CLIP was trained on.
  private static let clip = (
    mean: [0.48145466, 0.4578275, 0.40821073], deviation: [0.26862954, 0.26130258, 0.27577711]
  )
  /// From −1 to 1.
  private static let halves = (mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])

  /// The settings that a family has when nothing is said.
  package init(_ kind: Kind) {
    self.kind = kind
    laysOnWhite = kind != .vit && kind != .deit
    padsToSquare = false
    factor = 1 / 255.0
    filter = kind == .vit ? .bilinear : .bicubic
    resolutions = []
    crops = kind != .siglip && kind != .vit
    switch kind {
    case .clip, .bit, .llava, .llavaNext:
      size = .shortest(224)
      cropSize = (224, 224)
      normalisation = Self.clip
    case .siglip, .vit:
      size = .exactly(width: 224, height: 224)
      cropSize = nil
      normalisation = Self.halves
    case .deit:
      size = .exactly(width: 256, height: 256)
      cropSize = (224, 224)
      normalisation = Self.halves
    }
    if kind == .llavaNext {
      resolutions = [(672, 336), (336, 672), (672, 672), (336, 1008), (1008, 336)]
    }
  }
}
