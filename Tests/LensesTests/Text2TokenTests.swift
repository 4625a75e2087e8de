import Basics
import Figures
import Lab
import Lenses
import Tensors
import Testing
import Tokens

/// The numbers are those of the method sheet, worked out by hand for six tokens and vectors of three numbers.
@Suite struct Text2TokenTests {
  private static let documents = [[0, 1, 2, 0, 3], [0, 4, 5, 0, 3], [0, 1, 5], [0, 4, 2]]
  private static let head = Tensor(
    rows: [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 1, 0], [1, 0, 1]])
  private static let embeddings = Tensor(
    rows: [[2, 0.5, 1], [2.2, -0.3, 0.1], [1.9, 0.2, -0.8], [2.1, -0.4, -0.2]])
  private static let targets = TokenTargets(documents, size: 6)

  private func expect(_ found: [Float], _ wanted: [Float], within: Float = 2e-6, _ what: String) {
    #expect(found.count == wanted.count)
    for (a, b) in zip(found, wanted) { #expect(abs(a - b) <= within, "\(what): \(a) is not \(b)") }
  }

  private static func order(_ logits: Tensor) -> [Int] {
    logits.reshaped([1, logits.count]).argsort(descending: true)[0]
  }

  @Test func `the target of a document is made of its rare words`() throws {
    #expect(Self.targets.idf[0] == 0 && abs(Self.targets.idf[1] - 0.510826) < 1e-6)
    let target = try #require(Self.targets.target(of: Self.documents[0]))
    #expect(Set(target.keys) == [1, 2, 3])
    expect(target.values.map { $0 }, [1 / 3, 1 / 3, 1 / 3], "target")
    #expect(Self.targets.target(of: [0, 0]) == nil)
    #expect(TokenTargets(Self.documents, size: 6, cut: 0.6).target(of: Self.documents[0]) == nil)
    #expect(TokenTargets(Self.documents, size: 6, leaving: [1, 2]).target(of: Self.documents[0]) == [3: 1])
  }

  @Test func `prediction, divergence and gradient are those of the sheet`() throws {
    let tape = Tape()
    let h = tape.variable(Tensor(rows: [[2, 0.5, 1]]))
    let logits = h.matmul(tape.constant(Self.head).transposed())
    expect(logits.value.values, [2, 0.5, 1, 1.5, 2.5, 3], "logits")
    expect(
      logits.value.softmax().values, [0.152334, 0.033990, 0.056040, 0.092395, 0.251156, 0.414085], "p")
    let target = try #require(Self.targets.target(of: Self.documents[0]))
    let loss = TargetLoss(target, logits: logits.value)
    #expect(abs(loss.crossEntropy - 2.881683) < 2e-6 && abs(loss.entropy - 1.098612) < 2e-6)
    #expect(abs(loss.divergence - 1.783071) < 2e-6)
    let dense = Tensor((0..<6).map { target[$0] ?? 0 }, [1, 6])
    let gradient = tape.gradients(of: -(logits.logSoftmax() * dense).sum(), for: [h])[0]
    expect(gradient.values, [0.817574, -0.289126, -0.104146], "gradient")
    let byHand = (logits.value.softmax() - dense).matmul(Self.head)
    expect(byHand.values, gradient.values, "Wᵀ (p - t)")
  }

  @Test func `without the first direction the words of the text come first`() throws {
    let direction = try MeanDirection(of: Self.embeddings)
    expect(direction.spectrum, [4.106817, 1.343950, 0.646415], within: 5e-6, "spectrum")
    expect(direction.direction.values, [0.999809, -0.006912, 0.018269], "u₁")
    let first = Self.embeddings.sliced(0, 0..<1)
    let rest = direction.removed(1, from: first)
    expect(rest.values, [-0.014047, 0.513925, 0.963198], within: 5e-6, "h without u₁")
    let logits = rest.matmul(Self.head.transposed())
    expect(
      logits.values, [-0.014047, 0.513925, 0.963198, 1.477123, 0.499878, 0.949151], within: 5e-6, "logits")
    let raw = first.matmul(Self.head.transposed())
    #expect(Self.order(raw) == [5, 4, 0, 3, 2, 1] && Self.order(logits) == [3, 2, 5, 1, 4, 0])
    let before = try TokenAlignment(raw, [Self.documents[0]], k: 2)
    let after = try TokenAlignment(logits, [Self.documents[0]], k: 2)
    #expect(before.hits == 0 && after.hits == 1 && after.inside == 1)
    #expect(before.local == 0.75 && after.local == 0.75 && after.global == 0.75)
    expect(
      (logits + direction.coefficients(first) * direction.words(Self.head)).values, raw.values, within: 5e-6,
      "what u₁ says and the rest")
  }

  @Test(arguments: UInt64(1)...5) func `taking off twice is taking off once, and what was added goes away`(
    seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    let rows = Tensor.normal([12, 7], mean: seed % 2 == 0 ? 0.5 : -0.5, &random)
    let direction = try MeanDirection(of: rows)
    let once = direction.removed(1, from: rows)
    expect(direction.removed(1, from: once).values, once.values, within: 1e-5, "twice")
    #expect(rows.mean(over: [0]).dot(direction.direction) >= 0)
    let added = once + direction.direction * 3
    expect(direction.removed(1, from: added).values, once.values, within: 1e-5, "added and removed")
    // A vector that is moved by λ u₁ and back by the direction that was kept.
    expect(
      (rows + direction.direction * 0.7 - direction.direction * 0.7).values, rows.values, within: 1e-5, "λ")
    let centred = try MeanDirection(of: rows - rows.mean(over: [0]))
    #expect(abs(centred.direction.dot(direction.direction)) < 0.99, "centring changes the direction")
  }

  @Test(arguments: UInt64(1)...5) func `divergence is nought only where prediction and target are the same`(
    seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    let logits = Tensor.normal([9], deviation: 2, &random)
    let p = logits.reshaped([1, 9]).softmax().values
    let same = Dictionary(uniqueKeysWithValues: p.enumerated().map { ($0, $1) })
    #expect(TargetLoss(same, logits: logits).divergence < 1e-6)
    let words = (0..<20).map { _ in Int(random.next() % 9) }
    let targets = TokenTargets([words, [0], [1, 2]], size: 9)
    let target = try #require(targets.target(of: words))
    #expect(abs(target.values.reduce(0, +) - 1) < 1e-6)
    #expect(TargetLoss(target, logits: logits).divergence > 0)
    #expect(targets.target(of: words.shuffled(using: &random)) == target)
    let derived = try #require(
      TokenTargets.derived(from: logits.values, most: 4, temperature: 1) { $0 != Self.order(logits)[0] })
    #expect(Set(derived.keys) == Set(Self.order(logits)[1...4]))
    #expect(abs(derived.values.reduce(0, +) - 1) < 1e-6)
    let mixed = try #require(TokenTargets.mixed(target, 0.3, derived))
    #expect(abs(mixed.values.reduce(0, +) - 1) < 1e-6)
    #expect(TokenTargets.mixed(target, 0, derived) == derived)
  }

  @Test func `documents are cut from words, and say where they stand`() throws {
    let text = Array("One two, three. Two THREE four\nfive two one".utf8)
    let made = try WordDocuments([text], size: 4, length: 3, .open)
    #expect(made.words == ["two", "one", "three", "five"])
    #expect(made.documents.map(\.tokens) == [[1, 0, 2], [0, 2, 3]])
    #expect(
      made.documents[1].ranges.map { String(decoding: text[$0], as: UTF8.self) } == ["Two", "THREE", "five"])
  }

  @Test func `the mean of a block is the mean of what it gives`() {
    var random = SeededRandom(seed: 8)
    let tape = Tape()
    let block = AttentionBlock(
      AttentionBlock<Variable>.parameters(width: 6, &random).mapValues(tape.constant))
    let x = tape.constant(.normal([3, 5, 6], &random))
    expect(
      block.pooled(x).value.values, block.mixed(x).value.mean(over: [1]).values, within: 1e-5, "mean")
    for row in block.weights(x).value.sum(over: [-1]).values { #expect(abs(row - 1) < 1e-5) }
  }

  @Test func `an embedder learns the words of its documents and is the same when it learns again`() throws {
    let text = try Samples.text("Prose/recipes-and-manual.txt")
    let all = try WordDocuments([text], size: 200, length: 16, .open)
    let documents = all.documents.map(\.tokens)
    let targets = TokenTargets(documents, size: all.words.count)
    let taught = documents.compactMap { document in targets.target(of: document).map { (document, $0) } }
    func learned() throws -> MicroEmbedder {
      try MicroEmbedder.start(vocabulary: all.words.count, seed: 1).trained(
        on: taught.map(\.0), targets: taught.map(\.1), steps: 120, seed: 1, .open)
    }
    let model = try learned()
    #expect(model.losses.count == 120 && model.losses.allSatisfy { $0 > -1e-3 })
    let (first, last): (Float, Float) = (
      model.losses.prefix(10).reduce(0, +), model.losses.suffix(10).reduce(0, +)
    )
    #expect(last < first * 0.7)
    let logits = model.embed(documents).matmul(model.head.transposed())
    let start = MicroEmbedder.start(vocabulary: all.words.count, seed: 1)
    let before = try TokenAlignment(
      start.embed(documents).matmul(start.head.transposed()), documents, k: 5)
    let after = try TokenAlignment(logits, documents, k: 5)
    #expect(after.hits > 0.95 && after.inside > before.inside + 0.2, "\(before) \(after)")
    #expect(try learned().losses == model.losses)
  }
}
