import Formats
import Tokens

/// Reading tokenizers from files, and building tables from bytes in memory.
enum LoadCases {
  static func cases(_ bench: Bench) -> [Case] {
    files(bench) + tables(bench)
  }

  private static func files(_ bench: Bench) -> [Case] {
    guard let folder = bench.folder else { return [] }
    return ["hf/llama3.json", "hf/qwen2.json", "hf/gpt-neox-20b.json", "tiktoken/o200k_base.tiktoken"].map {
      name in
      Case("load \(name), whole", .milliseconds, reference: name.hasSuffix(".json") ? "load \(name)" : nil) {
        let path = "\(folder)/vocabs/\(name)"
        return { try TokenizerReader.read(path: path, ticket: .open).vocabulary.count }
      }
    }
  }

  private static func tables(_ bench: Bench) -> [Case] {
    guard let bytes = bench.bytes("vocabs/tiktoken/llama3.tiktoken") else { return [] }
    return [
      Case("load llama3, table of entries", .milliseconds) {
        let file = RankFile(bytes)
        return { file.table.count }
      },
      Case("load llama3, model of ranked entries", .milliseconds) {
        let table = RankFile(bytes).table
        return { try BytePairModel(ranked: table).vocabulary.count }
      },
      Case("load llama3, model of merges", .milliseconds) {
        let table = RankFile(bytes).table
        let merges = firstSplits(table)
        return {
          try BytePairModel(vocabulary: table, merges: merges, rules: BytePairRules()).vocabulary.count
        }
      },
    ]
  }

  /// One merge for each entry that has two parts: the last split found.
  private static func firstSplits(_ table: VocabularyTable) -> [Merge] {
    (0..<TokenID(table.idLimit)).compactMap { id in
      guard let bytes = table.bytes(of: id), bytes.count > 1 else { return nil }
      for cut in 1..<bytes.count {
        guard let left = table.id(of: Array(bytes[..<cut])), let right = table.id(of: Array(bytes[cut...]))
        else { continue }
        if left < id && right < id { return Merge(left, right) }
      }
      return nil
    }
  }
}
