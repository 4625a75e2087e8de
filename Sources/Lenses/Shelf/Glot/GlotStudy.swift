import Basics
import Figures
import Tensors
import Tokens

/// What is looked at, and what was trained for it so far.
struct GlotStudy {
  let knobs: Knobs
  let reading: GlotReading
  let graph: TokenGraph
  let isSample: Bool
  /// What the person brought; nil for the micro model.
  let states: GlotStates?
  /// Where labels come from: noise ratios of the stress test, or one nameless set that was brought.
  let ratios: [Double]
  /// By ratio and pooling, what training gave.
  private(set) var trained: [Double: [GlotPooling: TrainedPooling]] = [:]
  /// The losses of the one in training.
  private(set) var current: (pooling: GlotPooling, losses: [Float])?
  /// By ratio, what the best reader could reach, and how many sentences keep their noun.
  private(set) var ceilings: [Double: (accuracy: Double, nouns: Double)] = [:]

  /// Sentences to train on, and to test on.
  static let (trainingCount, heldCount, places) = (2000, 500, 64)

  var threshold: Float { Float(knobs.number("tau")) }
  var seed: UInt64 { UInt64(max(0, knobs.integer("seed"))) }
  var ratio: Double { ratios[0] }
  var pooling: GlotPooling { GlotPooling(rawValue: knobs.text("pooling")) ?? .glot }
  /// Whether there is anything to train on.
  var canTrain: Bool { states?.canTrain ?? true }

  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    (knobs, isSample) = (subject.knobs, subject.isSample)
    let seed = UInt64(max(0, subject.knobs.integer("seed")))
    if !subject.tensorSets.isEmpty {
      let states = try GlotStates(subject.tensorSets, tensor: subject.knobs.text("tensor"), ticket)
      self.states = states
      ratios = [0]
      reading = try GlotReading.of(states, subject, ticket)
    } else {
      states = nil
      guard let text = subject.texts.first else {
        throw Trouble(
          .input, "there is no text and no file of tensors", remedy: "Type a text, or name a file")
      }
      let chosen = Double(subject.knobs.text("ratio")) ?? 0.5
      let others = [0.2, 0.5, 0.8, 0.9].filter { $0 != chosen }
      ratios = [chosen] + (subject.knobs.text("table") == "all ratios" ? others : [])
      let encoder = FrozenEncoder(seed: seed)
      let read = subject.knobs.text("read")
      reading =
        read == "text" || (read == "auto" && !subject.isSample)
        ? try .words(of: text, at: subject.cursor, limit: Self.places, encoder)
        : .stress(chosen, seed, number: subject.knobs.integer("sentence"), encoder)
    }
    try ticket.step(0)
    graph = TokenGraph(of: reading.rows, threshold: Float(subject.knobs.number("tau")))
  }

  // MARK: - Training

  /// Trains every pooling at every ratio, from what is remembered where that is so, and shows what there is on the way.
  mutating func train(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    guard canTrain else { return }
    let order: [GlotPooling] = [.mean, .max, .first, .last, .adaptive, .glot]
    for (place, ratio) in ratios.enumerated() {
      for (index, pooling) in order.enumerated() {
        let start = (Double(place) + Double(index) / Double(order.count)) / Double(ratios.count)
        let end = start + 1 / Double(order.count * ratios.count)
        try await train(pooling, ratio, start...min(1, end), subject, ticket)
        subject.show(plate())
      }
    }
  }

  private struct TrainingKey: Hashable {
    var source: Source
    var shape: GlotShape
    var threshold: Float?
    var seed: UInt64
  }

  private enum Source: Hashable {
    case stress(Double)
    case brought(name: String, tensor: String, labels: [Int]?, numbers: [Float])
  }

  private mutating func train(
    _ pooling: GlotPooling, _ ratio: Double, _ progress: ClosedRange<Double>, _ subject: Subject,
    _ ticket: Ticket
  ) async throws(Trouble) {
    let source: Source =
      states.map {
        .brought(name: $0.name, tensor: knobs.text("tensor"), labels: $0.labels, numbers: $0.sampled)
      } ?? .stress(ratio)
    let edges: Float? = pooling == .glot ? threshold : nil
    let key = TrainingKey(source: source, shape: shape(pooling), threshold: edges, seed: seed)
    if let kept = await subject.memory.recall(key, as: TrainedPooling.self) {
      trained[ratio, default: [:]][pooling] = kept
      if states == nil { noteCeiling(ratio) }
      return
    }
    let (training, held) = try await sentences(ratio, edges, subject, ticket)
    var work = GlotTraining(shape(pooling), seed: seed)
    // As many side by side as have room for their graphs.
    let longest = training.reduce(1) { max($0, $1.rows.size(0)) }
    work.batch = max(1, min(work.batch, work.batch * 128 * 128 / (longest * longest)))
    var study = self
    let result = try work.train(on: training, held: held, progress: progress, ticket) { losses in
      study.current = (pooling, losses)
      subject.show(study.plate())
    }
    trained[ratio, default: [:]][pooling] = result
    await subject.memory.keep(result, for: key)
  }

  private mutating func noteCeiling(_ ratio: Double) {
    if ceilings[ratio] != nil { return }
    let held = StressTest(ratio: ratio, seed: seed).sentences(Self.heldCount, part: 2)
    ceilings[ratio] = (StressTest.ceiling(held), Double(held.count { $0.hasNoun }) / Double(held.count))
  }

  private mutating func sentences(
    _ ratio: Double, _ threshold: Float?, _ subject: Subject, _ ticket: Ticket
  ) async throws(Trouble) -> (training: [GlotSentence], held: [GlotSentence]) {
    if let states {
      func sentence(_ index: Int) -> GlotSentence {
        GlotSentence(rows: states.rows[index], threshold: threshold, label: states.labels?[index])
      }
      let parts = states.parts(seed: seed)
      return (parts.training.map(sentence), parts.held.map(sentence))
    }
    noteCeiling(ratio)
    let encoder = FrozenEncoder(seed: seed)
    struct Key: Hashable { var test: StressTest; var encoder: UInt64 }
    let test = StressTest(ratio: ratio, seed: seed)
    let encoded = try await subject.memory.value(for: Key(test: test, encoder: seed)) {
      () throws(Trouble) -> [GlotSentence] in
      let all = test.sentences(Self.trainingCount, part: 1) + test.sentences(Self.heldCount, part: 2)
      return try all.map { sentence throws(Trouble) in
        try ticket.step(ticket.fraction)
        return GlotSentence(
          rows: encoder.rows(of: sentence.words), threshold: nil, label: sentence.label)
      }
    }
    let all =
      threshold == nil
      ? encoded
      : try encoded.map { sentence throws(Trouble) in
        try ticket.step(ticket.fraction)
        return GlotSentence(rows: sentence.rows, threshold: threshold, label: sentence.label)
      }
    return (Array(all[..<Self.trainingCount]), Array(all[Self.trainingCount...]))
  }

  /// The micro model is as small as its task; for vectors that were brought the sizes are those of the paper.
  func shape(_ pooling: GlotPooling) -> GlotShape {
    var shape = GlotShape(pooling, width: reading.rows.size(1))
    (shape.hidden, shape.readout) = states == nil ? (32, 64) : (128, nil)
    shape.classes = states.map { max(2, $0.classes.count) } ?? 2
    if pooling == .glot {
      shape.layers = knobs.integer("layers")
      shape.jump = GlotShape.Jump(rawValue: knobs.text("jump")) ?? .joined
    }
    return shape
  }

  // MARK: - Weights

  /// How much of each token is in the sentence, and the class it is told to be; nil before it is trained.
  func read(_ pooling: GlotPooling) -> (weights: [Float], logits: [Float]?)? {
    let sentence = GlotSentence(rows: reading.rows, threshold: pooling == .glot ? threshold : nil)
    if let trained = trained[ratio]?[pooling] {
      let (weights, logits) = trained.read(sentence)
      return (weights, logits)
    }
    if pooling == .glot || pooling == .adaptive { return nil }
    return (FixedPooling(GlotBatch([sentence])).weights(pooling).values, nil)
  }
}

extension GlotStates {
  /// Some of the numbers, by which the memory tells one file from another of the same name.
  var sampled: [Float] {
    rows.flatMap { row in [row.values.first ?? 0, row.values[row.count / 2], row.values.last ?? 0] }
  }
}

extension GlotReading {
  /// A held sentence of the stress test.
  static func stress(_ ratio: Double, _ seed: UInt64, number: Int, _ encoder: FrozenEncoder) -> GlotReading {
    let held = StressTest(ratio: ratio, seed: seed).sentences(GlotStudy.heldCount, part: 2)
    let sentence = held[number % held.count]
    var reading = words(sentence.words, encoder, name: "stress sentence \(number % held.count)")
    reading.signal = Set(sentence.signal)
    reading.label = sentence.label
    return reading
  }

  /// A sentence of states that were brought, with the tokens of a text where one was brought too and fits.
  static func of(_ states: GlotStates, _ subject: Subject, _ ticket: Ticket) throws(Trouble) -> GlotReading {
    let index = min(max(0, subject.knobs.integer("sentence")), states.rows.count - 1)
    let rows = states.rows[index]
    let n = rows.size(0)
    var reading = words((0..<n).map { "t\($0)" }, FrozenEncoder(width: 1, seed: 0), name: states.name)
    (reading.rows, reading.label) = (rows, states.labels?[index])
    if states.rows.count > 1 { reading.name += ", sentence \(index)" }
    guard !subject.isSample, let (text, offset) = part(index, of: states.rows.count, subject.texts) else {
      return reading
    }
    guard let ranges = try ranges(of: text, count: n, subject.tokenizers.first, ticket) else {
      reading.name += " (the text has another number of tokens)"
      return reading
    }
    (reading.text, reading.ranges, reading.offset) = (text, ranges, offset)
    reading.labels = ranges.enumerated().map {
      $1.isEmpty ? .text("special \($0)") : .bytes(Array(text[$1]))
    }
    return reading
  }

  /// The text of a sentence: a text of its own, or a line of the first; and where it begins in the first text.
  private static func part(_ index: Int, of count: Int, _ texts: [Subject.Text]) -> ([UInt8], Int?)? {
    if texts.count == count { return (texts[index].bytes, index == 0 ? 0 : nil) }
    guard let first = texts.first else { return nil }
    let lines = first.bytes.split(separator: 10, omittingEmptySubsequences: true)
    guard lines.count == count else { return nil }
    return (Array(lines[index]), lines[index].startIndex)
  }

  private static func ranges(
    of text: [UInt8], count: Int, _ tokenizer: (any Tokenizer)?, _ ticket: Ticket
  ) throws(Trouble) -> [Range<Int>]? {
    if let tokenizer {
      for addSpecial in [false, true] {
        let tokens = try tokenizer.encode(text, EncodeOptions(addSpecial: addSpecial), ticket)
        if min(tokens.count, GlotStates.tokenLimit) == count { return tokens.prefix(count).map(\.bytes) }
      }
    }
    let words = WordSpans.words(in: text)
    return words.count == count ? words : nil
  }
}
