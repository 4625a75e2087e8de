import Basics
import Tensors
import Tokens

/// Shared tokens that were hidden and rebuilt, so that the truth is known.
struct HeldOut: Sendable {
  /// What one method made of all of them; without rows where the method cannot be used here.
  struct Result: Sendable {
    var method: TransplantMethod
    var score: RebuiltScore?
  }

  /// Means over all hidden tokens for one number of picks.
  struct Place: Sendable {
    var k: Int
    var residual: Double
    var cosine: Double
  }

  var tokens: [SharedToken]
  /// By token.
  var paths: [PursuitPath]
  /// The places of anchors that were not hidden, to which the picks of paths refer.
  var shown: [Int]
  var results: [Result]
  var curve: [Place]

  /// What a method made.
  func score(_ method: TransplantMethod) -> RebuiltScore? { results.first { $0.method == method }?.score }

  /// The method whose rows are nearest to the truth.
  var best: Result? { results.max { ($0.score?.meanCosine ?? -2) < ($1.score?.meanCosine ?? -2) } }
}

extension TransplantStudy {
  /// The most tokens that are hidden.
  private static let heldLimit = 200

  /// Hides some shared tokens, rebuilds them in every way, and compares.
  mutating func judge(_ ticket: Ticket) async throws(Trouble) {
    let hidden = hiddenPlaces()
    let tokens = hidden.map { ground.anchors[$0] }
    let paths = try await paths(of: tokens.map(\.donor), hidden: Set(hidden), ticket.part(0..<0.5))
    let isHidden = Set(hidden)
    let shown = ground.anchors.indices.filter { !isHidden.contains($0) }
    struct Key: Hashable {
      var ground: GroundKey
      var hidden: [Int]
      var k: Int
      var choice: PursuitChoice
      var seed: UInt64
    }
    let key = Key(
      ground: key, hidden: hidden, k: settings.k, choice: settings.choice, seed: settings.seed)
    let study = self
    held = try await memory.value(for: key) { () throws(Trouble) in
      try study.held(hidden, tokens, paths, shown, ticket.part(0.5..<1))
    }
    await memory.keep(true, for: [self.key])
  }

  /// Which anchors are hidden: drawn with the seed, none of them special, and never so many that fewer than four are left.
  private func hiddenPlaces() -> [Int] {
    var places = ground.anchors.indices.filter { place in
      if case .special = ground.donor.keys[ground.anchors[place].donor] { return false }
      return true
    }
    let wanted = Int((settings.heldShare * Double(ground.anchors.count)).rounded())
    let count = max(1, min(wanted, Self.heldLimit, ground.anchors.count - 4, places.count))
    var random = SeededRandom(seed: settings.seed)
    places.shuffle(using: &random)
    return places.prefix(count).sorted()
  }

  private func held(
    _ hidden: [Int], _ tokens: [SharedToken], _ paths: [PursuitPath], _ shown: [Int], _ ticket: Ticket
  ) throws(Trouble) -> HeldOut {
    let truth = ground.baseAnchors.gathered(hidden)
    let baseShown = ground.baseAnchors.gathered(shown)
    var results: [HeldOut.Result] = []
    let made = try rows(
      of: tokens, hidden,
      TransplantBaselines(
        donor: ground.donorAnchors.gathered(shown), base: baseShown), paths, ticket.part(0..<0.4))
    for (index, method) in TransplantMethod.allCases.enumerated() {
      let start = 0.4 + 0.07 * Double(index)
      let score = try made[method].map { (rows) throws(Trouble) in
        try RebuiltScore.scores(rows, truth: truth, in: sides.base.rows, ticket.part(start..<start + 0.07))
      }
      results.append(HeldOut.Result(method: method, score: score))
    }
    let depth = settings.depth(shown.count, sides.donor.rows.width)
    let curve = Self.places(upTo: depth, with: usedK).map { k in
      let cosines = RebuiltScore.cosines(Self.replayed(paths, k, baseShown), truth).map { $0 ?? 0 }
      return HeldOut.Place(
        k: k, residual: Self.mean(paths.map { $0.residual(k) }), cosine: Self.mean(cosines))
    }
    return HeldOut(tokens: tokens, paths: paths, shown: shown, results: results, curve: curve)
  }

  /// The rows that every method makes for the hidden tokens.
  private func rows(
    of tokens: [SharedToken], _ hidden: [Int], _ baselines: TransplantBaselines, _ paths: [PursuitPath],
    _ ticket: Ticket
  ) throws(Trouble) -> [TransplantMethod: Tensor] {
    let targets = ground.donorAnchors.gathered(hidden)
    let count = tokens.count
    var made: [TransplantMethod: Tensor] = [
      .pursuit: Self.replayed(paths, settings.k, baselines.base),
      .mean: .concatenated(Array(repeating: ground.baseMean.expanded(0), count: count)),
      .zero: .zeros([count, sides.base.rows.width]),
    ]
    made[.subword] = try pieces(of: tokens, ticket.part(0..<0.2))
    made[.nearest] = try baselines.nearest(settings.k, to: targets, ticket.part(0.2..<0.4))
    made[.gaussian] = try TransplantBaselines.gaussian(
      count, like: sides.base.rows, mean: ground.baseMean, seed: settings.seed, ticket.part(0.4..<0.6))
    made[.procrustes] = try baselines.procrustes(of: targets, ticket.part(0.6..<0.9))
    try ticket.step(0.9)
    made[.leastSquares] = try baselines.leastSquares(of: targets)
    return made
  }

  /// The mean of the rows of each token's pieces: the longest entries of the base from left to right, hidden ones left out, since the base's own
  /// tokenizer would give the hidden token itself.
  private func pieces(of tokens: [SharedToken], _ ticket: Ticket) throws(Trouble) -> Tensor {
    let isHidden = Set(tokens.map(\.base))
    var rows: [Tensor] = []
    for (number, token) in tokens.enumerated() {
      try ticket.step(Double(number) / Double(tokens.count))
      var rest = ground.base.keys[token.base]
      var ids: [Int] = []
      while let key = rest {
        let size = key.bytes.count
        var taken = stride(from: size, to: 0, by: -1).first { count in
          key.prefix(count).flatMap { ground.base.ids[$0] }.map { !isHidden.contains($0) } == true
        }
        if let count = taken, let id = key.prefix(count).flatMap({ ground.base.ids[$0] }) { ids.append(id) }
        // A space of its own, or a byte that the base has no entry for.
        if taken == nil, case .wordStart = key {
          if let id = ground.base.ids[.wordStart([])], !isHidden.contains(id) { ids.append(id) }
          taken = 0
        }
        let left = Array(key.bytes.dropFirst(taken ?? 1))
        rest = left.isEmpty ? nil : .plain(left)
      }
      let found = try TransplantGround.rows(ids, of: sides.base.rows, .open)
      rows.append(
        ids.isEmpty ? .zeros([1, sides.base.rows.width]) : found.mean(over: [0], keeping: true))
    }
    return .concatenated(rows)
  }

  /// 1, 2, 4 … and where the knob stands, up to a number of picks.
  private static func places(upTo depth: Int, with k: Int) -> [Int] {
    var places: Set<Int> = [min(k, depth), depth]
    var place = 1
    while place < depth {
      places.insert(place)
      if place >= 8 { places.insert(place * 3 / 2) }
      place *= 2
    }
    return places.filter { $0 >= 1 && $0 <= depth }.sorted()
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(max(1, values.count))
  }
}
