import Basics
import Tokens

/// The unigram model of a GGUF file and what goes before it.
enum GGUFUnigram {
  /// Normal, user-defined and unused entries are looked for; user-defined ones cost nothing.
  static func model(_ entries: GGUFEntries, unknown: TokenID?, _ file: GGUFFile) throws(Trouble) -> UnigramModel {
    var blob: [UInt8] = []
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    var outside: Set<TokenID> = []
    for id in 0..<TokenID(entries.kinds.count) {
      starts.append(UInt32(blob.count))
      _ = entries.table.append(id, to: &blob)
      lengths.append(UInt32(blob.count) - (starts.last ?? 0))
      if ![.normal, .userDefined, .unused].contains(entries.kinds[Int(id)]) { outside.insert(id) }
    }
    let table = VocabularyTable(
      blob: blob, starts: starts, lengths: lengths, kinds: entries.kinds, outsideModel: outside)
    let scores = entries.scores.enumerated().map { entries.kinds[$0] == .userDefined ? 0 : $1 }
    return try UnigramModel(
      vocabulary: table, scores: scores, unknown: unknown, fallsBackToBytes: false, precision: .double,
      place: .field(file: file.file, name: "tokenizer.ggml.scores"))
  }

  /// SentencePiece's, with the file's table. Where repeated spaces vanish a space is put before every text.
  static func normalizer(_ file: GGUFFile, addsSpace: Bool) throws(Trouble) -> any Normalizer {
    let key = "tokenizer.ggml.precompiled_charsmap"
    let table = try file.octets(key) ?? []
    let map = table.isEmpty ? nil : try Charsmap(table, place: .field(file: file.file, name: key))
    let removes = try file.flag("tokenizer.ggml.remove_extra_whitespaces") ?? false
    return SentencePieceNormalizer(
      map: map, symbols: nil,
      spaces: SentencePieceNormalizer.Spaces(
        addsDummy: addsSpace || removes, removesExtra: removes, escapes: true, isSuffix: false))
  }
}
