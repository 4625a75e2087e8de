import Basics
import Patches
import Tensors
import Tokens

/// A `config.json` of the transformers library, as far as pictures are concerned.
struct ModelConfig {
  /// The build of the vision model.
  let vision: VisionConfig
  /// What the whole calls itself: `llava`, `vit`.
  let modelType: String
  private let whole: Declaration

  /// The longest file that is read.
  private static let limit = 4 << 20
  /// The largest number that a setting may have.
  private static let largest = 1 << 16

  /// Of the file in a folder. Throws when it is not there, broken, or of a model that is not known.
  init(_ folder: String) throws(Trouble) {
    let path = folder + "/config.json"
    guard PathNames.isFile(path) else {
      throw Trouble(
        .input, at: .file(folder), "there is no config.json in this folder",
        remedy: "Open the folder of a model as the library transformers writes it")
    }
    var scanner = try JSONScanner(Files.read(path, limit: Self.limit), file: "config.json")
    let value = try scanner.value()
    try scanner.end()
    whole = Declaration(value, file: "config.json", field: "")
    guard case .fields = value else { throw whole.trouble("a JSON object expected") }
    modelType = String(decoding: try whole.text("model_type", default: ""), as: UTF8.self)
    let part = whole.part("vision_config")
    vision = try Self.vision(part ?? whole, as: Self.kind(part, modelType, whole))
  }

  private static func kind(
    _ part: Declaration?, _ modelType: String, _ whole: Declaration
  ) throws(Trouble) -> VisionConfig.Kind {
    let inner = try part.map { part throws(Trouble) in try part.text("model_type", default: "") }
    var name = inner.map { String(decoding: $0, as: UTF8.self) } ?? modelType
    // LLaVA's tower is CLIP's unless it says otherwise.
    if part != nil, name.isEmpty { name = ["clip", "siglip"].contains(modelType) ? modelType : "clip" }
    if ["clip", "siglip"].contains(name) { name += "_vision_model" }
    guard let kind = VisionConfig.Kind(rawValue: name) else {
      throw (part ?? whole).trouble(
        name.isEmpty
          ? "the kind of the model is not told"
          : "\(Legible.string(of: name)) is no vision model that is known",
        in: "model_type",
        remedy: "Known are " + VisionConfig.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return kind
  }

  /// Settings that are left out are what the library takes for them.
  private static func vision(_ part: Declaration, as kind: VisionConfig.Kind) throws(Trouble) -> VisionConfig
  {
    let isDINO = kind == .dinov2 || kind == .registers
    let width = try positive(part, "hidden_size", 768)
    let heads = try positive(part, "num_attention_heads", 12)
    guard width % heads == 0 else {
      throw part.trouble("\(width) is no multiple of \(heads), the number of heads", in: "hidden_size")
    }
    let patch = try side(part, "patch_size", kind == .clip ? 32 : kind == .dinov2 ? 14 : 16)
    let image = try side(part, "image_size", 224)
    guard image >= patch else {
      throw part.trouble("\(image) pixels hold no patch of \(patch)", in: "image_size")
    }
    let isGated = isDINO ? try part.flag("use_swiglu_ffn", default: false) : false
    let usual = kind == .clip ? 1e-5 : kind == .vit || kind == .deit ? 1e-12 : 1e-6
    return VisionConfig(
      kind, image: image, patch: patch, channels: try positive(part, "num_channels", 3), width: width,
      heads: heads,
      layers: try positive(part, "num_hidden_layers", 12), inner: try inner(part, width, isDINO, isGated),
      activation: try activation(part, kind),
      epsilon: Float(try part.number("layer_norm_eps", default: usual)),
      hasQueryBias: try part.flag("qkv_bias", default: true),
      registers: kind == .registers ? try part.integer("num_register_tokens", default: 4) : 0,
      isGated: isGated)
  }

  private static func inner(_ part: Declaration, _ width: Int, _ isDINO: Bool, _ isGated: Bool)
    throws(Trouble) -> Int
  {
    if !isDINO { return try positive(part, "intermediate_size", 3072) }
    let ratio = try part.number("mlp_ratio", default: 4)
    guard ratio > 0, ratio <= 64 else {
      throw part.trouble("a number between 0 and 64 expected", in: "mlp_ratio")
    }
    let inner = Int(Double(width) * ratio)
    // Gated layers have two thirds, up to a multiple of 8.
    return isGated ? (inner * 2 / 3 + 7) / 8 * 8 : inner
  }

  private static func activation(_ part: Declaration, _ kind: VisionConfig.Kind) throws(Trouble)
    -> VisionConfig.Activation
  {
    let usual = kind == .clip ? "quick_gelu" : kind == .siglip ? "gelu_pytorch_tanh" : "gelu"
    return try activation(part, "hidden_act", usual)
  }

  /// A function by the library's name for it.
  private static func activation(
    _ part: Declaration, _ field: String, _ usual: String
  ) throws(Trouble) -> VisionConfig.Activation {
    let name = String(decoding: try part.text(field, default: usual), as: UTF8.self)
    switch name {
    case "gelu": return .gelu
    case "gelu_pytorch_tanh", "gelu_new", "gelu_fast": return .geluTanh
    case "quick_gelu": return .quickGELU
    case "silu", "swish": return .silu
    case "relu": return .relu
    default:
      throw part.trouble(
        "\(Legible.string(of: name)) is no function that is known", in: field,
        remedy: "Known are gelu, gelu_pytorch_tanh, quick_gelu, silu, relu")
    }
  }

  private static func positive(_ part: Declaration, _ field: String, _ usual: Int) throws(Trouble) -> Int {
    let value = try part.integer(field, default: usual)
    guard (1...largest).contains(value) else {
      throw part.trouble("\(value) is not between 1 and \(largest)", in: field)
    }
    return value
  }

  /// A number, or two equal ones.
  private static func side(_ part: Declaration, _ field: String, _ usual: Int) throws(Trouble) -> Int {
    guard case .list(let sides) = part.setting[field] else { return try positive(part, field, usual) }
    guard sides.count == 2, sides[0] == sides[1], case .integer(let side) = sides[0],
      (1...largest).contains(side)
    else {
      throw part.trouble("one side, or two that are equal, expected", in: field)
    }
    return side
  }
}

/// What is said of the projector.
extension ModelConfig {
  /// Which hidden states it takes; -2 when nothing is said, as in LLaVA.
  func featureLayers() throws(Trouble) -> [Int] {
    let field = whole.has("vision_feature_layer") ? "vision_feature_layer" : "mm_vision_select_layer"
    var layers: [Int] = []
    if case .list = whole.setting[field] {
      for member in try whole.list(field) {
        guard case .integer(let layer) = member.setting else {
          throw member.trouble("a whole number expected")
        }
        layers.append(layer)
      }
    } else {
      layers = [try whole.integer(field, default: -2)]
    }
    let count = vision.layers + 1
    guard !layers.isEmpty, layers.allSatisfy({ (-count..<count).contains($0) }) else {
      throw whole.trouble("\(layers) are not among \(count) hidden states", in: field)
    }
    return layers
  }

  /// Whether special rows go through it too.
  func takesSpecials() throws(Trouble) -> Bool {
    let isOwn = whole.has("mm_vision_select_feature")
    let field = isOwn ? "mm_vision_select_feature" : "vision_feature_select_strategy"
    let name = String(decoding: try whole.text(field, default: "default"), as: UTF8.self)
    switch name {
    case "full", "cls_patch": return true
    case "default", "patch":
      guard !vision.specials.isEmpty || isOwn else {
        throw whole.trouble(
          "\(name) drops the first row, but this vision model has no CLS row: a patch would be lost",
          in: field,
          remedy: "Set it to full")
      }
      return false
    default: throw whole.trouble("\(Legible.string(of: name)) is neither default nor full", in: field)
    }
  }

  /// The function between the two matrices.
  func projectorActivation() throws(Trouble) -> VisionConfig.Activation {
    try Self.activation(whole, "projector_hidden_act", "gelu")
  }

  /// Whether its matrices have a bias.
  func projectorHasBias() throws(Trouble) -> Bool {
    try whole.flag("multimodal_projector_bias", default: true)
  }
}
