import Basics
import Formats
import Testing
import Tokens

/// Compares one tokenizer with its records and writes down every difference.
struct GoldenCheck {
  let name: String
  let tokenizer: any Tokenizer
  let isTiktoken: Bool
  var failures: [String] = []
  var count = 0

  /// Decoding keeps special tokens.
  var isGGUF: Bool { name.hasPrefix("gguf/") }
  var isTekken: Bool { name.hasPrefix("tekken/") }

  init(name: String, tokenizer: any Tokenizer, isTiktoken: Bool) {
    self.name = name
    self.tokenizer = tokenizer
    self.isTiktoken = isTiktoken
  }

  mutating func check(_ record: Setting) {
    count += 1
    let id = record["id"]?.string ?? "?"
    do {
      if let ids = record["decode_ids"]?.integers {
        try checkDecoding(record, ids.map(TokenID.init), original: nil, id)
      } else if ["pair", "words", "truncation", "config"].contains(where: { record[$0] != nil }) {
        try checkInput(record, id)
      } else if let text = record.input {
        try checkEncoding(record, text, id)
        try checkStages(record, text, id)
      }
    } catch { fail(id, "\(error)") }
  }

  private mutating func checkEncoding(_ record: Setting, _ text: [UInt8], _ id: String) throws {
    let plain = EncodeOptions(special: isTiktoken ? .text : .library)
    let tokens = try tokenizer.encode(text, plain, .open)
    checkTiling(tokens, text, id)
    if let digest = record["ids_sha256"]?.string {
      expect(id, "n_ids", [tokens.count], [record["n_ids"]?.integer ?? -1])
      let bytes = tokens.flatMap { token in
        (0..<4).map { UInt8(truncatingIfNeeded: token.id >> UInt32($0 * 8)) }
      }
      if SHA256.hex(bytes) != digest { fail(id, "another digest of the ids") }
    }
    if let ids = record["ids"]?.integers {
      expect(id, "ids", tokens.map { Int($0.id) }, ids)
      if let spans = record["spans"]?.spans {
        expect(id, "spans", tokenizer.referenceSpans(tokens, in: text), spans)
        if isTiktoken { expect(id, "exact spans", tokens.map(\.bytes), spans) }
      }
      // The records of llama.cpp say nothing of the decoding of no tokens.
      if !(isGGUF && ids.isEmpty) { try checkDecoding(record, tokens.map(\.id), original: text, id) }
    }
    try checkSpecial(record, text, id)
  }

  /// llama.cpp: special text as tokens, then also those around the text.
  private mutating func checkParsed(_ record: Setting, _ text: [UInt8], _ id: String) throws {
    guard let parsed = record["ids_parse"]?.integers ?? record["ids"]?.integers else { return }
    for (name, expected) in [("ids_parse", parsed), ("ids_special", record["ids_special"]?.integers ?? parsed)] {
      let options = EncodeOptions(special: .allow, addSpecial: name == "ids_special")
      expect(id, name, try tokenizer.encode(text, options, .open).map { Int($0.id) }, expected)
    }
  }

  private mutating func checkSpecial(_ record: Setting, _ text: [UInt8], _ id: String) throws {
    if isGGUF { return try checkParsed(record, text, id) }
    if isTekken { return }
    if let ids = record["ids_special"]?.integers {
      let options = isTiktoken ? EncodeOptions(special: .allow) : EncodeOptions(addSpecial: true)
      expect(id, "ids_special", try tokenizer.encode(text, options, .open).map { Int($0.id) }, ids)
    }
    guard isTiktoken else { return }
    let isRefused: Bool
    do {
      _ = try tokenizer.encode(text, EncodeOptions(), .open)
      isRefused = false
    } catch { isRefused = true }
    if isRefused != (record["raises"] == .flag(true)) { fail(id, isRefused ? "refused" : "not refused") }
  }

  /// Places never overlap, never go back, and lie inside the text.
  private mutating func checkTiling(_ tokens: [Token], _ text: [UInt8], _ id: String) {
    var last = 0
    for token in tokens {
      if token.bytes.lowerBound < last || token.bytes.upperBound > text.count {
        fail(id, "place \(token.bytes) after \(last)")
      }
      last = token.bytes.upperBound
    }
  }

  /// Without an expectation the decoding is the text itself; without skipping it is what skipping gives.
  private mutating func checkDecoding(_ record: Setting, _ ids: [TokenID], original: [UInt8]?, _ id: String)
    throws
  {
    let kept = try tokenizer.decode(ids, DecodeOptions())
    if let packed = record["decoded_b64"]?.bytes { expect(id, "decoded_b64", kept, record.decoded(packed)) }
    if isTiktoken {
      if let original { expect(id, "decoded bytes", kept, original) }
      return
    }
    let skipped = try tokenizer.decode(ids, DecodeOptions(skipSpecial: !isGGUF && !isTekken))
    guard let decoded = record["decoded"]?.bytes ?? original else { return }
    expect(id, "decoded", repaired(skipped), repaired(decoded))
    expect(id, "decoded_keep", repaired(kept), repaired(record["decoded_keep"]?.bytes ?? decoded))
  }

  /// With U+FFFD for what is not UTF-8, as the library gives it.
  private func repaired(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).utf8) }

  mutating func expect<T: Equatable>(_ id: String, _ what: String, _ found: [T], _ expected: [T]) {
    if found == expected { return }
    let place =
      zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
    let shown = { (all: [T]) in
      "\(Array(all[(max(0, place - 2)..<place + 5).clamped(to: 0..<all.count)])) of \(all.count)"
    }
    fail(id, "\(what) differ at \(place): \(shown(found)) instead of \(shown(expected))")
  }

  mutating func fail(_ id: String, _ what: String) { failures.append("\(name) \(id): \(what)") }
}
