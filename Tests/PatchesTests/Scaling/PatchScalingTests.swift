import Basics
import Foundation
import Patches
import Tensors
import Testing

/// The numbers are those of the method sheet of arXiv 2502.03738; counts follow from the released model.
@Suite struct PatchScalingTests {
  private static let patches = [16, 8, 4, 2, 1]

  private func budgets(_ side: Int) -> [PatchBudget] {
    Self.patches.map { PatchBudget(height: side, width: side, patch: $0, modelWidth: 768) }
  }

  @Test(arguments: [
    (224, [196, 784, 3136, 12544, 50176]), (128, [64, 256, 1024, 4096, 16384]),
    (64, [16, 64, 256, 1024, 4096]),
  ]) func `tokens of a picture`(side: Int, tokens: [Int]) {
    #expect(budgets(side).map(\.tokens) == tokens)
  }

  @Test func `weights of the embedding and the positions`() {
    let found = budgets(224)
    #expect(found.map(\.embeddingWeights) == [590_592, 148_224, 37_632, 9984, 3072])
    #expect(found.map(\.positionWeights) == [151_296, 602_880, 2_409_216, 9_634_560, 38_535_936])
    #expect(found[4].embeddingWeights + found[4].positionWeights == 38_539_008)
    #expect(found.map(\.keepsAll) == [true, true, true, true, true])
    #expect(!PatchBudget(height: 32, width: 32, patch: 32, modelWidth: 768).keepsAll)
  }

  @Test func `half the side makes four times the tokens and sixteen times the looks`() {
    let found = budgets(224)
    for (large, small) in zip(found, found.dropFirst()) {
      #expect(small.tokens == 4 * large.tokens && small.quadraticCost == 16 * large.quadraticCost)
      #expect(small.linearCost == 4 * large.linearCost)
      #expect(4 * (small.embeddingWeights - 768) == large.embeddingWeights - 768)
    }
    // 2 · 196² · 768 + 12 · 196 · 768².
    #expect(found[0].attentionCost == 59_006_976 + 1_387_266_048)
  }

  @Test func `pixels that fill no patch are left out`() {
    let odd = PatchBudget(height: 30, width: 17, patch: 8, modelWidth: 4)
    #expect(odd.rows == 3 && odd.columns == 2 && odd.tokens == 6)
    #expect(PatchBudget(height: 5, width: 17, patch: 8, modelWidth: 4).tokens == 0)
  }

  @Test func `a ramp cut at two`() {
    let ramp = Tensor((0..<16).map { Float($0) }, [4, 4, 1])
    let patches = PatchRows.cut(ramp, patch: 2)
    #expect(patches.rowLists == [[0, 1, 4, 5], [2, 3, 6, 7], [8, 9, 12, 13], [10, 11, 14, 15]])
    let embedded = patches.matmul(Tensor([1, 2, 3, 4], [4, 1])) + 0.5
    #expect(embedded.values == [34.5, 54.5, 114.5, 134.5])
  }

  @Test(arguments: [1, 2, 3, 4, 6, 12]) func `cutting can be undone for every side that divides`(patch: Int)
    throws
  {
    var random = SeededRandom(seed: UInt64(patch))
    let bytes = (0..<12 * 24 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
    let pixels = Pixels(width: 24, height: 12, bytes: bytes)
    let cut = try Patchify(width: 24, height: 12, patch: patch)
    let picture = Tensor(bytes.map { Float($0) }, [12, 24, 3])
    let patches = PatchRows.cut(picture, patch: patch)
    #expect(patches == cut.tokens(of: pixels) && cut.pixels(of: patches) == pixels)
    #expect(PatchRows.cut(.stacked([picture, picture]), patch: patch).at(1) == patches)
  }

  @Test(arguments: [
    (4, [0.629604, 0.296639, 0]), (2, [0.559633, 0.281332, 0.114556, 0]), (1, [0.0]),
  ]) func `what tokens of D numbers must lose of a wave`(patch: Int, shares: [Double]) throws {
    let values = (0..<64).map { place -> Float in
      let (i, j) = (Double(place / 8), Double(place % 8))
      return Float(sin(1 + i * i + 2 * j))
    }
    let found = try PatchResiduals(of: PatchRows.cut(Tensor(values, [8, 8, 1]), patch: patch))
    for (index, share) in shares.enumerated() {
      #expect(abs(found.share(behind: index + 1) - share) < 2e-6, "D = \(index + 1)")
    }
    #expect(found.share(behind: 0) > 0.999999)
  }

  @Test(arguments: UInt64(1)...5) func `the residual never rises with D`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let picture = Tensor.uniform([24, 36, 3], &random)
    for patch in [1, 2, 3, 5, 8] {
      let found = try PatchResiduals(of: PatchRows.cut(picture, patch: patch))
      let curve = (0...found.energies.count).map { found.share(behind: $0) }
      #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 >= $1 } && curve.last == 0)
      #expect(found.share(behind: 3 * patch * patch) == 0, "a patch that fits into a token loses nothing")
    }
  }

  @Test func `a picture smaller than a patch, and one colour`() throws {
    func residuals(_ height: Int, _ width: Int, _ ticket: Ticket = .open) throws -> PatchResiduals {
      try PatchResiduals(of: PatchRows.cut(.ones([height, width, 3]), patch: 4), ticket)
    }
    #expect(throws: Trouble.self) { try residuals(3, 9) }
    let plain = try residuals(8, 8)
    #expect(plain.share(behind: 1) == 0 && plain.sampledCount == 4)
    let single = try residuals(4, 4)
    #expect(single.energies.isEmpty && single.share(behind: 0) == 0)
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) { try residuals(8, 8, ticket) }
  }

  @Test func `many patches are sampled`() throws {
    var random = SeededRandom(seed: 4)
    let found = try PatchResiduals(of: .uniform([40_000, 3], &random))
    #expect(found.patchCount == 40_000 && found.sampledCount <= PatchResiduals.patchLimit)
  }
}

/// The two forms through measured losses.
@Suite struct ScalingFitTests {
  private static let points = zip([16.0, 8, 4, 2, 1], [1.90, 1.62, 1.41, 1.27, 1.19]).map {
    PatchLoss(patch: $0, loss: $1)
  }

  @Test func `a line over the logarithm of the side`() throws {
    let fit = try #require(LogarithmicLaw(Self.points))
    #expect(abs(fit.a - 1.124) < 1e-9 && abs(fit.b - 0.177) < 1e-9)
    #expect(abs((fit.determination ?? 0) - 0.952018) < 1e-6)
    #expect(abs(fit.loss(at: 4) - 1.478) < 1e-9)
  }

  @Test func `a power of the tokens above a floor`() throws {
    let fit = try #require(PowerLaw(Self.points, side: 32))
    #expect(abs(fit.floor - 0.983245) < 2e-6 && abs(fit.factor - 1.344277) < 2e-6)
    #expect(abs(fit.exponent - 0.274009) < 2e-6 && abs(fit.squaredError - 1.667e-4) < 1e-7)
    #expect((fit.determination ?? 0) > 0.999 && !fit.isAtEdge)
    // Another side only changes the factor.
    let other = try #require(PowerLaw(Self.points, side: 224))
    #expect(abs(other.exponent - fit.exponent) < 1e-6 && abs(other.loss(at: 2) - fit.loss(at: 2)) < 1e-6)
  }

  @Test func `too few points are no law, and one that does not fit says so`() throws {
    #expect(LogarithmicLaw(Array(Self.points.prefix(2))) == nil)
    #expect(PowerLaw(Array(Self.points.prefix(3)), side: 32) == nil)
    let same = Self.points.map { PatchLoss(patch: 4, loss: $0.loss) }
    #expect(LogarithmicLaw(same) == nil && PowerLaw(same, side: 32) == nil)
    // A straight line in the logarithm has no floor: the exponent goes to its lower end.
    let line = [16.0, 8, 4, 2, 1].map { PatchLoss(patch: $0, loss: 1 + 0.2 * log2($0)) }
    #expect(try #require(PowerLaw(line, side: 32)).isAtEdge)
  }
}

/// The order in which a causal mixer reads.
@Suite struct FlippedLayersTests {
  @Test func `layers that are turned round, as the code has it and as its comment says`() {
    #expect(FlippedLayers.released.layers(of: 12) == [2, 3])
    #expect(FlippedLayers.promised.layers(of: 12) == [2, 3, 6, 7, 10, 11])
  }

  @Test func `what enters the mixer`() {
    let tokens = ["p0", "p1", "p2", "p3"]
    #expect(
      FlippedLayers.entering(tokens, last: "cls", mean: "mean", isFlipped: true)
        == ["mean", "p3", "p2", "p1", "p0", "cls"])
    #expect(
      FlippedLayers.entering(tokens, last: "cls", mean: "mean", isFlipped: false)
        == ["mean", "p0", "p1", "p2", "p3", "cls"])
  }
}
