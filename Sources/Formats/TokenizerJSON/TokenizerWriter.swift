import Basics
import Tokens

/// What a trainer has learned.
package enum TrainedModel: Sendable {
  /// Over bytes or characters.
  case bytePairs(TrainedBytePairs)
  /// The entries of a WordPiece vocabulary, by what they were merged from.
  case wordPiece(TrainedBytePairs)
  case unigram(TrainedUnigram)

  /// The entries, by id.
  package var entries: [[UInt8]] {
    switch self {
    case .bytePairs(let trained), .wordPiece(let trained): trained.entries
    case .unigram(let trained): trained.entries
    }
  }

  var kinds: [EntryKind] {
    switch self {
    case .bytePairs(let trained), .wordPiece(let trained): trained.kinds
    case .unigram(let trained): trained.kinds
    }
  }

  /// Whether words are bytes, and the file spells them in the byte alphabet.
  var isByteLevel: Bool {
    if case .bytePairs(let trained) = self { trained.alphabet.kind == .bytes } else { false }
  }
}

/// Writes what was learned as tokenizer.json, one entry and one merge a line, so that two versions can be compared.
///
/// The same input gives the same bytes. Special tokens become added tokens. How texts were cut into words is written
/// as normalizer and pre-tokenizer; the decoder undoes what can be undone.
package enum TokenizerWriter {
  /// The file for a byte-level BPE with this split pattern; nil means GPT-2's own.
  package static func json(_ trained: TrainedBytePairs, pattern: String? = nil) -> [UInt8] {
    json(.bytePairs(trained), WordRules(pattern.map { .pattern($0) } ?? .pattern(ByteLevel.pattern)))
  }

  /// The file for a model and the rules by which texts become its words.
  package static func json(_ model: TrainedModel, _ rules: WordRules) -> [UInt8] {
    var out = JSONOutput()
    let specials = model.kinds.indices.filter { model.kinds[$0] == .special }
    out.raw(#"{\#n  "version": "1.0",\#n  "truncation": null,\#n  "padding": null,\#n  "added_tokens": ["#)
    out.list(specials) { out, id in
      out.raw(#"    {"id": \#(id), "content": "#)
      out.string(model.entries[id])
      out.raw(
        #", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}"#)
    }
    out.raw(#"],\#n  "normalizer": \#(normalizer(rules.normalization)),\#n  "pre_tokenizer": "#)
    preTokenizer(rules.cut, isByteLevel: model.isByteLevel, &out)
    let processor = model.isByteLevel ? byteLevel(trims: false, regex: true) : "null"
    out.raw(",\n  \"post_processor\": \(processor),\n  \"decoder\": ")
    decoder(model, rules.cut, &out)
    out.raw(",\n  \"model\": {\n")
    TokenizerModelWriter.write(model, &out)
    out.raw("\n  }\n}\n")
    return out.bytes
  }

  private static func normalizer(_ normalization: WordRules.Normalization) -> String {
    switch normalization {
    case .none: "null"
    case .nfc: #"{"type": "NFC"}"#
    case .nfkc: #"{"type": "NFKC"}"#
    case .bert, .bertCased:
      #"{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "#
        + #""lowercase": \#(normalization == .bert)}"#
    }
  }

  private static func preTokenizer(_ cut: WordRules.Cut, isByteLevel: Bool, _ out: inout JSONOutput) {
    guard isByteLevel else { return preTokenizer(cut, &out) }
    switch cut {
    case .none: out.raw(byteLevel(trims: true, regex: false))
    case .pattern(ByteLevel.pattern): out.raw(byteLevel(trims: true, regex: true))
    default:
      out.raw(#"{"type": "Sequence", "pretokenizers": [\#n    "#)
      preTokenizer(cut, &out)
      out.raw(",\n    \(byteLevel(trims: true, regex: false))]}")
    }
  }

  private static func preTokenizer(_ cut: WordRules.Cut, _ out: inout JSONOutput) {
    switch cut {
    case .none: out.raw("null")
    case .bert: out.raw(#"{"type": "BertPreTokenizer"}"#)
    case .whitespace: out.raw(#"{"type": "WhitespaceSplit"}"#)
    case .metaspace: out.raw(metaspace(splits: true))
    case .pattern(let pattern):
      out.raw(#"{"type": "Split", "pattern": {"Regex": "#)
      out.string(pattern)
      out.raw(#"}, "behavior": "Isolated", "invert": false}"#)
    }
  }

  private static func decoder(_ model: TrainedModel, _ cut: WordRules.Cut, _ out: inout JSONOutput) {
    switch model {
    case .bytePairs(let trained) where trained.alphabet.kind == .bytes:
      out.raw(byteLevel(trims: true, regex: true))
    case .bytePairs(let trained) where !trained.alphabet.endOfWordSuffix.isEmpty:
      out.raw(#"{"type": "BPEDecoder", "suffix": "#)
      out.string(trained.alphabet.endOfWordSuffix)
      out.raw("}")
    case .bytePairs(let trained), .wordPiece(let trained):
      if trained.alphabet.continuingPrefix.isEmpty {
        out.raw(cut == .metaspace ? metaspace(splits: true) : #"{"type": "Fuse"}"#)
      } else {
        out.raw(#"{"type": "WordPiece", "prefix": "#)
        out.string(trained.alphabet.continuingPrefix)
        out.raw(#", "cleanup": true}"#)
      }
    case .unigram: out.raw(cut == .metaspace ? metaspace(splits: true) : #"{"type": "Fuse"}"#)
    }
  }

  private static func metaspace(splits: Bool) -> String {
    #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": \#(splits)}"#
  }

  private static func byteLevel(trims: Bool, regex: Bool) -> String {
    #"{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": \#(trims), "use_regex": \#(regex)}"#
  }
}
