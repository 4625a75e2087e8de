import Basics

/// The merges of a model as tables.
struct MergeList: Sendable {
  /// A list without merges.
  static let empty = MergeList()

  var pairs: PairTable
  /// The entry that each merge makes.
  var results: [TokenID] = []
  /// By id, the rank of the first merge that makes the entry, `UInt32.max` for none.
  var ranks: [UInt32]

  /// From pairs of ids in rank order. What a merge makes is the left part's bytes and the right part's
  /// without `prefix`.
  init(
    _ merges: [Merge], _ vocabulary: VocabularyTable, prefix: [UInt8], _ place: Trouble.Place
  ) throws(Trouble) {
    pairs = try Self.table(vocabulary, merges.count, expecting: merges.count, place)
    ranks = Array(repeating: .max, count: vocabulary.idLimit)
    results.reserveCapacity(merges.count)
    var joined: [UInt8] = []
    for (rank, merge) in merges.enumerated() {
      joined.removeAll(keepingCapacity: true)
      guard vocabulary.append(merge.left, to: &joined) else { throw Self.missing(rank, "left", place) }
      let middle = joined.count
      guard vocabulary.append(merge.right, to: &joined) else { throw Self.missing(rank, "right", place) }
      if !prefix.isEmpty {
        guard joined.count - middle >= prefix.count else { throw Self.tooShort(rank, place) }
        joined.removeSubrange(middle..<middle + prefix.count)
      }
      guard let id = vocabulary.modelID(of: joined.span) else { throw Self.noResult(rank, joined, place) }
      results.append(id)
      if ranks[Int(id)] == .max { ranks[Int(id)] = UInt32(rank) }
      pairs.insert(merge.left, merge.right, UInt32(rank))
    }
  }

  /// As above, where the reader of the file knows what each merge makes.
  init(
    _ merges: [Merge], making results: [TokenID], _ vocabulary: VocabularyTable, _ place: Trouble.Place
  ) throws(Trouble) {
    precondition(merges.count == results.count, "every merge makes an entry")
    pairs = try Self.table(vocabulary, merges.count, expecting: merges.count, place)
    ranks = Array(repeating: .max, count: vocabulary.idLimit)
    for (rank, id) in results.enumerated() where ranks[Int(id)] == .max { ranks[Int(id)] = UInt32(rank) }
    self.results = results
    pairs.insert(merges)
  }

  private init() {
    pairs = PairTable()
    ranks = []
  }

  private static func table(
    _ vocabulary: VocabularyTable, _ numbers: Int, expecting: Int, _ place: Trouble.Place
  ) throws(Trouble) -> PairTable {
    let table = PairTable(idLimit: vocabulary.idLimit, numberLimit: numbers, expecting: expecting)
    if let table { return table }
    throw Trouble(
      .limit, at: place,
      "\(numbers) merges of \(vocabulary.idLimit) entries are more than a table of 64-bit slots holds",
      remedy: "Use a vocabulary of at most two million entries")
  }

  private static func missing(_ rank: Int, _ part: String, _ place: Trouble.Place) -> Trouble {
    Trouble(
      .input, at: place, "the \(part) part of merge \(rank) is not in the vocabulary",
      remedy: "Export the vocabulary and the merges together")
  }

  private static func tooShort(_ rank: Int, _ place: Trouble.Place) -> Trouble {
    Trouble(
      .input, at: place, "the right part of merge \(rank) is shorter than the prefix that it should lose",
      remedy: "Check continuing_subword_prefix")
  }

  private static func noResult(_ rank: Int, _ bytes: [UInt8], _ place: Trouble.Place) -> Trouble {
    Trouble(
      .input, at: place,
      "merge \(rank) makes \"\(String(decoding: bytes, as: UTF8.self))\", which is not in the vocabulary",
      remedy: "Export the vocabulary and the merges together")
  }
}
