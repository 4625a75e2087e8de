import Basics
import Tokens

/// Writes special tokens from id 0 on, and behind them the ranks.
extension Tekken: WritableFormat {
  /// The file.
  package static func write(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) -> [WrittenFile] {
    let parts = pipeline.parts
    guard let model = parts.model as? BytePairModel, parts.isByteLevel, model.rules.endOfWordSuffix.isEmpty,
      model.rules.continuingPrefix.isEmpty
    else { throw loss("its model, \(parts.model.summary),") }
    try checkRanks(model, ticket)
    guard parts.normalizers.isEmpty else { throw loss("its normalizer") }
    guard let pattern = parts.sections["pre_tokenizer"].flatMap(Recipe.pattern) else {
      throw loss("its splitter, which is not one pattern,")
    }
    let specials = try specials(parts.added)
    let entries = try entries(model.vocabulary, behind: specials.count)
    var out = JSONOutput()
    out.raw("{\n  \"config\": ")
    out.value(
      .object([
        ("pattern", .text(pattern)), ("num_vocab_tokens", .integer(entries.count)),
        ("default_vocab_size", .integer(specials.count + entries.count)),
        ("default_num_special_tokens", .integer(specials.count)), ("version", .string("v3")),
      ]))
    out.raw(",\n  \"vocab\": [")
    out.list(entries.enumerated()) { out, entry in token(entry.offset, entry.element, &out) }
    out.raw("],\n  \"special_tokens\": [")
    out.list(specials.enumerated()) { out, special in
      out.value(
        .object([
          ("rank", .integer(special.offset)), ("token_str", .text(special.element)),
          ("is_control", .flag(true)),
        ]))
    }
    out.raw("]\n}\n")
    return [WrittenFile(bytes: out.bytes)]
  }

  /// The special tokens, which must have the ids from 0 on.
  private static func specials(_ added: AddedTokens) throws(Trouble) -> [[UInt8]] {
    let tokens = added.all.sorted { $0.id < $1.id }
    for (index, token) in tokens.enumerated() {
      guard Int(token.id) == index, token.isSpecial else {
        throw loss(
          "the id of \(String(decoding: token.content, as: UTF8.self)), which does not stand before all others,"
        )
      }
      guard !token.stripsLeft, !token.stripsRight, !token.isSingleWord else {
        throw loss(
          "how \(String(decoding: token.content, as: UTF8.self)) treats the spaces or words around it")
      }
    }
    return tokens.map(\.content)
  }

  /// The others in the order of their ids: first the 256 bytes, without a hole.
  private static func entries(_ table: VocabularyTable, behind count: Int) throws(Trouble) -> [[UInt8]] {
    var entries: [[UInt8]] = []
    for id in TokenID(count)..<TokenID(max(count, table.idLimit)) {
      guard let bytes = table.bytes(of: id), !bytes.isEmpty else { throw loss("the hole at id \(id)") }
      if entries.count < 256, bytes != [UInt8(entries.count)] {
        throw loss("the order of its first entries, which are not the 256 bytes from 0 to 255,")
      }
      entries.append(bytes)
    }
    return entries
  }

  private static func token(_ rank: Int, _ bytes: [UInt8], _ out: inout JSONOutput) {
    var packed: [UInt8] = []
    packed.append(base64: bytes)
    let text = String(validating: bytes, as: UTF8.self)
    out.value(
      .object([
        ("rank", .integer(rank)), ("token_bytes", .text(packed)),
        ("token_str", text.map { .string($0) } ?? .null),
      ]))
  }
}
