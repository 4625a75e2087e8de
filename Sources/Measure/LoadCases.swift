import Tokens

/// Building tables, from bytes in memory.
enum LoadCases {
  static func cases(_ bench: Bench) throws -> [Case] {
    guard let bytes = bench.bytes("vocabs/tiktoken/llama3.tiktoken") else { return [] }
    let file = RankFile(bytes)
    let merges = firstSplits(file.table)
    let table = file.table
    return [
      Case("load llama3, table of entries", .milliseconds) { file.table.count },
      Case("load llama3, model of ranked entries", .milliseconds) { try BytePairModel(ranked: table).vocabulary.count },
      Case("load llama3, model of \(merges.count) merges", .milliseconds) {
        try BytePairModel(vocabulary: table, merges: merges, rules: BytePairRules()).vocabulary.count
      },
    ]
  }

  /// One merge for each entry that has two parts: the last split found.
  private static func firstSplits(_ table: VocabularyTable) -> [Merge] {
    (0..<TokenID(table.idLimit)).compactMap { id in
      guard let bytes = table.bytes(of: id), bytes.count > 1 else { return nil }
      for cut in 1..<bytes.count {
        guard let left = table.id(of: Array(bytes[..<cut])), let right = table.id(of: Array(bytes[cut...])) else { continue }
        if left < id && right < id { return Merge(left, right) }
      }
      return nil
    }
  }
}
