import Basics
import Patches
import Tensors

/// Reads the weights of a vision model by their names, each compared with the shape that config.json asks for.
struct VisionWeightReader {
  private let checkpoint: Checkpoint
  private let config: VisionConfig
  private let prefix: String
  private let stored: [String: StoredTensor]
  private var used: Set<String> = []
  private let ticket: Ticket

  /// Opens the files that hold the model. Throws when none of the names is that of a vision model's patches.
  init(_ checkpoint: Checkpoint, _ config: VisionConfig, _ ticket: Ticket) throws(Trouble) {
    guard let prefix = VisionNames.prefix(in: checkpoint.names) else {
      throw Trouble(
        .input, at: .file(checkpoint.folder),
        "its weights are not those of a vision model: none embeds patches",
        remedy: "Open a folder whose checkpoint has the vision model")
    }
    self.checkpoint = checkpoint
    self.config = config
    self.prefix = prefix
    self.ticket = ticket
    stored = try checkpoint.tensors(
      checkpoint.names.filter { $0.hasPrefix(prefix) && !Self.isForeign($0, prefix) })
  }

  /// A model without prefix stands beside others, whose names have one.
  private static func isForeign(_ name: String, _ prefix: String) -> Bool {
    prefix.isEmpty
      && (["text_model.", "language_model.", "multi_modal_projector."].contains(where: name.hasPrefix))
  }

  /// All of them.
  mutating func weights() throws(Trouble) -> VisionWeights {
    let patch = config.patch
    let patches = try dense(
      "", VisionNames.patches, config.width, from: config.channels * patch * patch,
      hasBias: config.kind != .clip,
      sizes: [config.width, config.channels, patch, patch])
    var layers: [VisionWeights.Parts] = []
    for layer in 0..<config.layers {
      try ticket.step(Double(layer) / Double(config.layers))
      layers.append(try self.layer(layer))
    }
    let count = config.placedSpecials + config.side * config.side
    return VisionWeights(
      config, patches: patches, specials: try specials(),
      places: try tensor(VisionNames.places, [count, config.width]),
      firstNorm: config.hasFirstNorm ? try norm("", VisionNames.firstNorm) : nil, layers: layers,
      lastNorm: try norm("", VisionNames.lastNorm))
  }

  /// What was read for nothing, in one sentence; nil when all was used.
  var leftOver: String? {
    let rest = stored.keys.filter { !used.contains($0) && !$0.hasSuffix("position_ids") }.sorted()
    guard let first = rest.first else { return nil }
    return
      "\(rest.count) \(rest.count == 1 ? "tensor" : "tensors") of the vision model not used here, such as \(first)"
  }

  /// [specials, width]
  private mutating func specials() throws(Trouble) -> Tensor {
    var rows: [Tensor] = []
    for name in config.specials.prefix(config.placedSpecials) {
      rows.append(try tensor(VisionNames.specials[name] ?? [], [1, config.width]))
    }
    if config.registers > 0 {
      rows.append(try tensor(VisionNames.registers, [config.registers, config.width]))
    }
    return rows.isEmpty ? .zeros([0, config.width]) : .concatenated(rows)
  }

  private mutating func layer(_ number: Int) throws(Trouble) -> VisionWeights.Parts {
    let heads = VisionNames.layers.map { prefix + $0 + "\(number)." }
    guard let head = heads.first(where: { head in stored.keys.contains { $0.hasPrefix(head) } }) else {
      throw checkpoint.missing(heads[0] + VisionNames.query[0] + "weight")
    }
    let name = String(head.dropFirst(prefix.count))
    let (width, hasBias) = (config.width, config.hasQueryBias)
    let scales = config.hasLayerScale
    let (gate, up, down) = try secondHalf(name)
    return VisionWeights.Parts(
      firstNorm: try norm(name, VisionNames.norms[0]),
      query: try dense(name, VisionNames.query, width, from: width, hasBias: hasBias),
      key: try dense(name, VisionNames.key, width, from: width, hasBias: hasBias),
      value: try dense(name, VisionNames.value, width, from: width, hasBias: hasBias),
      mixed: try dense(name, VisionNames.mixed, width, from: width),
      firstScale: scales ? try tensor(VisionNames.scales[0].map { name + $0 }, [width]) : nil,
      secondNorm: try norm(name, VisionNames.norms[1]), up: up, gate: gate, down: down,
      secondScale: scales ? try tensor(VisionNames.scales[1].map { name + $0 }, [width]) : nil)
  }

  private mutating func secondHalf(_ name: String) throws(Trouble) -> (gate: Dense?, up: Dense, down: Dense) {
    let (width, inner) = (config.width, config.inner)
    guard config.isGated else {
      return (
        nil, try dense(name, VisionNames.up, inner, from: width),
        try dense(name, VisionNames.down, width, from: inner)
      )
    }
    let down = try dense(name, VisionNames.gatedDown, width, from: inner)
    if stored[prefix + name + VisionNames.gatedPair[0] + "weight"] == nil {
      return (
        try dense(name, VisionNames.gate, inner, from: width),
        try dense(name, VisionNames.gatedUp, inner, from: width), down
      )
    }
    let pair = try dense(name, VisionNames.gatedPair, 2 * inner, from: width)
    func half(_ range: Range<Int>) -> Dense {
      Dense(pair.weight.sliced(0, range), bias: pair.bias?.sliced(0, range))
    }
    return (half(0..<inner), half(inner..<2 * inner), down)
  }

  private mutating func norm(_ head: String, _ names: [String]) throws(Trouble) -> VisionWeights.Norm {
    VisionWeights.Norm(
      try tensor(names.map { head + $0 + "weight" }, [config.width]),
      try tensor(names.map { head + $0 + "bias" }, [config.width]))
  }

  /// `sizes` are those of the file, when it does not keep a plain matrix.
  private mutating func dense(
    _ head: String, _ names: [String], _ outputs: Int, from inputs: Int, hasBias: Bool = true,
    sizes: [Int]? = nil
  ) throws(Trouble) -> Dense {
    let weight = try tensor(names.map { head + $0 + "weight" }, sizes ?? [outputs, inputs])
    let bias = hasBias ? try tensor(names.map { head + $0 + "bias" }, [outputs]) : nil
    return Dense(weight.reshaped([outputs, inputs]), bias: bias)
  }

  /// The first of these names that is there. Axes of one in front do not count.
  private mutating func tensor(_ names: [String], _ sizes: [Int]) throws(Trouble) -> Tensor {
    guard let name = names.map({ prefix + $0 }).first(where: { stored[$0] != nil }), let found = stored[name]
    else {
      throw checkpoint.missing(prefix + (names.first ?? ""))
    }
    used.insert(name)
    return try Self.read(found, name, sizes, checkpoint)
  }

  /// A tensor, compared with the shape that is expected of it.
  static func read(
    _ stored: StoredTensor, _ name: String, _ sizes: [Int], _ checkpoint: Checkpoint
  ) throws(Trouble) -> Tensor {
    func core(_ sizes: [Int]) -> [Int] { Array(sizes.drop { $0 == 1 }) }
    guard core(stored.shape.sizes) == core(sizes) else {
      throw Trouble(
        .input, at: .field(file: checkpoint.file(of: name), name: name),
        "config.json asks for \(Shape(sizes)), but its shape is \(stored.shape)",
        remedy: "Fetch config.json and weights again, both of one model")
    }
    return Tensor(try stored.read(), sizes)
  }
}
