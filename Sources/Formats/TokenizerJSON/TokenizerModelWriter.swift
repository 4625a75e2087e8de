import Basics
import Tokens

/// Writes the section `model` of tokenizer.json.
enum TokenizerModelWriter {
  static func write(_ model: TrainedModel, _ out: inout JSONOutput) {
    switch model {
    case .bytePairs(let trained): bytePairs(trained, &out)
    case .wordPiece(let trained): wordPiece(trained, &out)
    case .unigram(let trained): unigram(trained, &out)
    }
  }

  private static func bytePairs(_ trained: TrainedBytePairs, _ out: inout JSONOutput) {
    out.raw(#"    "type": "BPE",\#n    "dropout": null,\#n    "unk_token": "#)
    optional(unknown(trained), &out)
    out.raw(#",\#n    "continuing_subword_prefix": "#)
    optional(trained.alphabet.continuingPrefix, &out)
    out.raw(#",\#n    "end_of_word_suffix": "#)
    optional(trained.alphabet.endOfWordSuffix, &out)
    out.raw(#",\#n    "fuse_unk": false,\#n    "byte_fallback": false,"#)
    out.raw(#"\#n    "ignore_merges": false,\#n    "vocab": {"#)
    let spellings = trained.entries.indices.map { spelling($0, trained) }
    vocabulary(spellings, &out)
    out.raw(#"},\#n    "merges": ["#)
    out.list(trained.merges) { out, merge in
      out.raw("      [")
      out.string(spellings[Int(merge.left)])
      out.raw(", ")
      out.string(spellings[Int(merge.right)])
      out.raw("]")
    }
    out.raw("]")
  }

  private static func wordPiece(_ trained: TrainedBytePairs, _ out: inout JSONOutput) {
    out.raw(#"    "type": "WordPiece",\#n    "unk_token": "#)
    out.string(unknown(trained))
    out.raw(#",\#n    "continuing_subword_prefix": "#)
    out.string(trained.alphabet.continuingPrefix)
    out.raw(#",\#n    "max_input_chars_per_word": 100,\#n    "vocab": {"#)
    vocabulary(trained.entries, &out)
    out.raw("}")
  }

  private static func unigram(_ trained: TrainedUnigram, _ out: inout JSONOutput) {
    let unknown = trained.entries.firstIndex { unknownNames.contains(String(decoding: $0, as: UTF8.self)) }
    out.raw(
      #"    "type": "Unigram",\#n    "unk_id": \#(unknown.map(String.init) ?? "null"),\#n    "vocab": ["#)
    out.list(trained.entries.indices) { out, id in
      out.raw("      [")
      out.string(trained.entries[id])
      out.raw(", \(trained.scores[id])]")
    }
    out.raw(#"],\#n    "byte_fallback": false"#)
  }

  private static func vocabulary(_ spellings: [[UInt8]], _ out: inout JSONOutput) {
    out.list(spellings.indices) { out, id in
      out.raw("      ")
      out.string(spellings[id])
      out.raw(": \(id)")
    }
  }

  /// What special tokens for unknown text are called.
  private static let unknownNames: Set<String> = ["[UNK]", "<unk>"]

  /// The special token for unknown text; byte-level models have none.
  private static func unknown(_ trained: TrainedBytePairs) -> [UInt8] {
    if trained.alphabet.kind == .bytes { return [] }
    return trained.entries.indices.first {
      trained.kinds[$0] == .special
        && unknownNames.contains(String(decoding: trained.entries[$0], as: UTF8.self))
    }.map { trained.entries[$0] } ?? []
  }

  /// A string, or null when it is empty.
  private static func optional(_ text: [UInt8], _ out: inout JSONOutput) {
    if text.isEmpty { out.raw("null") } else { out.string(text) }
  }

  private static func spelling(_ id: Int, _ trained: TrainedBytePairs) -> [UInt8] {
    let isSpelled = trained.alphabet.kind == .bytes && trained.kinds[id] != .special
    return isSpelled ? ByteAlphabet.spell(trained.entries[id]) : trained.entries[id]
  }
}
