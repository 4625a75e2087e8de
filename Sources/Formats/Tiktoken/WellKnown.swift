import Tokens

/// Pattern and special tokens of vocabularies that everybody calls by the same name.
///
/// Source: the registries of tiktoken (`openai_public`), Llama 3 and Qwen. Fingerprints are those of `RankTable`.
struct WellKnown: Sendable {
  let name: String
  let pattern: String
  let specials: [SpecialToken]
  /// 0 where another vocabulary has the same ranks and is meant when the name says nothing.
  let fingerprint: UInt64

  private init(_ name: String, _ pattern: String, _ specials: [(String, TokenID)], _ fingerprint: UInt64 = 0)
  {
    self.name = name
    self.pattern = pattern
    self.specials = specials.map { SpecialToken(content: Array($0.0.utf8), id: $0.1) }
    self.fingerprint = fingerprint
  }

  /// The vocabulary of this name, in any spelling of case and with a provider before it.
  static func named(_ name: String) -> WellKnown? { all.first { $0.name == name.lowercased() } }

  static func withFingerprint(_ fingerprint: UInt64) -> WellKnown? {
    all.first { $0.fingerprint == fingerprint }
  }

  private static let gpt2 = #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  private static let cl100k =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  /// That of Qwen, one digit at a time.
  static let qwen =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let o200k = [
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
    #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
  ].joined(separator: "|")

  static let all: [WellKnown] = [
    WellKnown("gpt2", gpt2, [("<|endoftext|>", 50256)], 0x388D_0CD7_B5AD_BB6A),
    WellKnown("r50k_base", gpt2, [("<|endoftext|>", 50256)]),
    WellKnown("p50k_base", gpt2, [("<|endoftext|>", 50256)], 0x5624_7311_8528_0E76),
    WellKnown("p50k_edit", gpt2, [("<|endoftext|>", 50256)] + fim(50281)),
    WellKnown(
      "cl100k_base", cl100k, [("<|endoftext|>", 100257)] + fim(100258) + [("<|endofprompt|>", 100276)],
      0x70AF_1AD6_57D8_2780),
    WellKnown(
      "o200k_base", o200k, [("<|endoftext|>", 199999), ("<|endofprompt|>", 200018)], 0xE243_0526_EFAC_40C4),
    WellKnown("o200k_harmony", o200k, harmony),
    WellKnown("llama3", cl100k, llama3, 0xF5CB_37A1_D2C9_88E5),
    WellKnown("qwen", qwen, chat + (0..<205).map { ("<|extra_\($0)|>", 151646 + $0) }, 0x43E4_C336_6EA9_3D84),
  ]

  /// Fill-in-the-middle tokens at three ids.
  private static func fim(_ first: TokenID) -> [(String, TokenID)] {
    [("<|fim_prefix|>", first), ("<|fim_middle|>", first + 1), ("<|fim_suffix|>", first + 2)]
  }

  private static let chat: [(String, TokenID)] = [
    ("<|endoftext|>", 151643), ("<|im_start|>", 151644), ("<|im_end|>", 151645),
  ]

  private static let harmony: [(String, TokenID)] =
    [
      ("<|startoftext|>", 199998), ("<|endoftext|>", 199999), ("<|return|>", 200002),
      ("<|constrain|>", 200003),
      ("<|channel|>", 200005), ("<|start|>", 200006), ("<|end|>", 200007), ("<|message|>", 200008),
      ("<|call|>", 200012),
      ("<|endofprompt|>", 200018),
    ]
    + ([200000, 200001, 200004, 200009, 200010, 200011] + Array(200013...201087)).map {
      ("<|reserved_\($0)|>", $0)
    }

  private static let llama3: [(String, TokenID)] = {
    let named = [
      "begin_of_text", "end_of_text", "reserved_special_token_0", "reserved_special_token_1",
      "finetune_right_pad_id",
      "step_id", "start_header_id", "end_header_id", "eom_id", "eot_id", "python_tag",
    ]
    let reserved = (2..<247).map { "reserved_special_token_\($0)" }
    return (named + reserved).prefix(256).enumerated().map { ("<|\($1)|>", 128_000 + TokenID($0)) }
  }()
}
