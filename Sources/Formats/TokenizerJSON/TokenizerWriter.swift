import Basics
import Tokens

/// Writes a byte-level BPE as tokenizer.json, one entry and one merge a line, so that two versions can be compared.
///
/// The same input gives the same bytes. Entries are spelled in the byte alphabet, special tokens become added tokens.
package enum TokenizerWriter {
  /// The file for what a trainer has learned with this split pattern; nil means GPT-2's own.
  package static func json(_ trained: TrainedBytePairs, pattern: String? = nil) -> [UInt8] {
    var out = JSONLines()
    let specials = trained.kinds.indices.filter { trained.kinds[$0] == .special }
    out.raw(#"{\#n  "version": "1.0",\#n  "truncation": null,\#n  "padding": null,\#n  "added_tokens": ["#)
    out.list(specials) { out, id in
      out.raw(#"    {"id": \#(id), "content": "#)
      out.string(trained.entries[id])
      out.raw(
        #", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}"#)
    }
    out.raw(#"],\#n  "normalizer": null,\#n  "pre_tokenizer": "#)
    preTokenizer(pattern, &out)
    out.raw(#",\#n  "post_processor": \#(byteLevel(trims: false, regex: true)),"#)
    out.raw(#"\#n  "decoder": \#(byteLevel(trims: true, regex: true)),\#n  "model": {\#n"#)
    model(trained, &out)
    out.raw("\n  }\n}\n")
    return out.bytes
  }

  private static func model(_ trained: TrainedBytePairs, _ out: inout JSONLines) {
    out.raw(
      #"    "type": "BPE",\#n    "dropout": null,\#n    "unk_token": null,\#n    "continuing_subword_prefix": null,"#
    )
    out.raw(#"\#n    "end_of_word_suffix": null,\#n    "fuse_unk": false,\#n    "byte_fallback": false,"#)
    out.raw(#"\#n    "ignore_merges": false,\#n    "vocab": {"#)
    let spellings = trained.entries.indices.map { spelling($0, trained) }
    out.list(Array(spellings.indices)) { out, id in
      out.raw("      ")
      out.string(spellings[id])
      out.raw(": \(id)")
    }
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

  private static func spelling(_ id: Int, _ trained: TrainedBytePairs) -> [UInt8] {
    trained.kinds[id] == .special ? trained.entries[id] : ByteAlphabet.spell(trained.entries[id])
  }

  private static func preTokenizer(_ pattern: String?, _ out: inout JSONLines) {
    guard let pattern else { return out.raw(byteLevel(trims: true, regex: true)) }
    out.raw(#"{"type": "Sequence", "pretokenizers": [\#n    {"type": "Split", "pattern": {"Regex": "#)
    out.string(Array(pattern.utf8))
    out.raw(#"}, "behavior": "Isolated", "invert": false},\#n    "#)
    out.raw(byteLevel(trims: true, regex: false))
    out.raw("]}")
  }

  private static func byteLevel(trims: Bool, regex: Bool) -> String {
    #"{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": \#(trims), "use_regex": \#(regex)}"#
  }
}

/// JSON in the making.
private struct JSONLines {
  private(set) var bytes: [UInt8] = []

  mutating func raw(_ text: String) { bytes += text.utf8 }

  /// Members separated by commas, each on a line of its own.
  mutating func list<T>(_ members: [T], _ write: (inout JSONLines, T) -> Void) {
    for (index, member) in members.enumerated() {
      raw(index == 0 ? "\n" : ",\n")
      write(&self, member)
    }
    if !members.isEmpty { raw("\n    ") }
  }

  /// A string; quotes, backslashes and controls are escaped.
  mutating func string(_ text: [UInt8]) {
    bytes.append(0x22)
    for byte in text {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        raw("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
