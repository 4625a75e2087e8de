/// The entries of a model together with the added tokens, as a person browses them.
package struct PipelineVocabulary: Vocabulary {
  let table: VocabularyTable
  let added: AddedTokens
  private let addedByContent: [[UInt8]: TokenID]
  package let idLimit: Int
  package let count: Int

  init(_ table: VocabularyTable, _ added: AddedTokens) {
    self.table = table
    self.added = added
    addedByContent = Dictionary(added.all.map { ($0.content, $0.id) }, uniquingKeysWith: { $1 })
    idLimit = max(table.idLimit, (added.all.map { Int($0.id) + 1 }.max() ?? 0))
    let beyond = Set(added.all.map(\.id)).filter { table.kind(of: $0) == .hole }
    count = table.count + beyond.count
  }

  package func bytes(of id: TokenID) -> [UInt8]? { table.bytes(of: id) ?? added.token(of: id)?.content }

  package func id(of bytes: [UInt8]) -> TokenID? { addedByContent[bytes] ?? table.id(of: bytes) }

  package func kind(of id: TokenID) -> EntryKind {
    if let token = added.token(of: id) { return token.isSpecial ? .special : .added }
    return table.kind(of: id)
  }

  package func weight(of id: TokenID) -> EntryWeight? { table.weight(of: id) }
}
