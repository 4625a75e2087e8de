import Basics

/// What becomes of a donor's token in the base's space.
enum TokenClass: Hashable, Sendable {
  /// The base has the same key: its row is copied.
  case exact(Int)
  /// A byte and its spelling `<0xHH>`.
  case byte(Int)
  /// The longest beginning that the base has.
  case prefix(Int)
  /// To be rebuilt from shared tokens.
  case approximated
  /// A row of noughts: a hole, an id beyond the matrix, or a token that was filtered out.
  case junk

  /// One word.
  var word: String {
    switch self {
    case .exact: "exact"
    case .byte: "byte"
    case .prefix: "prefix"
    case .approximated: "rebuilt"
    case .junk: "junk"
    }
  }

  /// The row of the base that is copied.
  var copied: Int? {
    switch self {
    case .exact(let id), .byte(let id), .prefix(let id): id
    case .approximated, .junk: nil
    }
  }
}

/// A token that both vocabularies have.
struct SharedToken: Hashable, Sendable {
  var base: Int
  var donor: Int
}

/// Which donor tokens are copied, and which have to be rebuilt.
struct TransplantPlan: Sendable {
  /// By donor id.
  private(set) var classes: [TokenClass]
  /// Keys of both vocabularies, by donor id rising.
  private(set) var shared: [SharedToken] = []

  /// `allowed` says of either side's ids whether they take part: those beyond the matrix and those filtered out do not.
  init(
    base: KeyedVocabulary, donor: KeyedVocabulary, allowed: (base: (Int) -> Bool, donor: (Int) -> Bool),
    matchesBytes: Bool, matchesPrefixes: Bool
  ) {
    func kept(_ id: Int?) -> Int? { id.flatMap { allowed.base($0) ? $0 : nil } }
    classes = Array(repeating: .junk, count: donor.keys.count)
    for (id, key) in donor.keys.enumerated() {
      guard let key, allowed.donor(id) else { continue }
      if let match = kept(base.ids[key]) {
        classes[id] = .exact(match)
        if donor.ids[key] == id { shared.append(SharedToken(base: match, donor: id)) }
      } else if matchesBytes, let match = kept(base.byteMatch(key)) {
        classes[id] = .byte(match)
      } else if matchesPrefixes, let match = kept(base.prefixMatch(key)) {
        classes[id] = .prefix(match)
      } else {
        classes[id] = .approximated
      }
    }
  }

  /// How many tokens there are of a class, by its word.
  func count(_ word: String) -> Int { classes.count { $0.word == word } }

  /// Ids that have to be rebuilt.
  var approximated: [Int] { classes.indices.filter { classes[$0] == .approximated } }
}
