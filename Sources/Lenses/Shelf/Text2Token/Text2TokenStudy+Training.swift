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
    let key = Key(
      documents: all, seed: seed, steps: knobs.integer("steps"), cut: knobs.number("idf"),
      second: knobs.text("stage") == "1"
        ? [] : ["rho", "temperature", "m", "beyond"].map(knobs.text))
    let trained: TrainedEmbedder
    if let kept = await subject.memory.recall(key, as: TrainedEmbedder.self) {
      trained = kept
    } else {
      let untrained = TrainedEmbedder(model: start, ranks: [])
      subject.show(try Text2TokenStudy(work, untrained, subject, isRunning: true).plate())
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
    // Four that stand one behind the other are held back together, so that windows over those that are not have room.
    let runs = stride(from: 0, to: count, by: 4).map { Array($0..<min(count, $0 + 4)) }
    let order = runs.shuffled(using: &random).flatMap { $0 }
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
      derived = work.derived(trained.model, texts.map(\.tokens), direction: direction)
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

  /// What is trained on: documents that are not held back, and windows that begin every twelve words over them.
  private var windows: [[Int]] {
    let held = Set(parts.held)
    return all.windows(step: 12) { !held.contains($0) }
  }

  func train(
    _ start: MicroEmbedder, _ ticket: Ticket, _ show: (TrainedEmbedder) -> Void
  ) throws(Trouble) -> TrainedEmbedder {
    let steps = knobs.integer("steps")
    let windows = windows
    let taught = windows.compactMap { tokens in
      targets.target(of: tokens).map { (tokens: tokens, target: $0) }
    }
    guard !taught.isEmpty else {
      throw Trouble(
        .input, at: .option("idf"), "no document has a word whose idf is above the cut", remedy: "Lower idf")
    }
    let isSecond = knobs.text("stage") == "2"
    var ranks: [(step: Int, before: [Int])] = [(0, self.ranks(start))]
    var second: Int?
    func follow(_ model: MicroEmbedder) {
      ranks.append((model.losses.count, self.ranks(model)))
      show(TrainedEmbedder(model: model, ranks: ranks, secondStage: second))
    }
    var model = try start.trained(
      on: taught.map(\.tokens), targets: taught.map(\.target), steps: steps, seed: seed,
      progress: 0...(isSecond ? 0.66 : 1), ticket, follow)
    if isSecond {
      second = model.losses.count
      let made = derived(model, windows, direction: try MeanDirection(of: model.embed(windows)))
      let pairs = zip(windows, made).compactMap { tokens, target in
        TokenTargets.mixed(targets.target(of: tokens), knobs.number("rho"), target).map { (tokens, $0) }
      }
      model = try model.trained(
        on: pairs.map(\.0), targets: pairs.map(\.1), steps: steps / 2, seed: seed &+ 1, progress: 0.66...1,
        ticket, follow)
    }
    return TrainedEmbedder(model: model, ranks: ranks, secondStage: second)
  }

  /// By document, the target that a model makes of its logits without u₁.
  func derived(_ model: MicroEmbedder, _ texts: [[Int]], direction: MeanDirection) -> [[Int: Float]?] {
    let rows = direction.removed(1, from: model.embed(texts))
    let logits = rows.matmul(model.head.transposed()).rowLists
    return zip(texts, logits).map { text, row in
      let own = knobs.text("beyond") == "any" ? [] : Set(text)
      return TokenTargets.derived(
        from: row, most: knobs.integer("m"), temperature: knobs.number("temperature")
      ) { !own.contains($0) }
    }
  }

  /// By held document, how many words stand before the first of its own.
  private func ranks(_ model: MicroEmbedder) -> [Int] {
    let logits = model.embed(tokens(parts.held)).matmul(model.head.transposed()).rowLists
    return zip(parts.held, logits).map { place, row in
      let best = all.documents[place].tokens.reduce(-Float.infinity) { max($0, row[$1]) }
      return row.count { $0 > best }
    }
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
        + (isRunning ? "It is being trained" : "It was trained")
        + " here for \(knobs.text("steps")) steps of 64 documents.",
      "\(parts.training.count) documents of 48 words (\(windows.count) windows) from \(subject.isSample ? "sample texts" : "your texts"), \(parts.held.count) others held back and shown; the \(all.words.count) most frequent words are the vocabulary, others are left out. \(skipped) documents without a target are skipped.",
      "The vocabulary side improves, finding the other half of a document only a little: a few texts have few topics. Common words are in every text, so look at the baselines; a folder of notes of your own is better data.",
      "Only the two kinds of targets and their order are known of the paper; the second stage is our reconstruction, and no number of it is reproduced.",
    ]
  }
}
