import Basics
import Figures
import Lenses
import Tensors
import Testing
import Tokens

/// Lenses over vectors that a person brought.
@Suite struct BroughtVectorsTests {
  private static func stored(_ name: String, _ tensor: Tensor) throws -> StoredTensor {
    let bytes = tensor.values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
    }
    return try StoredTensor(
      name: name, sizes: tensor.shape.sizes, type: .f32, in: MemoryBytes(bytes, file: "brought"),
      .init(offset: 0))
  }

  private static func subject(
    _ card: LensCard, _ tensors: [String: Tensor], text: String = "", tokenizers: [any Tokenizer] = [],
    _ knobs: [String: String] = [:]
  ) throws -> Subject {
    var settings = Knobs(card.knobs)
    for (key, value) in knobs { try settings.set(key, value) }
    let names = tensors.keys.sorted()
    return Subject(
      texts: text.isEmpty ? [] : [.init(name: "typed", bytes: Array(text.utf8))], tokenizers: tokenizers,
      tensorSets: [
        .init(name: "brought", tensors: try names.map { try stored($0, tensors[$0] ?? .zeros([0])) })
      ], knobs: settings)
  }

  private static func table(_ plate: Plate, _ title: String) -> Table? {
    plate.figures.lazy.compactMap { figure -> Table? in
      if case .table(let table) = figure, table.title.hasPrefix(title) { return table }
      return nil
    }.first
  }

  /// Sentences of which one token says the class, the others nothing; the last places are padding.
  private static func states(_ count: Int, _ random: inout SeededRandom) -> [String: Tensor] {
    var (rows, mask, labels) = ([Float](), [Float](), [Float]())
    for sentence in 0..<count {
      let place = Int(random.next() % 5)
      for token in 0..<8 {
        var vector = Tensor.normal([6], deviation: 0.3, &random).values
        if token == place { vector[0] = sentence % 2 == 0 ? 3 : -3 }
        rows += token < 6 ? vector : [.nan, .nan, .nan, .nan, .nan, .nan]
        mask.append(token < 6 ? 1 : 0)
      }
      labels.append(sentence % 2 == 0 ? 7 : 4)
    }
    return [
      "states": Tensor(rows, [count, 8, 6]), "attention_mask": Tensor(mask, [count, 8]),
      "labels": Tensor(labels),
    ]
  }

  @Test func `poolings are trained on hidden states with labels, and padding takes no part`() async throws {
    var random = SeededRandom(seed: 5)
    let states = Self.states(200, &random)
    let subject = try Self.subject(GlotLens.card, states, ["sentence": "3"])
    let plate = try await GlotLens().look(at: subject, .open)
    let table = try #require(Self.table(plate, "Accuracy"))
    guard case .number(let accuracy, _) = table.rows[0][2] else {
      Issue.record("GLOT has an accuracy")
      return
    }
    #expect(accuracy > 0.9, "\(accuracy)")
    guard case .heatmap(let weights) = plate.figures[1] else { return }
    #expect(weights.columnLabels.count == 6 && weights.rowLabels.count == GlotPooling.allCases.count)
    for row in 0..<weights.rowLabels.count {
      #expect(abs((0..<6).reduce(0) { $0 + weights[row, $1] } - 100) < 0.01)
    }
    #expect(try await GlotLens().look(at: subject, .open) == plate)
  }

  @Test func `without labels nothing learned is shown, and shapes that do not fit are refused`() async throws
  {
    var random = SeededRandom(seed: 6)
    var states = Self.states(12, &random)
    states["labels"] = nil
    let plate = try await GlotLens().look(at: try Self.subject(GlotLens.card, states), .open)
    #expect(Self.table(plate, "Accuracy") == nil)
    guard case .heatmap(let weights) = plate.figures[1] else { return }
    #expect(weights.rowLabels.count == GlotPooling.allCases.count - 2)
    states["attention_mask"] = .ones([12, 7])
    await #expect(throws: Trouble.self) {
      try await GlotLens().look(at: try Self.subject(GlotLens.card, states), .open)
    }
    states["attention_mask"] = .zeros([12, 8])
    await #expect(throws: Trouble.self) {
      try await GlotLens().look(at: try Self.subject(GlotLens.card, states), .open)
    }
    states["attention_mask"] = nil
    await #expect(throws: Trouble.self, "padding that is no number") {
      try await GlotLens().look(at: try Self.subject(GlotLens.card, states), .open)
    }
  }

  @Test func `the tokens of a text name the rows of its hidden states`() async throws {
    var random = SeededRandom(seed: 7)
    let subject = try Self.subject(
      GlotLens.card, ["hidden": .normal([3, 4], &random)], text: "abcbca", tokenizers: [try Toy.abc()])
    let plate = try await GlotLens().look(at: subject, .open)
    guard case .segments(let segments) = plate.figures[2] else { return }
    #expect(segments.segments.map(\.range) == [0..<3, 3..<5, 5..<6])
    #expect(plate.links.contains { $0.figure == 2 && $0.item == 1 && $0.bytes == 3..<5 })
  }

  /// The sheet's four documents with the letters a to f for its tokens.
  private static let toy = [
    "lm_head.weight": Tensor(rows: [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 1, 0], [1, 0, 1]]),
    "H": Tensor(rows: [[2, 0.5, 1], [2.2, -0.3, 0.1], [1.9, 0.2, -0.8], [2.1, -0.4, -0.2]]),
  ]
  private static let letters = "abcad\naefad\nabf\naec"

  @Test(arguments: [("0", "f e a*"), ("1", "d* c* f")])
  func `the first tokens of a text change when the first direction is taken off`(
    amount: String, first: String
  ) async throws {
    let tokenizer = try Toy.pairs(["a", "b", "c", "d", "e", "f"], [])
    let subject = try Self.subject(
      Text2TokenLens.card, Self.toy, text: Self.letters, tokenizers: [tokenizer],
      ["k": "3", "lambda": amount, "idf": "0"])
    let plate = try await Text2TokenLens().look(at: subject, .open)
    let table = try #require(Self.table(plate, "Texts"))
    guard case .text(let list) = table.rows[0][3], case .text(let target) = table.rows[0][4] else {
      Issue.record("lists are text")
      return
    }
    #expect(list == first && target == "b* c* d*")
    #expect(plate.links.contains { $0.figure == 0 && $0.item == 1 && $0.bytes == 6..<11 })
  }

  @Test func `embeddings without their texts, or of another number of them, are refused`() async throws {
    let tokenizer = try Toy.pairs(["a", "b", "c", "d", "e", "f"], [])
    for (text, tokenizers) in [("", [tokenizer]), ("a\nb", [tokenizer]), (Self.letters, [])] {
      let subject = try Self.subject(Text2TokenLens.card, Self.toy, text: text, tokenizers: tokenizers)
      await #expect(throws: Trouble.self) { try await Text2TokenLens().look(at: subject, .open) }
    }
    var ids = Self.toy
    ids["input_ids"] = Tensor(rows: [[0, 1, 2, 0, 3], [0, 4, 5, 0, 3], [0, 1, 5, 0, 0], [0, 4, 2, 0, 0]])
    ids["attention_mask"] = Tensor(rows: [
      [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 1, 1, 0, 0],
    ])
    let plate = try await Text2TokenLens().look(at: try Self.subject(Text2TokenLens.card, ids), .open)
    #expect(Self.table(plate, "Measures")?.rows.isEmpty == false)
  }
}
