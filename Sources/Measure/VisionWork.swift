import Basics
import Formats
import Glibc
import Patches
import Tensors

/// Vision Transformers and tables of embeddings for `VisionBench`, and the states of any model for Tests/References/compare_vision.py.
enum VisionWork {
  /// ViT-B/16 at 224 pixels.
  static let config = VisionConfig(
    .vit, image: 224, patch: 16, width: 768, heads: 12, layers: 12, inner: 3072, epsilon: 1e-12)
  /// 10⁹ multiplications and additions for one picture.
  static let gigaflops = config.gigaflops(rows: 197)
  private static let picture = "pixels.safetensors"

  /// One picture through the model in a folder, again and again.
  static func run(_ folder: String) throws {
    let model = try VisionFolder.open(folder, .open)
    let pixels = try tensor("pixels", folder)
    var sum: Float = 0
    try Stopwatch { sum += try model.transformer(pixels, .open).last[0, 0, 0] }.report([Double(sum)])
  }

  /// The hidden states, attention and projected tokens of the model in a folder for the picture beside it, into `ours.safetensors`.
  static func writeStates(_ folder: String) throws {
    let model = try VisionFolder.open(folder, .open)
    let outcome = try model.transformer(tensor("pixels", folder), keeping: .init(attention: .all), .open)
    let states = Tensor.concatenated(outcome.hidden)
    var all = [WrittenTensor(name: "hidden", states.shape, states.values)]
    for (layer, maps) in outcome.attention {
      all.append(WrittenTensor(name: "attention.\(layer)", maps.shape, maps.values))
    }
    try Safetensors.write(all, to: folder + "/ours.safetensors")
    print("1")
  }

  /// The model with random weights as the library transformers names them, a picture of noise, and our hidden states for it.
  static func write(_ folder: String) throws {
    _ = unsafe mkdir(folder, 0o755)
    let weights = folder + "/model.safetensors"
    if unsafe access(weights, R_OK) != 0 {
      var random = SeededRandom(seed: 5)
      try Safetensors.write(randomWeights(&random), to: weights)
      try write(
        #"{"model_type": "vit", "hidden_size": 768, "image_size": 224, "patch_size": 16, "layer_norm_eps": 1e-12}"#,
        folder + "/config.json")
    }
    var random = SeededRandom(seed: 6)
    let pixels = Tensor.normal([1, 3, 224, 224], &random)
    let outcome = try VisionFolder.open(folder, .open).transformer(pixels, .open)
    let states = Tensor.concatenated(outcome.hidden)
    try Safetensors.write(
      [
        WrittenTensor(name: "pixels", pixels.shape, pixels.values),
        WrittenTensor(name: "hidden", states.shape, states.values),
      ], to: folder + "/" + picture)
  }

  private static func randomWeights(_ random: inout SeededRandom) -> [WrittenTensor] {
    let (width, inner) = (config.width, config.inner)
    var all: [WrittenTensor] = []
    func add(_ name: String, _ sizes: [Int], mean: Float = 0, deviation: Float = 0.04) {
      let x = Tensor.normal(sizes, mean: mean, deviation: deviation, &random)
      all.append(WrittenTensor(name: name, x.shape, x.values))
    }
    add("embeddings.patch_embeddings.projection.weight", [width, 3, 16, 16])
    add("embeddings.patch_embeddings.projection.bias", [width])
    add("embeddings.cls_token", [1, 1, width])
    add("embeddings.position_embeddings", [1, 197, width])
    let matrices = [
      ("attention.attention.query", width, width), ("attention.attention.key", width, width),
      ("attention.attention.value", width, width), ("attention.output.dense", width, width),
      ("intermediate.dense", inner, width), ("output.dense", width, inner),
    ]
    for head in (0..<config.layers).map({ "encoder.layer.\($0)." }) + [""] {
      for norm in head.isEmpty ? ["layernorm"] : ["layernorm_before", "layernorm_after"] {
        add(head + norm + ".weight", [width], mean: 1)
        add(head + norm + ".bias", [width])
      }
      for (name, outputs, inputs) in head.isEmpty ? [] : matrices {
        add(head + name + ".weight", [outputs, inputs])
        add(head + name + ".bias", [outputs])
      }
    }
    return all
  }

  private static func tensor(_ name: String, _ folder: String) throws -> Tensor {
    let stored = try TensorFileReader.open(folder + "/" + picture).tensor(named: name)
    return Tensor(try stored.read(), stored.shape)
  }

  static func write(_ text: String, _ path: String) throws {
    guard let file = unsafe fopen(path, "w") else {
      throw Trouble(.input, at: .file(path), "it cannot be written")
    }
    defer { unsafe _ = fclose(file) }
    unsafe fwrite(text, 1, text.utf8.count, file)
  }
}
