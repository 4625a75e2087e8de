import Basics
import Figures
import Formats
import Foundation
import Tensors
import Testing
import Tokens

@testable import Lenses

/// The lens on its sample and on matrices from files.
@Suite struct TransplantLookTests {
  private static let memory = LensMemory()

  private func study(_ values: [String: String] = [:]) async throws -> TransplantStudy {
    var subject = try Samples.subject(TransplantLens.card)
    for (key, value) in values { try subject.knobs.set(key, value) }
    subject.memory = Self.memory
    var study = try await TransplantStudy(subject, .open)
    try await study.rebuild(.open)
    try await study.judge(.open)
    return study
  }

  @Test func `hidden tokens take no part in their own rebuilding`() async throws {
    let held = try #require(try await study().held)
    #expect(held.tokens.count > 20)
    #expect(held.paths.allSatisfy { path in path.indices.allSatisfy { $0 < held.shown.count } })
    let cosine = try #require(held.score(.pursuit)?.meanCosine)
    #expect(cosine < 0.99, "a token that rebuilds itself would be perfect")
    #expect(cosine > (held.score(.mean)?.meanCosine ?? 1), "OMP is better than the mean of all rows")
    #expect(held.score(.zero)?.meanCosine == nil && held.score(.zero)?.medianRank == nil)
  }

  @Test func `fewer tokens leave more, and from the donor's width on nothing is left`() async throws {
    let held = try #require(try await study().held)
    for (one, next) in zip(held.curve, held.curve.dropFirst()) {
      #expect(next.residual <= one.residual + 1e-6)
    }
    #expect(held.curve.first?.k == 1 && (held.curve.last?.residual ?? 1) < 1e-3)
    let wide = try await study(["k": "64"])
    #expect(wide.usedK == 40)
    let plate = wide.plate
    guard case .table(let tokens) = plate.figures[0] else { return #expect(Bool(false)) }
    #expect(tokens.footnotes.contains { $0.contains("says nothing") })
  }

  @Test func `the new matrix has a row for every donor id, copied ones to the bit`() async throws {
    let study = try await study(["rows": "0"])
    let whole = try #require(try study.whole(.open))
    #expect(whole.shape.sizes == [study.plan.classes.count, 32])
    for (id, kind) in study.plan.classes.enumerated() {
      if let copied = kind.copied {
        #expect(whole.at(id) == (try study.sides.base.rows.tensor(rows: copied..<copied + 1)).at(0))
      }
    }
    let one = try #require(study.rebuilt.first { $0.path.indices.count >= 8 })
    var sum = Tensor.zeros([32])
    for (factor, index) in zip(one.path.factors(8), one.path.indices) {
      sum = sum + study.ground.baseAnchors.at(index) * factor
    }
    for (a, b) in zip(sum.values, whole.at(one.id).values) { #expect(abs(a - b) < 1e-4) }
  }

  @Test func `noise and scale touch rebuilt rows only`() async throws {
    let plain = try await study(["rows": "0"])
    let scaled = try await study(["rows": "0", "scale": "2"])
    let (a, b) = (try #require(try plain.whole(.open)), try #require(try scaled.whole(.open)))
    for (id, kind) in plain.plan.classes.enumerated() {
      let factor: Float = kind == .approximated ? 2 : 1
      for (x, y) in zip(a.at(id).values, b.at(id).values) { #expect(abs(x * factor - y) < 1e-5) }
    }
    #expect(try await study(["noise": "0.1"]).newRows != plain.newRows)
  }

  @Test func `a plate says what is micro, which method is best, and how numbers are cut`() async throws {
    let plate = try await study().plate
    #expect(plate.label.joined().contains("not a language model"))
    let tables = plate.figures.compactMap { figure -> Table? in
      if case .table(let table) = figure { table } else { nil }
    }
    let methods = try #require(tables.first { $0.title.hasPrefix("Held out") })
    #expect(methods.rows.count == 8 && methods.footnotes[0].contains("nearest"))
    let digits = try #require(tables.first { $0.title.hasPrefix("Digits") })
    let count = digits.rows.reduce(0) { sum, row in
      if case .integer(let count) = row[2] { sum + count } else { sum }
    }
    #expect(count == 1000)
    #expect(plate.figures.contains { $0.heading.hasPrefix("Curve") })
    #expect(!plate.links.isEmpty)
  }

  @Test func `a token can be asked for, and one that is not there is named`() async throws {
    let study = try await study()
    let id = try #require(study.plan.approximated.first)
    let asked = try await self.study(["token": "#\(id)", "rows": "64"])
    #expect(asked.rebuilt.contains { $0.id == id })
    await #expect(throws: Trouble.self) { try await self.study(["token": "no such token"]) }
  }

  // MARK: - Matrices from files

  private func matrix(_ tensor: Tensor) throws -> Subject.TensorSet {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".npy"
    try Npy.write(WrittenTensor(name: "", tensor.shape, tensor.values), to: path)
    return Subject.TensorSet(name: "m.npy", tensors: try TensorFileReader.open(path).tensors)
  }

  private func subject(_ base: Tensor, _ donor: Tensor) throws -> Subject {
    let letters = (0..<26).map { String(UnicodeScalar(UInt8(97 + $0))) }
    return Subject(
      texts: [.init(name: "typed", bytes: Array("cab".utf8))],
      tokenizers: [
        try Toy.pairs(letters + ["ab"], ["a|b"]), try Toy.pairs(letters + ["bc", "ca"], ["b|c"]),
      ],
      tensorSets: [try matrix(base), try matrix(donor)], knobs: Knobs(TransplantLens.card.knobs))
  }

  @Test func `a donor whose space is the base's turned is rebuilt to the figure`() async throws {
    var random = SeededRandom(seed: 12)
    let truth = Tensor.normal([28, 10], &random)
    let turn = Tensor.normal([10, 10], &random).qr().q
    let base = Tensor.concatenated([truth.sliced(0, 0..<26), Tensor.normal([1, 10], &random)])
    var subject = try subject(base, truth.matmul(turn))
    try subject.knobs.set("k", "10")
    var study = try await TransplantStudy(subject, .open)
    try await study.rebuild(.open)
    #expect(study.rebuilt.map(\.id) == [26, 27] && !study.sides.isMicro)
    // With as many tokens as dimensions the fit is exact, and a turned space keeps its sums.
    for (row, id) in [26, 27].enumerated() {
      for (a, b) in zip(study.newRows.at(row).values, truth.at(id).values) { #expect(abs(a - b) < 1e-2) }
    }
    let plate = try await TransplantLens().look(at: subject, .open)
    #expect(plate.figures.count > 6)
  }

  @Test func `what does not fit says what is wrong`() async throws {
    let good = Tensor.ones([28, 4])
    for (base, donor) in [
      (Tensor.ones([5, 4]), good), (good, Tensor(repeating: .nan, Shape([28, 4]))), (.zeros([27, 4]), good),
    ] {
      let subject = try subject(base, donor)
      await #expect(throws: Trouble.self) { try await TransplantLens().look(at: subject, .open) }
    }
    var headless = try subject(good, good)
    try headless.knobs.set("matrix", "head")
    await #expect(throws: Trouble.self) { try await TransplantLens().look(at: headless, .open) }
    var lonely = try subject(good, good)
    lonely.tokenizers.removeLast()
    lonely.embeddings.removeLast()
    await #expect(throws: Trouble.self) { try await TransplantLens().look(at: lonely, .open) }
  }
}
