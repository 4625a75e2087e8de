import Basics
import Tokens

/// The vocabularies of RWKV's "World" models: a token a line, `97 'a' 1`, as a Python literal between its id and its length.
///
/// Text is taken apart by longest match. A literal is a string (`'\n'`, `"it's"`) or bytes (`b'\xe4\xbd'`); its length in bytes
/// follows and must be right. Ids begin at 1: 0 ends a text and is spelled by nothing.
/// Source: `rwkv_vocab_v20230424.txt` and `rwkv_tokenizer.py` of BlinkDL/ChatRWKV.
package enum RWKV: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "RWKV vocabulary", extensions: ["txt"], summary: "A vocabulary for longest match, as RWKV's World models use it.")

  /// A first line of an id, a literal and a length.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    var lines = RankLines(head)
    guard let line = lines.next() else { return false }
    return RWKVLine(line) != nil
  }

  private static let lineLimit = 4_000_000

  /// The tokenizer.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    let bytes = source.takeBytes()
    var entries: [TokenID: [UInt8]] = [:]
    var lines = RankLines(bytes[...])
    while let line = lines.next() {
      let place = Trouble.Place.line(file: source.file, number: lines.number)
      let token = try token(line, place)
      guard entries.updateValue(token.bytes, forKey: token.id) == nil else {
        throw Trouble(.input, at: place, "the id \(token.id) belongs to another token already", remedy: "Fetch the file again")
      }
      if lines.number & 0x3FFF == 0 { try ticket.step(0.4) }
      if lines.number > lineLimit { throw Trouble(.limit, at: place, "more than \(lineLimit) lines") }
    }
    let model = try TrieModel(vocabulary: table(entries), unknown: nil, place: .file(source.path))
    try checkBytes(model.vocabulary, source.file)
    let card = TokenizerCard(
      name: source.name, format: card.name, algorithm: model.summary, path: source.path,
      notes: source.notes + (entries[0] == nil ? ["The id 0 ends a text in RWKV's models and has no spelling."] : []))
    var parts = PipelineParts(card: card, library: .mistral, model: model, added: try AddedTokens([]))
    parts.idDecoder = PlainDecoder(model.vocabulary)
    return .tokenizer(Pipeline(parts))
  }

  private static func token(_ line: ArraySlice<UInt8>, _ place: Trouble.Place) throws(Trouble) -> RWKVLine {
    guard let token = RWKVLine(line) else {
      throw Trouble(
        .input, at: place, "an id, a literal and a length expected", remedy: "Fetch the file again")
    }
    guard token.id < TokenID(VocabularyTable.idCeiling) else {
      throw Trouble(.limit, at: place, "the id \(token.id) is over the limit of \(VocabularyTable.idCeiling)")
    }
    guard token.length == token.bytes.count, !token.bytes.isEmpty else {
      throw Trouble(
        .input, at: place, "the literal has \(token.bytes.count) bytes, not \(token.length)",
        remedy: "Fetch the file again")
    }
    return token
  }

  private static func table(_ entries: [TokenID: [UInt8]]) -> VocabularyTable {
    let limit = Int(entries.keys.max() ?? 0) + 1
    var blob: [UInt8] = []
    var starts = [UInt32](repeating: 0, count: limit)
    var lengths = starts
    var kinds = [EntryKind](repeating: .hole, count: limit)
    for (id, bytes) in entries.sorted(by: { $0.key < $1.key }) {
      starts[Int(id)] = UInt32(blob.count)
      lengths[Int(id)] = UInt32(bytes.count)
      kinds[Int(id)] = .normal
      blob += bytes
    }
    return VocabularyTable(blob: blob, starts: starts, lengths: lengths, kinds: kinds)
  }

  private static func checkBytes(_ table: VocabularyTable, _ file: String) throws(Trouble) {
    for byte in UInt8.min...255 where table.id(of: [byte]) == nil {
      throw Trouble(
        .input, at: .file(file),
        "the byte 0x\(String(byte, radix: 16)) has no token, so some texts could not be encoded",
        remedy: "Fetch the file again")
    }
  }
}
