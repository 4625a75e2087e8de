import Patches

/// What the library transformers calls the weights of vision models, now and in its fourth version; the first of each list is the usual one.
enum VisionNames {
  /// Ends of the name by which a vision model is found among the tensors; what stands before is its prefix (`vision_tower.vision_model.`).
  static let patches = ["embeddings.patch_embedding.", "embeddings.patch_embeddings.projection."]
  static let layers = ["encoder.layers.", "encoder.layer.", "layers.", "layer."]
  static let specials = [
    "CLS": ["embeddings.class_embedding", "embeddings.cls_token"],
    "distillation": ["embeddings.distillation_token"],
  ]
  static let registers = ["embeddings.register_tokens"]
  static let places = ["embeddings.position_embedding.weight", "embeddings.position_embeddings"]
  static let firstNorm = ["pre_layrnorm.", "pre_layernorm."]
  static let lastNorm = ["post_layernorm.", "layernorm."]

  // Inside of a layer.
  static let query = ["self_attn.q_proj.", "attention.attention.query.", "attention.q_proj."]
  static let key = ["self_attn.k_proj.", "attention.attention.key.", "attention.k_proj."]
  static let value = ["self_attn.v_proj.", "attention.attention.value.", "attention.v_proj."]
  static let mixed = ["self_attn.out_proj.", "attention.output.dense.", "attention.o_proj."]
  static let norms = [
    ["layer_norm1.", "norm1.", "layernorm_before."], ["layer_norm2.", "norm2.", "layernorm_after."],
  ]
  static let scales = [["layer_scale1.lambda1"], ["layer_scale2.lambda1"]]
  static let up = ["mlp.fc1.", "intermediate.dense."]
  static let down = ["mlp.fc2.", "output.dense."]
  /// Gate and up in one matrix, or each in its own.
  static let gatedPair = ["mlp.weights_in."]
  static let gate = ["mlp.gate_proj."]
  static let gatedUp = ["mlp.up_proj."]
  static let gatedDown = ["mlp.weights_out.", "mlp.down_proj."]

  // Projectors: of the library, and of LLaVA's own checkpoints.
  static let projectors = [["linear_1.", "linear_2."], ["0.", "2."], [""]]
  static let projectorPrefixes = ["multi_modal_projector.", "mm_projector."]

  /// What ends a row of tiles.
  static let newlines: Set = ["image_newline", "model.image_newline"]

  /// The prefix of the vision model; nil when there is none.
  static func prefix(in names: some Collection<String>) -> String? {
    var prefixes: [String] = []
    for name in names {
      for ending in patches where name.hasSuffix(ending + "weight") {
        prefixes.append(String(name.dropLast(ending.count + 6)))
      }
    }
    return prefixes.min { a, b in
      (a.contains("vision") ? 0 : 1, a.count, a) < (b.contains("vision") ? 0 : 1, b.count, b)
    }
  }
}
