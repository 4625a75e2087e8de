import Basics
import Tensors

/// Everything that does not depend on how tokens are rebuilt: both vocabularies by key, which rows are good, and the shared ones.
struct TransplantGround: Sendable {
  let base: KeyedVocabulary
  let donor: KeyedVocabulary
  /// By id, whether the row exists and was not filtered out.
  let baseAllowed: [Bool]
  let donorAllowed: [Bool]
  /// By id, whether the row is nothing but noughts.
  let donorEmpty: [Bool]
  /// The mean of all rows of the base, [base width].
  let baseMean: Tensor
  /// Shared tokens whose rows are no noughts on either side, by donor id rising.
  let anchors: [SharedToken]
  /// [anchors, donor width] and [anchors, base width].
  let donorAnchors: Tensor
  let baseAnchors: Tensor
  /// How many shared tokens there are in all.
  let sharedCount: Int
  /// How many ids the filter took out, and how many shared tokens there was no room for.
  let filtered: (base: Int, donor: Int)
  let left: Int

  /// The most bytes that anchors take on both sides together.
  private static let roomLimit = 1 << 30

  /// Reads both matrices once or twice. Throws when they share too little, and when cancelled.
  init(_ sides: TransplantSides, filters: Bool, hasHead: Bool, _ ticket: Ticket) throws(Trouble) {
    base = try KeyedVocabulary(sides.base.tokenizer, ticket.part(0..<0.1))
    donor = try KeyedVocabulary(sides.donor.tokenizer, ticket.part(0.1..<0.2))
    let baseRows = try RowQuality(sides.base.rows, base, ticket.part(0.2..<0.4))
    let donorRows = try RowQuality(sides.donor.rows, donor, ticket.part(0.4..<0.6))
    let baseBad = filters ? try baseRows.undertrained(hasHead: hasHead, ticket.part(0.6..<0.7)) : []
    let donorBad = filters ? try donorRows.undertrained(hasHead: hasHead, ticket.part(0.7..<0.8)) : []
    filtered = (baseBad.count, donorBad.count)
    let allowed = (
      base: base.keys.indices.map { $0 < sides.base.rows.count && !baseBad.contains($0) },
      donor: donor.keys.indices.map { $0 < sides.donor.rows.count && !donorBad.contains($0) }
    )
    (baseAllowed, donorAllowed) = allowed
    donorEmpty = donor.keys.indices.map { $0 < donorRows.lengths.count && donorRows.lengths[$0] == 0 }
    baseMean = baseRows.mean
    let plan = TransplantPlan(
      base: base, donor: donor, allowed: ({ allowed.base[$0] }, { allowed.donor[$0] }),
      matchesBytes: false, matchesPrefixes: false)
    sharedCount = plan.shared.count
    let good = plan.shared.filter { baseRows.lengths[$0.base] > 0 && donorRows.lengths[$0.donor] > 0 }
    let places = Self.places(good.count, sides)
    anchors = places.map { good[$0] }
    left = good.count - anchors.count
    guard anchors.count >= 8 else {
      throw Trouble(
        .input,
        "the two vocabularies share \(good.count) tokens with rows, which is too few to rebuild others from",
        remedy: "Give tokenizers of the same language, and check that each has its own matrix")
    }
    donorAnchors = try Self.rows(anchors.map(\.donor), of: sides.donor.rows, ticket.part(0.8..<0.9))
    baseAnchors = try Self.rows(anchors.map(\.base), of: sides.base.rows, ticket.part(0.9..<1))
  }

  /// Which of so many shared tokens there is room for.
  private static func places(_ count: Int, _ sides: TransplantSides) -> [Int] {
    let bytes = (sides.base.rows.width + sides.donor.rows.width) * MemoryLayout<Float>.size
    return TransplantBaselines.spaced(count, most: max(1, roomLimit / bytes))
  }

  /// The rows of some ids, [ids, width].
  static func rows(_ ids: [Int], of source: any RowSource, _ ticket: Ticket) throws(Trouble) -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(ids.count * source.width)
    for (number, id) in ids.enumerated() {
      if number & 255 == 0 { try ticket.step(Double(number) / Double(ids.count)) }
      values += try source.tensor(rows: id..<id + 1).values
    }
    return Tensor(values, [ids.count, source.width])
  }
}

/// How long rows are, and which of them look as if they had never been trained.
struct RowQuality {
  private let source: any RowSource
  private let vocabulary: KeyedVocabulary
  /// By row; of rows that are not finite 0.
  private(set) var lengths: [Float] = []
  /// [width]
  let mean: Tensor

  init(_ source: any RowSource, _ vocabulary: KeyedVocabulary, _ ticket: Ticket) throws(Trouble) {
    self.source = source
    self.vocabulary = vocabulary
    var (sums, lengths) = ([Double](repeating: 0, count: source.width), [Float]())
    try source.forEachBlock(ticket) { (rows, block) throws(Trouble) in
      let found = block.lengths().values
      if let bad = found.firstIndex(where: { !$0.isFinite }) {
        throw Trouble(
          .input, "row \(rows.lowerBound + bad) of a matrix has numbers that are not finite",
          remedy: "Give a matrix of finite numbers")
      }
      lengths += found
      for (index, value) in block.sum(over: [0]).values.enumerated() { sums[index] += Double(value) }
    }
    self.lengths = lengths
    mean = Tensor(sums.map { Float($0 / Double(max(1, source.count))) })
  }

  /// Ids that are unused, that have the shortest hundredth of rows (where there is an output head, so that rows say something), or that lie
  /// nearer to the mean of the unused rows than ½ and than all but a hundredth.
  ///
  /// Land and Bartolo, "Fishing for Magikarp" (2024), arXiv 2405.05417, as the tool has it.
  func undertrained(hasHead: Bool, _ ticket: Ticket) throws(Trouble) -> Set<Int> {
    let holes = (0..<source.count).filter {
      !vocabulary.keys.indices.contains($0) || vocabulary.keys[$0] == nil
    }
    let unused = vocabulary.unused.union(holes).filter { $0 < source.count }
    var bad = unused
    if hasHead, let limit = Tensor(lengths).quantiles([0.01]).first {
      bad.formUnion(lengths.indices.filter { lengths[$0] < limit })
    }
    guard !unused.isEmpty else { return bad }
    let middle = try TransplantGround.rows(unused.sorted(), of: source, ticket).mean(over: [0], keeping: true)
    var cosines: [Float] = []
    try source.forEachBlock(ticket) { (_, block) throws(Trouble) in
      cosines += Similarity.cosine.matrix(middle, block).values
    }
    let limit = max(0.5, Tensor(cosines).quantiles([0.99]).first ?? 1)
    bad.formUnion(cosines.indices.filter { cosines[$0] > limit })
    return bad
  }
}
