import Basics
import Formats
import Foundation
import Patches
import Tensors
import Testing

/// Names of other versions, and folders in which something is wrong.
@Suite struct VisionRefusalTests {
  /// What opening a changed copy says.
  private static func trouble(_ kind: String, _ change: (String) throws -> Void) throws -> String {
    var sentence = "it was opened"
    try VisionSamples.withCopy(kind) { folder in
      try change(folder)
      do throws(Trouble) { _ = try VisionFolder.open(folder, .open) } catch { sentence = "\(error)" }
    }
    return sentence
  }

  private static func replace(_ old: String, _ new: String, in file: String) throws {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacingOccurrences(of: old, with: new).write(toFile: file, atomically: true, encoding: .utf8)
  }

  @Test func `names of older and newer versions mean the same`() throws {
    let renamed: [(String, [(String, String)])] = [
      (
        "llava",
        [
          ("vision_tower.", "model.vision_tower.vision_model."),
          ("language_model.model.", "model.language_model."), ("multi_modal", "model.multi_modal"),
        ]
      ),
      (
        "vit",
        [
          ("embeddings.", "vit.embeddings."), ("encoder.layer.", "vit.layers."),
          ("layernorm.", "vit.layernorm."), ("attention.attention.query", "attention.q_proj"),
          ("attention.attention.key", "attention.k_proj"), ("attention.attention.value", "attention.v_proj"),
          ("attention.output.dense", "attention.o_proj"), ("intermediate.dense", "mlp.fc1"),
          ("output.dense", "mlp.fc2"),
        ]
      ),
    ]
    for (kind, names) in renamed {
      try VisionSamples.withCopy(kind) { folder in
        try VisionSamples.rewrite(folder) { tensor in
          var name = tensor.name
          for (old, new) in names {
            if let range = name.range(of: old),
              !(name.contains("_before.") || name.contains("_after.")) || old != "layernorm."
            {
              name.replaceSubrange(range, with: new)
            }
          }
          return [WrittenTensor(tensor, name: name)]
        }
        let model = try VisionFolder.open(folder, .open)
        let outcome = try model.transformer(VisionSamples.expected(kind, "pixels"), .open)
        agree(outcome.hidden[2].at(0), try VisionSamples.expected(kind, "hidden").at(2), kind)
        #expect((model.words == nil) == (kind == "vit"))
      }
    }
  }

  @Test func `a weight that is missing or of another shape is named with both shapes`() throws {
    let missing = try Self.trouble("clip") { folder in
      try VisionSamples.rewrite(folder) { $0.name.hasSuffix("1.mlp.fc1.bias") ? [] : [WrittenTensor($0)] }
    }
    #expect(
      missing.contains("model.safetensors, encoder.layers.1.mlp.fc1.bias: the model has no such tensor"))
    let layer = try Self.trouble("dinov2") {
      try Self.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", in: $0 + "/config.json")
    }
    #expect(layer.contains("encoder.layers.2.self_attn.q_proj.weight: the model has no such tensor"))
    let shape = try Self.trouble("siglip") {
      try Self.replace("\"intermediate_size\": 24", "\"intermediate_size\": 32", in: $0 + "/config.json")
    }
    #expect(
      shape.contains(
        "encoder.layers.0.mlp.fc1.weight: config.json asks for [32, 16], but its shape is [24, 16]"))
  }

  @Test func `settings that do not fit are refused by their names`() throws {
    let cases = [
      (
        "vit", "\"num_attention_heads\": 2", "\"num_attention_heads\": 3",
        "config.json, hidden_size: 16 is no multiple of 3"
      ),
      ("vit", "\"patch_size\": 4", "\"patch_size\": 0", "config.json, patch_size: 0 is not between 1"),
      (
        "vit", "\"hidden_act\": \"gelu\"", "\"hidden_act\": \"mish\"",
        "hidden_act: mish is no function that is known"
      ),
      (
        "vit", "\"model_type\": \"vit\"", "\"model_type\": \"swin\"",
        "model_type: swin is no vision model that is known"
      ),
      (
        "llava", "\"vision_feature_layer\": -2", "\"vision_feature_layer\": 3",
        "vision_feature_layer: [3] are not among 3 hidden states"
      ),
      ("llava", "\"default\"", "\"half\"", "half is neither default nor full"),
    ]
    for (kind, old, new, sentence) in cases {
      let found = try Self.trouble(kind) { try Self.replace(old, new, in: $0 + "/config.json") }
      #expect(found.contains(sentence), "\(found)")
    }
  }

  @Test func `folders without config, weights or vision model say what is missing`() throws {
    #expect(
      try Self.trouble("vit") { try FileManager.default.removeItem(atPath: $0 + "/config.json") }.contains(
        "there is no config.json"))
    #expect(
      try Self.trouble("vit") { try FileManager.default.removeItem(atPath: $0 + "/model.safetensors") }
        .contains("there is no model.safetensors"))
    let other = try Self.trouble("vit") { folder in
      try VisionSamples.rewrite(folder) { $0.name.hasPrefix("embeddings.") ? [] : [WrittenTensor($0)] }
    }
    #expect(other.contains("none embeds patches"))
    #expect(VisionFolder.isOne(VisionSamples.folder + "/clip") && !VisionFolder.isOne(VisionSamples.folder))
  }

  @Test func `pictures that are too small or too many are refused`() throws {
    let model = try VisionFolder.open(VisionSamples.folder + "/vit", .open)
    #expect(throws: Trouble.self) { try model.transformer(.zeros([1, 3, 3, 16]), .open) }
    #expect(throws: Trouble.self) { try model.transformer(.zeros([1, 1, 16, 16]), .open) }
    let wide = Tensor.zeros([1, 3, 1200, 1200])
    let trouble = #expect(throws: Trouble.self) {
      try model.transformer(wide, keeping: .init(attention: .all), .open)
    }
    #expect(trouble?.kind == .limit)
  }

  @Test func `every change of one byte of the settings opens or is refused`() throws {
    let bytes = try Files.read(VisionSamples.folder + "/llava/config.json")
    try VisionSamples.withCopy("llava") { folder in
      var random = SeededRandom(seed: 11)
      for _ in 0..<300 {
        var changed = bytes
        changed[Int(random.next(upperBound: UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
        try Data(changed).write(to: URL(fileURLWithPath: folder + "/config.json"))
        _ = try? VisionFolder.open(folder, .open)
      }
    }
  }
}
