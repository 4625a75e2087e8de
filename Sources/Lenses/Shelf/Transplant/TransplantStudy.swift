import Basics
import Figures
import Tensors
import Tokens

/// A donor's vocabulary in a base's space: what is copied, what is rebuilt, and how good rebuilding is where the truth is known.
struct TransplantStudy: Sendable {
  /// A donor token that was rebuilt.
  struct Rebuilt: Sendable {
    var id: Int
    var path: PursuitPath
    /// Base ids nearest to the new row, and their cosines.
    var nearest: [Ranked] = []
  }

  let settings: TransplantSettings
  let sides: TransplantSides
  let ground: TransplantGround
  let plan: TransplantPlan
  let cuts: TransplantCuts
  let isSample: Bool
  let memory: LensMemory
  /// Donor tokens that were rebuilt, by id rising.
  var rebuilt: [Rebuilt] = []
  /// [rebuilt, base width]
  var newRows = Tensor.zeros([0, 0])
  var held: HeldOut?

  /// What the ground depends on.
  struct GroundKey: Hashable, Sendable {
    var base: TransplantSide.Key
    var donor: TransplantSide.Key
    var filters: Bool
    var usesHead: Bool
  }
  let key: GroundKey

  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    let settings = TransplantSettings(subject.knobs)
    (self.settings, memory, isSample) = (settings, subject.memory, subject.isSample)
    let brought = try TransplantSides.brought(subject, head: settings.usesHead)
    let sides: TransplantSides
    if let brought { sides = brought } else { sides = try await .micro(subject, ticket.part(0..<0.6)) }
    self.sides = sides
    let key = GroundKey(
      base: sides.base.key, donor: sides.donor.key, filters: settings.filters, usesHead: settings.usesHead)
    self.key = key
    let ground = try await memory.value(for: key) { () throws(Trouble) in
      try TransplantGround(
        sides, filters: settings.filters, hasHead: Self.hasHead(subject), ticket.part(0.6..<0.9))
    }
    self.ground = ground
    plan = TransplantPlan(
      base: ground.base, donor: ground.donor,
      allowed: ({ ground.baseAllowed[$0] }, { ground.donorAllowed[$0] }),
      matchesBytes: settings.matchesBytes, matchesPrefixes: settings.matchesPrefixes)
    cuts = try await TransplantCuts.made(subject, sides, ticket.part(0.9..<1))
  }

  private static func hasHead(_ subject: Subject) -> Bool {
    subject.tensorSets.contains { set in
      set.tensors.contains { $0.name.hasSuffix("lm_head.weight") || $0.name.hasSuffix("output.weight") }
    }
  }

  /// Whether these sides have not been looked at to the end before.
  var isNew: Bool {
    get async { await memory.recall([key], as: Bool.self) == nil }
  }

  /// How many picks can differ: no more than the donor is wide, nor than there are shared tokens.
  var usedK: Int { min(settings.k, sides.donor.rows.width, ground.anchors.count) }

  // MARK: - Rebuilding

  private struct PathsKey: Hashable {
    var ground: GroundKey
    var ids: [Int]
    var hidden: [Int]
    var choice: PursuitChoice
    var depth: Int
  }

  /// Paths of donor tokens through the shared ones, those at the places `hidden` left out.
  func paths(of ids: [Int], hidden: Set<Int>, _ ticket: Ticket) async throws(Trouble) -> [PursuitPath] {
    let places = ground.anchors.indices.filter { !hidden.contains($0) }
    let depth = settings.depth(places.count, sides.donor.rows.width)
    let key = PathsKey(
      ground: key, ids: ids, hidden: hidden.sorted(), choice: settings.choice, depth: depth)
    return try await memory.value(for: key) { () throws(Trouble) in
      let atoms = hidden.isEmpty ? ground.donorAnchors : ground.donorAnchors.gathered(places)
      let targets = try TransplantGround.rows(ids, of: sides.donor.rows, ticket.part(0..<0.1))
      return try PursuitPath.paths(
        of: targets, atoms: atoms, limit: depth, by: settings.choice, ticket.part(0.1..<1))
    }
  }

  /// Which tokens are rebuilt: evenly spread where there are more than wanted, and the one that was asked for.
  private func targets() throws(Trouble) -> [Int] {
    let all = plan.approximated
    var ids = TransplantBaselines.spaced(all.count, most: settings.rows).map { all[$0] }
    if let asked = try askedToken(), plan.classes[asked] == .approximated, !ids.contains(asked) {
      ids.append(asked)
      ids.sort()
    }
    return ids
  }

  /// The donor's id of the token that was asked for; nil when none was.
  func askedToken() throws(Trouble) -> Int? {
    let word = settings.token
    if word.isEmpty { return nil }
    if word.hasPrefix("#"), let id = Int(word.dropFirst()), ground.donor.keys.indices.contains(id) {
      return id
    }
    let bytes = Array(word.utf8)
    for key in [TokenKey.wordStart(bytes), .plain(bytes), .wordStart(Array(bytes.dropFirst()))] {
      if let id = ground.donor.ids[key] { return id }
    }
    throw Trouble(
      .usage, at: .option("token"), "“\(word)” is no token of \(sides.donor.tokenizer.card.name)",
      remedy: "Write one as it stands in its vocabulary, or #id")
  }

  /// Makes the rows, and finds what is nearest to them.
  mutating func rebuild(_ ticket: Ticket) async throws(Trouble) {
    let ids = try targets()
    guard !ids.isEmpty else { return }
    let paths = try await paths(of: ids, hidden: [], ticket.part(0..<0.7))
    rebuilt = zip(ids, paths).map { Rebuilt(id: $0, path: $1) }
    newRows = altered(Self.replayed(paths, settings.k, ground.baseAnchors))
    struct NearKey: Hashable {
      var ground: GroundKey
      var ids: [Int]
      var choice: PursuitChoice
      var alterations: [Float]
    }
    let key = NearKey(
      ground: key, ids: ids, choice: settings.choice,
      alterations: [Float(settings.k), settings.noise, settings.scale, Float(settings.seed)])
    let found = try await memory.value(for: key) { () throws(Trouble) in
      try Similarity.cosine.nearest(3, to: newRows, in: sides.base.rows, ticket.part(0.7..<1))
    }
    for index in rebuilt.indices { rebuilt[index].nearest = found[index] }
  }

  /// The factors of the first k picks on the base's rows of the same tokens, [paths, base width].
  static func replayed(_ paths: [PursuitPath], _ k: Int, _ base: Tensor) -> Tensor {
    let rows = paths.map { path -> Tensor in
      let factors = path.factors(k)
      guard !factors.isEmpty else { return .zeros([1, base.size(1)]) }
      return Tensor(factors, [1, factors.count]).matmul(
        base.gathered(Array(path.indices.prefix(factors.count))))
    }
    return rows.isEmpty ? .zeros([0, base.size(1)]) : .concatenated(rows)
  }

  /// With noise and scale, of which only rebuilt rows get any.
  private func altered(_ rows: Tensor) -> Tensor {
    var result = rows
    if settings.noise > 0 {
      var random = SeededRandom(seed: settings.seed)
      result = result + .normal(rows.shape.sizes, deviation: settings.noise, &random)
    }
    return settings.scale == 1 ? result : result * settings.scale
  }

  /// The whole new matrix, [donor ids, base width], rows in the order of the donor's ids; nil when not all tokens were rebuilt, or it is
  /// too large to be held.
  func whole(_ ticket: Ticket) throws(Trouble) -> Tensor? {
    let width = sides.base.rows.width
    guard rebuilt.count == plan.approximated.count, plan.classes.count * width <= 1 << 28 else { return nil }
    let places = Dictionary(uniqueKeysWithValues: rebuilt.enumerated().map { ($1.id, $0) })
    let new = newRows.values
    var values: [Float] = []
    values.reserveCapacity(plan.classes.count * width)
    for (id, kind) in plan.classes.enumerated() {
      if id & 1023 == 0 { try ticket.step(Double(id) / Double(plan.classes.count)) }
      if let copied = kind.copied {
        values += try sides.base.rows.tensor(rows: copied..<copied + 1).values
      } else if let place = places[id] {
        values += new[place * width..<(place + 1) * width]
      } else {
        values += repeatElement(0, count: width)
      }
    }
    return Tensor(values, [plan.classes.count, width])
  }
}
