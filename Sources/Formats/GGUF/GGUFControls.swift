import Basics
import Tokens

/// Tokens that llama.cpp knows by their text, because converters often give them another type.
enum GGUFControls {
  /// They end a generation.
  private static let endings: Set<String> = [
    "<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|flush|>", "<|calls|>", "<end_of_turn>",
    "<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<|end_of_text|>",
    "<end_of_utterance>", "<eos>", "<turn|>", "<|tool_response>", "<｜end▁of▁sentence｜>", "[e~[",
  ]

  /// They mark the parts of code to be filled in: the keys that may name them, then their texts.
  private static let fillings: [(keys: [String], texts: [String])] = [
    (
      ["fim_pre", "prefix"],
      [
        "<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>", "▁<PRE>", "<|code_prefix|>",
        "<|prefix|>",
      ]
    ),
    (
      ["fim_suf", "suffix"],
      [
        "<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>", "<｜fim▁hole｜>", "<SUF>", "▁<SUF>", "<|code_suffix|>",
        "<|suffix|>",
      ]
    ),
    (
      ["fim_mid", "middle"],
      [
        "<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>", "▁<MID>", "<|code_middle|>",
        "<|middle|>",
      ]
    ),
    (["fim_pad"], ["<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"]),
    (["fim_rep"], ["<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"]),
    (["fim_sep"], ["<|file_sep|>"]),
  ]

  /// They are always found, and always shown.
  private static let shown = ["<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"]

  /// Gives the entries with these texts the types that llama.cpp gives them.
  static func correct(_ kinds: inout [EntryKind], _ file: GGUFFile, _ places: [Range<Int>]) throws(Trouble) {
    let names = endings.union(fillings.flatMap(\.texts)).union(shown)
    let longest = names.reduce(0) { max($0, $1.utf8.count) }
    var ids: [String: Int] = [:]
    for (id, place) in places.enumerated() where place.count >= 3 && place.count <= longest {
      let first = file.bytes[place.lowerBound]
      guard first == 0x3C || first == 0x5B || first == 0x5F || first == 0xE2 else { continue }
      let text = String(decoding: file.bytes[place], as: UTF8.self)
      if names.contains(text) { ids[text] = id }
    }
    for (keys, texts) in fillings {
      var isNamed = false
      for key in keys where try file.integer("tokenizer.ggml.\(key)_token_id") != nil { isNamed = true }
      if !isNamed, let id = texts.lazy.compactMap({ ids[$0] }).first { kinds[id] = .control }
    }
    for text in endings { if let id = ids[text] { kinds[id] = .control } }
    for text in shown { if let id = ids[text] { kinds[id] = .userDefined } }
    exempt(&kinds, ids)
  }

  /// Where `<|end|>` or `</s>` is an ordinary part of a conversation.
  private static func exempt(_ kinds: inout [EntryKind], _ ids: [String: Int]) {
    let calls = ids["<|call|>"] != nil || ids["<|calls|>"] != nil
    if let id = ids["<|end|>"], calls, ids["<|return|>"] != nil || ids["<|flush|>"] != nil {
      kinds[id] = .userDefined
    }
    if let id = ids["</s>"], ids["<|tool_response>"] != nil { kinds[id] = .normal }
  }
}
