import Basics
import Tokens

/// SentencePiece's byte pairs by scores, as llama.cpp's kind `llama`.
extension GGUF {
  /// The header. Throws where llama.cpp has no such habit: it always falls back to bytes, does nothing but write spaces as
  /// `▁`, and puts a space before every stretch of text, not only before the whole.
  static func scored(_ pipeline: Pipeline, _ model: ScoredBytePairModel) throws(Trouble) -> GGUFHeader {
    let parts = pipeline.parts
    guard let putsSpace = parts.putsSpace else {
      throw loss("its normalizer, of which llama.cpp has another reading,")
    }
    guard model.fallsBackToBytes else { throw loss("that characters without an entry are unknown") }
    let table = model.vocabulary
    let kinds = (0..<TokenID(table.idLimit)).map { table.kind(of: $0) }
    if model.library == .sentencePiece {
      if kinds.contains(.unused) { throw loss("its unused entries") }
      if putsSpace, kinds.contains(.userDefined) {
        throw loss("that no space is put behind user-defined entries")
      }
    }
    var header = GGUFHeader()
    header.add("general.architecture", "llama")
    header.add("general.name", parts.card.name)
    header.add("tokenizer.ggml.model", "llama")
    header.add("tokenizer.ggml.pre", "default")
    try addEntries(of: model, kinds, to: &header)
    header.add("tokenizer.ggml.add_space_prefix", putsSpace)
    if let unknown = kinds.firstIndex(of: .unknown) {
      header.add("tokenizer.ggml.unknown_token_id", UInt32(unknown))
    }
    addEdges(of: parts, to: &header)
    return header
  }

  private static func addEntries(
    of model: ScoredBytePairModel, _ kinds: [EntryKind], to header: inout GGUFHeader
  ) throws(Trouble) {
    let table = model.vocabulary
    var entries: [[UInt8]] = []
    var scores: [Float] = []
    for id in 0..<TokenID(table.idLimit) {
      guard let bytes = table.bytes(of: id) else { throw loss("the hole at id \(id)") }
      var score = 0.0
      if case .score(let given) = table.weight(of: id) { score = given }
      guard Double(Float(score)) == score else { throw loss("the score of entry \(id), which has 64 bits,") }
      entries.append(bytes)
      scores.append(Float(score))
    }
    guard Set(entries).count == entries.count else { throw loss("an entry that is spelled like another one") }
    header.add("tokenizer.ggml.tokens", entries)
    header.add("tokenizer.ggml.scores", scores: scores)
    header.add("tokenizer.ggml.token_type", numbers: kinds.map(number))
  }

  /// As llama.cpp numbers kinds of entries.
  private static func number(_ kind: EntryKind) -> Int {
    switch kind {
    case .unknown: 2
    case .control, .special: 3
    case .userDefined, .added: 4
    case .unused, .hole: 5
    case .byte: 6
    case .normal: 1
    }
  }
}
