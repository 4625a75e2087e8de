import Basics
import Figures
import Tensors
import Tokens

/// Hidden states that a person brought: sentences of token vectors, with classes when there are some.
struct GlotStates: Sendable {
  let name: String
  /// By sentence, [tokens, width], padding left out.
  let rows: [Tensor]
  /// By sentence, from 0; nil when none were brought.
  let labels: [Int]?
  /// What the classes are called, in the order of their numbers.
  let classes: [Int]
  let hasMask: Bool

  /// The most numbers that are read: 64 Mi, 256 MiB; and the most tokens of a sentence, whose graph has their square.
  static let (limit, tokenLimit) = (1 << 26, 512)
  /// How many sentences were longer, and are cut off there.
  let cutCount: Int

  /// Reads the largest tensor of the files as states, or the one that is named; one called mask; one called labels. Throws when their shapes do
  /// not fit each other.
  init(_ sets: [Subject.TensorSet], tensor wanted: String, _ ticket: Ticket) throws(Trouble) {
    let found = try NamedTensor.all(of: sets)
    let states = try Self.states(found, wanted)
    let sizes = states.tensor.shape.sizes
    let (count, places, width) = (
      sizes.count == 3 ? sizes[0] : 1, sizes[sizes.count - 2], sizes[sizes.count - 1]
    )
    guard states.tensor.shape.count <= Self.limit else {
      throw Trouble(
        .limit, at: states.place, "\(states.tensor.shape) is more than \(Self.limit) numbers",
        remedy: "Save fewer sentences")
    }
    try ticket.step(0)
    let all = Tensor(try states.tensor.read(), [count, places, width])
    let mask = found.first { $0.name.contains("mask") }
    hasMask = mask != nil
    let kept = try Self.kept(mask, count, places)
    name = states.shown
    rows = try (0..<count).map { sentence throws(Trouble) in
      try ticket.step(ticket.fraction)
      return all.at(sentence).gathered(Array(kept[sentence].prefix(Self.tokenLimit)))
    }
    cutCount = kept.count { $0.count > Self.tokenLimit }
    if let bad = rows.firstIndex(where: { !$0.values.allSatisfy(\.isFinite) }) {
      throw Trouble(
        .input, at: states.place, "sentence \(bad) has numbers that are not finite",
        remedy: "Save the states anew, or mask what is padding")
    }
    (labels, classes) = try Self.labels(found.first { $0.isLabels }, count)
  }

  private static func states(_ found: [NamedTensor], _ wanted: String) throws(Trouble) -> NamedTensor {
    if !wanted.isEmpty {
      return try NamedTensor.named(wanted, among: found)
    }
    let fitting = found.filter {
      (2...3).contains($0.tensor.shape.rank) && !$0.name.contains("mask") && !$0.isLabels
        && $0.tensor.shape.count > 0
    }
    // Of layers that are as large as each other, the last.
    guard let best = fitting.map(\.tensor.shape.count).max(),
      let states = fitting.last(where: { $0.tensor.shape.count == best })
    else {
      throw Trouble(
        .input, "no tensor is of the shape [tokens, width] or [sentences, tokens, width]",
        remedy: "Save hidden states so, and a mask [sentences, tokens] beside them")
    }
    return states
  }

  /// By sentence the places that are tokens, where the mask is not nought.
  private static func kept(_ mask: NamedTensor?, _ count: Int, _ places: Int) throws(Trouble) -> [[Int]] {
    guard let mask else { return Array(repeating: Array(0..<places), count: count) }
    guard mask.tensor.shape.count == count * places else {
      throw Trouble(
        .input, at: mask.place,
        "the mask is \(mask.tensor.shape), where the states have \(count) sentences of \(places) places",
        remedy: "Save the mask of the same batch")
    }
    let values = try mask.tensor.read()
    return try (0..<count).map { sentence throws(Trouble) in
      let kept = (0..<places).filter { values[sentence * places + $0] != 0 }
      if kept.isEmpty {
        throw Trouble(
          .input, at: mask.place, "sentence \(sentence) has no token that is not masked",
          remedy: "Leave empty sentences out")
      }
      return kept
    }
  }

  private static func labels(_ labels: NamedTensor?, _ count: Int) throws(Trouble) -> ([Int]?, [Int]) {
    guard let labels else { return (nil, []) }
    guard labels.tensor.shape.count == count else {
      throw Trouble(
        .input, at: labels.place, "there are \(labels.tensor.shape.count) labels for \(count) sentences",
        remedy: "Save a label for each sentence")
    }
    let values = try labels.tensor.read().map { Int(exactly: $0) }
    let whole = values.compactMap { $0 }
    let classes = Set(whole).sorted()
    guard whole.count == count, classes.count <= 64 else {
      throw Trouble(
        .input, at: labels.place, "labels are whole numbers of at most 64 classes",
        remedy: "Number the classes")
    }
    return (whole.map { classes.firstIndex(of: $0) ?? 0 }, classes)
  }

  /// Whether poolings can be trained: two classes or more, and ten sentences or more.
  var canTrain: Bool { labels != nil && classes.count > 1 && rows.count >= 10 }

  /// The sentences that are trained on and those held back, a fifth, in an order that the seed decides.
  func parts(seed: UInt64) -> (training: [Int], held: [Int]) {
    var random = SeededRandom(seed: seed)
    let order = rows.indices.shuffled(using: &random)
    let held = max(1, order.count / 5)
    return (Array(order[held...]), Array(order[..<held]))
  }
}

/// A tensor of a file that a person brought, with what it is called.
struct NamedTensor: Sendable {
  let tensor: StoredTensor
  let file: String
  /// The tensor's name or, where it has none, its file's; small letters.
  let name: String

  var place: Trouble.Place { .field(file: file, name: tensor.name) }
  /// File and name, for a person.
  var shown: String { tensor.name.isEmpty ? file : "\(file), \(tensor.name)" }
  /// Whether its name says that it holds classes.
  var isLabels: Bool { name.contains("label") || name == "y" || name == "y.npy" }

  /// All, in the order in which they were named. Throws when there is none.
  static func all(of sets: [Subject.TensorSet]) throws(Trouble) -> [NamedTensor] {
    let found = sets.flatMap { set in
      set.tensors.map {
        NamedTensor(
          tensor: $0, file: set.name, name: ($0.name.isEmpty ? set.name : $0.name).lowercased())
      }
    }
    if found.isEmpty {
      throw Trouble(.input, "the files have no tensors", remedy: "Save hidden states as .npy or .safetensors")
    }
    return found
  }

  /// The one of this name. Throws with near names.
  static func named(_ wanted: String, among found: [NamedTensor]) throws(Trouble) -> NamedTensor {
    if let tensor = found.first(where: { $0.tensor.name == wanted || $0.name == wanted.lowercased() }) {
      return tensor
    }
    let near = nearNames(wanted, among: found.map(\.name), limit: 3)
    throw Trouble(
      .usage, at: .option("tensor"), "no tensor is called \(wanted)",
      remedy: near.isEmpty ? "Leave it empty for the largest" : "Did you mean \(near.joined(separator: ", "))"
    )
  }
}
