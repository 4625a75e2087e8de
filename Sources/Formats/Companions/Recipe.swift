import Basics
import Tokens

/// How to make a whole tokenizer of a bare vocabulary: the sections that a tokenizer.json would have.
///
/// Source: the converters of the transformers library (`convert_slow_tokenizer`), class by class.
struct Recipe {
  /// In words, for the card.
  var name: String
  var normalizer = Setting.null
  var preTokenizer = Setting.null
  var decoder = Setting.null
  /// Settings of the model.
  var model: [(String, Setting)] = []
  /// Tokens that are added when the vocabulary has them.
  var specials: [String] = []
  /// What frames a text.
  var frame: Frame?
  /// The token that takes the space before it.
  var mask: String?
  /// The token that is looked for in the normalized text.
  var normalizes: String?

  /// A frame by the texts of its tokens.
  struct Frame {
    var kind: String
    var first: String
    var last: String
    var trims = false
    var addsPrefixSpace = false
  }
}

extension Setting {
  /// A part of a tokenizer.json.
  static func part(_ type: String, _ fields: [(String, Setting)] = []) -> Setting {
    .object([("type", .string(type))] + fields)
  }

  static func object(_ fields: [(String, Setting)]) -> Setting {
    .fields(fields.map { Field(name: Array($0.0.utf8), value: $0.1) })
  }

  static func string(_ text: String) -> Setting { .text(Array(text.utf8)) }

  /// Spells bytes as characters.
  static func byteLevel(addsPrefixSpace: Bool, usesPattern: Bool = true) -> Setting {
    .part(
      "ByteLevel",
      [
        ("add_prefix_space", .flag(addsPrefixSpace)), ("trim_offsets", .flag(true)),
        ("use_regex", .flag(usesPattern)),
      ])
  }

  /// Cuts by a pattern, then spells bytes.
  static func split(_ pattern: String, behavior: String, inverts: Bool) -> Setting {
    .part(
      "Sequence",
      [
        (
          "pretokenizers",
          .list([
            .part(
              "Split",
              [
                ("pattern", .object([("Regex", .string(pattern))])), ("behavior", .string(behavior)),
                ("invert", .flag(inverts)),
              ]), .byteLevel(addsPrefixSpace: false, usesPattern: inverts),
          ])
        )
      ])
  }

  /// Cuts by one pattern after the other, then spells bytes. What no pattern matches is a piece too, or with `dropsRest` is lost.
  static func splits(_ patterns: [String], dropsRest: Bool = false) -> Setting {
    let cuts = patterns.map { pattern in
      Setting.part(
        "Split",
        [
          ("pattern", .object([("Regex", .string(pattern))])),
          ("behavior", .string(dropsRest ? "Removed" : "Isolated")),
          ("invert", .flag(dropsRest)),
        ])
    }
    let spelling = Setting.byteLevel(addsPrefixSpace: false, usesPattern: false)
    return .part("Sequence", [("pretokenizers", .list(cuts + [spelling]))])
  }

  /// The clean-up of BERT.
  static func bert(lowercase: Bool, stripsAccents: Bool? = nil, spacesChinese: Bool = true) -> Setting {
    .part(
      "BertNormalizer",
      [
        ("clean_text", .flag(true)), ("handle_chinese_chars", .flag(spacesChinese)),
        ("strip_accents", stripsAccents.map { .flag($0) } ?? .null), ("lowercase", .flag(lowercase)),
      ])
  }
}
