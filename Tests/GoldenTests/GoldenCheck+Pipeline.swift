import Basics
import Formats
import Testing
import Tokens

/// What only pipelines have: stages that can be looked at, pairs of texts, truncation and padding.
extension GoldenCheck {
  /// The text after normalizers, and the pieces of what that gives.
  mutating func checkStages(_ record: Setting, _ text: [UInt8], _ id: String) throws {
    guard !isTiktoken, !isGGUF, let pipeline = tokenizer as? Pipeline, !text.isEmpty else { return }
    var aligned = AlignedText(text.span, 0..<text.count)
    for normalizer in pipeline.parts.normalizers { aligned = try normalizer.normalize(aligned) }
    let normalized = record["normalized"]?.bytes
    if normalized != nil
      || (record["ids"] != nil && String(decoding: text, as: UTF8.self).unicodeScalars.count <= 200)
    {
      expect(id, "normalized", aligned.bytes, normalized ?? text)
    }
    guard case .list(let wanted)? = record["pieces"] else { return }
    let again = aligned.bytes
    var pieces = Pieces(AlignedText(again.span, 0..<again.count))
    for part in pipeline.parts.preTokenizers { try part.cut(&pieces) }
    let last = pipeline.parts.preTokenizers.last as? ByteLevel
    let found = pieces.ranges.map { range in
      let bytes = Array(pieces.text.bytes[range])
      return last?.spells == false ? ByteAlphabet.spell(bytes) : bytes
    }
    expect(id, "pieces", found, wanted.compactMap(\.bytes))
  }

  mutating func checkInput(_ record: Setting, _ id: String) throws {
    guard let pipeline = tokenizer as? Pipeline else { return fail(id, "no pipeline") }
    if case .list(let words)? = record["words"] {
      let (tokens, numbers) = try pipeline.tokens(ofWords: words.compactMap(\.bytes))
      expect(id, "ids of words", tokens.map { Int($0.id) }, record["ids"]?.integers ?? [])
      return expect(id, "word_ids", numbers, record["word_ids"]?.integers ?? [])
    }
    guard let text = record["text"]?.bytes else { return fail(id, "no text") }
    let (truncation, padding) = try settings(record, pipeline)
    let input = try pipeline.input(text, record["pair"]?.bytes, truncation: truncation, padding: padding)
    expect(id, "ids_special", input.tokens.map { Int($0.id) }, record["ids_special"]?.integers ?? [])
    if let types = record["type_ids"]?.integers { expect(id, "type_ids", input.types.map(Int.init), types) }
    if let mask = record["attention_mask"]?.integers {
      expect(id, "attention_mask", input.attention.map { $0 ? 1 : 0 }, mask)
    }
    if case .list(let parts)? = record["overflowing"] {
      expect(
        id, "overflowing", input.overflowing.map { $0.tokens.map { Int($0.id) } },
        parts.compactMap(\.integers))
    }
    if record["pair"] != nil, let ids = record["ids"]?.integers {
      let plain = try pipeline.input(text, record["pair"]?.bytes, addsSpecial: false)
      expect(id, "ids of the pair", plain.tokens.map { Int($0.id) }, ids)
    }
  }

  /// As the record says, or, for `config`, as the file says.
  private func settings(
    _ record: Setting, _ pipeline: Pipeline
  ) throws -> (Truncation?, Padding?) {
    if record["config"] != nil { return (pipeline.parts.truncation, pipeline.parts.padding) }
    guard let cut = record["truncation"], let fill = record["padding"] else { return (nil, nil) }
    let isLeft = cut["direction"]?.string == "left"
    let truncation = Truncation(
      length: cut["max_length"]?.integer ?? 0, stride: cut["stride"]?.integer ?? 0,
      direction: isLeft ? .left : .right)
    let padding = Padding(
      length: fill["length"]?.integer, id: TokenID(fill["pad_id"]?.integer ?? 0),
      direction: isLeft ? .left : .right)
    return (truncation, padding)
  }
}
