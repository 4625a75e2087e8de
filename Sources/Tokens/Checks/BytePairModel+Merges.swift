extension BytePairModel {
  /// The merges by rank; nil where the same pair stands again later in the list. Empty for ranked entries.
  package var merges: [Merge?] {
    joinsBytes ? [] : merger.list.pairs.merges(count: merger.list.results.count)
  }

  /// The entry that the merge of this rank makes.
  package func result(ofMerge rank: Int) -> TokenID { merger.list.results[rank] }

  /// Why the merge of this rank can never fire, nil when it can. On the two parts alone it fires exactly when it does in
  /// some text: what stands around the parts takes no part in the merges inside.
  func deathOfMerge(_ rank: Int, _ merge: Merge?) -> String? {
    guard let merge else { return "the same pair stands in the list again" }
    guard let bytes = vocabulary.bytes(of: result(ofMerge: rank)) else { return "what it makes has no entry" }
    var nodes = leaves(of: bytes)
    var roots = Array(nodes.indices)
    while let (place, number) = lowest(roots, nodes) {
      if number == UInt32(rank) { return nil }
      let made = merger.result(number)
      nodes.append(Derivation.Node(id: made, bytes: vocabulary.bytes(of: made) ?? []))
      roots.replaceSubrange(place...place + 1, with: [nodes.count - 1])
    }
    let parts = [merge.left, merge.right].map {
      String(decoding: vocabulary.bytes(of: $0) ?? [], as: UTF8.self)
    }
    let given = roots.map { "\"\(String(decoding: nodes[$0].bytes, as: UTF8.self))\"" }
    return "\"\(parts[0])\" and \"\(parts[1])\" never meet, other merges give \(given.joined(separator: " "))"
  }
}
