import Basics
import Tensors

/// The matrices of one file of weights, or of one network that was trained here.
struct WeightSet: Sendable {
  /// Where a matrix is.
  enum Place: Sendable {
    case stored(StoredTensor)
    case held(Tensor)
  }

  var name: String
  /// By name, in the order of the file.
  private(set) var matrices: [(name: String, sizes: [Int], place: Place)] = []
  /// How many tensors have one axis or none, or more than two, and take no part.
  private(set) var passedOver = 0
  /// The types in which the file has its matrices, such as `bf16`.
  private(set) var types: [String] = []

  init(_ set: Subject.TensorSet) {
    name = set.name
    for tensor in set.tensors {
      guard tensor.shape.rank == 2, tensor.shape.count > 0 else {
        passedOver += 1
        continue
      }
      if !types.contains(tensor.type.rawValue) { types.append(tensor.type.rawValue) }
      matrices.append((tensor.name, tensor.shape.sizes, .stored(tensor)))
    }
  }

  /// A network, the matrices in the order of their names.
  init(name: String, _ parameters: [String: Tensor]) {
    self.name = name
    for (name, tensor) in parameters.sorted(by: { $0.key < $1.key }) {
      if tensor.rank == 2 {
        matrices.append((name, tensor.shape.sizes, .held(tensor)))
      } else {
        passedOver += 1
      }
    }
  }

  /// The matrix of a name; the only one, where each of both files has but one.
  func matrix(_ name: String, onlyOne: Bool) -> (sizes: [Int], place: Place)? {
    if onlyOne, matrices.count == 1 { return (matrices[0].sizes, matrices[0].place) }
    return matrices.first { $0.name == name }.map { ($0.sizes, $0.place) }
  }
}

extension WeightSet.Place {
  /// The numbers row by row. Throws what reading throws.
  func values() throws(Trouble) -> [Float] {
    switch self {
    case .stored(let tensor): try tensor.read()
    case .held(let tensor): tensor.values
    }
  }
}

/// The matrices that a base and its updates have in common.
struct MatchedWeights: Sendable {
  /// A matrix that all have.
  struct Match: Sendable {
    var name: String
    var rows: Int
    var columns: Int
    var base: WeightSet.Place
    /// By update.
    var updates: [WeightSet.Place]
  }

  var matches: [Match] = []
  /// What was left out and why: one sentence each.
  var notes: [String] = []

  /// The most entries of a matrix that is measured: its masks and values are held in memory.
  static let entryLimit = 1 << 25

  /// Throws when there is nothing in common.
  init(_ base: WeightSet, _ updates: [WeightSet]) throws(Trouble) {
    let onlyOne = ([base] + updates).allSatisfy { $0.matrices.count == 1 }
    var (missing, unequal, large): ([String], [String], [String]) = ([], [], [])
    for (name, sizes, place) in base.matrices {
      let found = updates.compactMap { $0.matrix(name, onlyOne: onlyOne) }
      let shown = name.isEmpty ? base.name : Self.short(name)
      guard found.count == updates.count else {
        missing.append(shown)
        continue
      }
      guard found.allSatisfy({ $0.sizes == sizes }) else {
        unequal.append(
          "\(shown) (\(Shape(sizes)), \(found.map { "\(Shape($0.sizes))" }.joined(separator: ", ")))")
        continue
      }
      guard sizes[0] * sizes[1] <= Self.entryLimit else {
        large.append(shown)
        continue
      }
      matches.append(
        Match(name: shown, rows: sizes[0], columns: sizes[1], base: place, updates: found.map(\.place)))
    }
    if base.passedOver > 0 { notes.append("\(base.passedOver) tensors that are no matrices take no part.") }
    note(missing, "are not in every file")
    note(unequal, "have other shapes (a transposed one is not turned: left and right would swap)")
    note(large, "have more than \(Self.entryLimit) entries and are passed over")
    if matches.isEmpty { throw nothingShared(base.name) }
  }

  private func nothingShared(_ file: String) -> Trouble {
    let why = notes.joined(separator: " ")
    return Trouble(
      .input, at: .file(file),
      "no matrix has the same name and shape in all files" + (why.isEmpty ? "" : ": \(why.dropLast())"),
      remedy:
        "Give two checkpoints of one model, the one before first; tessera tensor ls lists what a file has"
    )
  }

  /// Without the `.weight` that nearly all matrices of checkpoints end with.
  private static func short(_ name: String) -> String {
    name.count > 7 && name.hasSuffix(".weight") ? String(name.dropLast(7)) : name
  }

  private mutating func note(_ names: [String], _ what: String) {
    if names.isEmpty { return }
    let more = names.count > 4 ? " and \(names.count - 4) more" : ""
    notes.append("\(names.prefix(4).joined(separator: ", "))\(more) \(what).")
  }
}
