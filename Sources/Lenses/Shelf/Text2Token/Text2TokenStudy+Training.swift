import Basics
import Figures
import Tensors
import Tokens

/// Nothing but texts was brought: an embedder is trained on them.
extension Text2TokenStudy {
  private static let (vocabulary, length, least) = (1000, 48, 12)

  private struct Key: Hashable {
    var documents: WordDocuments
    var seed: UInt64
    var steps: Int
    var cut: Double
    var k: Int
    var second: [String]
  }

  init(training subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    let knobs = subject.knobs
    struct TextKey: Hashable { var texts: [Subject.Text] }
    let all = try await subject.memory.value(for: TextKey(texts: subject.texts)) { () throws(Trouble) in
      try WordDocuments(
        subject.texts.map(\.bytes), size: Self.vocabulary, length: Self.length, ticket)
    }
    guard all.documents.count >= Self.least else {
      throw Trouble(
        .input,
        "there are \(all.documents.count) documents of \(Self.length) words here, and an embedder is trained on \(Self.least) or more",
        remedy: "Bring a longer text or a folder of notes; or embeddings and a head, as .npy")
    }
    let seed = UInt64(max(0, knobs.integer("seed")))
    let parts = Self.parts(all.documents.count, seed)
    let work = EmbedderWork(all, parts, knobs, seed)
    let start = MicroEmbedder.start(vocabulary: all.words.count, seed: seed)
    subject.show(
      try Text2TokenStudy(work, TrainedEmbedder(model: start, hits: []), subject, isRunning: true).plate())
    let key = Key(
      documents: all, seed: seed, steps: knobs.integer("steps"), cut: knobs.number("idf"), k: knobs.integer("k"),
      second: knobs.text("stage") == "1"
        ? [] : ["rho", "temperature", "m", "beyond"].map(knobs.text))
    let trained: TrainedEmbedder
    if let kept = await subject.memory.recall(key, as: TrainedEmbedder.self) {
      trained = kept
    } else {
      trained = try work.train(start, ticket) { sofar in
        if let study = try? Text2TokenStudy(work, sofar, subject, isRunning: true) {
          subject.show(study.plate())
        }
      }
      await subject.memory.keep(trained, for: key)
    }
    try self.init(work, trained, subject, isRunning: false)
  }

  /// A third of the documents, at most 250, is held back.
  private static func parts(_ count: Int, _ seed: UInt64) -> (training: [Int], held: [Int]) {
    var random = SeededRandom(seed: seed ^ 0x7E47)
    let order = (0..<count).shuffled(using: &random)
    let held = min(250, count / 3)
    return (order[held...].sorted(), order[..<held].sorted())
  }

  /// The held documents under a model.
  private init(
    _ work: EmbedderWork, _ trained: TrainedEmbedder, _ subject: Subject, isRunning: Bool
  ) throws(Trouble) {
    let (all, held) = (work.all, work.parts.held)
    (knobs, isSample, targets) = (subject.knobs, subject.isSample, work.targets)
    texts = held.map { Self.text(all.documents[$0], subject) }
    let start = MicroEmbedder.start(vocabulary: all.words.count, seed: work.seed)
    versions = [("after training", trained.model), ("before training", start)].map { name, model in
      let rows = model.embed(held.map { all.documents[$0].tokens })
      return Version(name: name, rows: rows, logits: rows.matmul(model.head.transposed()))
    }
    direction = try MeanDirection(of: versions[0].rows)
    directionWords = direction.words(trained.model.head)
    vocabulary = WordNames(words: all.words)
    training = trained
    self.isRunning = isRunning
    notes = work.notes(subject, isRunning: isRunning)
    if trained.secondStage != nil {
      derived = work.derived(trained.model, held, direction: direction)
    }
    if !isRunning { matching = (work.matching(start), work.matching(trained.model)) }
  }

  private static func text(_ document: WordDocuments.Document, _ subject: Subject) -> Text {
    let source = subject.texts[document.text]
    let whole = (document.ranges.first?.lowerBound ?? 0)..<(document.ranges.last?.upperBound ?? 0)
    return Text(
      name: source.name, bytes: Array(source.bytes[whole]), tokens: document.tokens,
      ranges: document.ranges.map { $0.lowerBound - whole.lowerBound..<$0.upperBound - whole.lowerBound },
      offset: document.text == 0 ? whole.lowerBound : nil)
  }
}

/// The training of an embedder in one stage or two.
struct EmbedderWork {
  let all: WordDocuments
  let parts: (training: [Int], held: [Int])
  let knobs: Knobs
  let seed: UInt64
  let targets: TokenTargets

  init(_ all: WordDocuments, _ parts: (training: [Int], held: [Int]), _ knobs: Knobs, _ seed: UInt64) {
    (self.all, self.parts, self.knobs, self.seed) = (all, parts, knobs, seed)
    targets = TokenTargets(
      all.documents.map(\.tokens), size: all.words.count, cut: knobs.number("idf"))
  }

  private func tokens(_ places: [Int]) -> [[Int]] { places.map { all.documents[$0].tokens } }

  /// Training documents that have a target.
  private var taught: [(tokens: [Int], target: [Int: Float])] {
    parts.training.compactMap { place in
      let tokens = all.documents[place].tokens
      return targets.target(of: tokens).map { (tokens, $0) }
    }
  }

  func train(
    _ start: MicroEmbedder, _ ticket: Ticket, _ show: (TrainedEmbedder) -> Void
  ) throws(Trouble) -> TrainedEmbedder {
    let steps = knobs.integer("steps")
    let taught = taught
    guard !taught.isEmpty else {
      throw Trouble(
        .input, at: .option("idf"), "no document has a word whose idf is above the cut", remedy: "Lower idf")
    }
    let isSecond = knobs.text("stage") == "2"
    var hits: [(step: Int, share: Double)] = [(0, hit(start))]
    var second: Int?
    func follow(_ model: MicroEmbedder) {
      hits.append((model.losses.count, hit(model)))
      show(TrainedEmbedder(model: model, hits: hits, secondStage: second))
    }
    var model = try start.trained(
      on: taught.map(\.tokens), targets: taught.map(\.target), steps: steps, seed: seed,
      progress: 0...(isSecond ? 0.66 : 1), ticket, follow)
    if isSecond {
      second = model.losses.count
      let places = parts.training
      let made = derived(model, places, direction: try MeanDirection(of: model.embed(tokens(places))))
      let pairs = zip(tokens(places), made).compactMap { tokens, target in
        TokenTargets.mixed(targets.target(of: tokens), knobs.number("rho"), target).map { (tokens, $0) }
      }
      model = try model.trained(
        on: pairs.map(\.0), targets: pairs.map(\.1), steps: steps / 2, seed: seed &+ 1, progress: 0.66...1,
        ticket, follow)
    }
    return TrainedEmbedder(model: model, hits: hits, secondStage: second)
  }

  /// By document, the target that a model makes of its logits without u₁.
  func derived(_ model: MicroEmbedder, _ places: [Int], direction: MeanDirection) -> [[Int: Float]?] {
    let rows = direction.removed(1, from: model.embed(tokens(places)))
    let logits = rows.matmul(model.head.transposed()).rowLists
    return zip(places, logits).map { place, row in
      let own = knobs.text("beyond") == "any" ? [] : Set(all.documents[place].tokens)
      return TokenTargets.derived(
        from: row, most: knobs.integer("m"), temperature: knobs.number("temperature")
      ) { !own.contains($0) }
    }
  }

  private func hit(_ model: MicroEmbedder) -> Double {
    let logits = model.embed(tokens(parts.held)).matmul(model.head.transposed())
    let found = zip(parts.held, logits.top(knobs.integer("k"))).count { place, first in
      let own = Set(all.documents[place].tokens)
      return first.contains { own.contains($0.index) }
    }
    return Double(found) / Double(max(1, parts.held.count))
  }

  /// Halves of held documents under a model.
  func matching(_ model: MicroEmbedder) -> (rank: Double, first: Double) {
    let held = tokens(parts.held)
    let half = (held.first?.count ?? 0) / 2
    return TokenAlignment.matching(
      model.embed(held.map { Array($0[..<half]) }), model.embed(held.map { Array($0[half...]) }))
  }

  func notes(_ subject: Subject, isRunning: Bool) -> [String] {
    let skipped = all.documents.count { targets.target(of: $0.tokens) == nil }
    return [
      "A micro model: word vectors of \(MicroEmbedder.width) numbers, one attention block, the mean; the head is the word vectors again. "
        + (isRunning ? "It is being trained" : "It was trained") + " here for \(knobs.text("steps")) steps of 64 documents.",
      "\(parts.training.count) documents of 48 words from \(subject.isSample ? "sample texts" : "your texts"), \(parts.held.count) others held back and shown; the \(all.words.count) most frequent words are the vocabulary, others are left out. \(skipped) documents without a target are skipped.",
      "The vocabulary side improves greatly, finding the other half of a document only a little: a few texts have few topics. A folder of notes of your own is better data.",
      "Only the two kinds of targets and their order are known of the paper; the second stage is our reconstruction, and no number of it is reproduced.",
    ]
  }
}
