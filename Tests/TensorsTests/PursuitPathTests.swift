import Basics
import Tensors
import Testing

/// Numbers worked out by hand for five atoms of three numbers, and what the tool of arXiv 2506.06607 picks.
@Suite struct PursuitPathTests {
  private let atoms = Tensor(rows: [[1, 0, 0], [0, 2, 0], [0.6, 0.8, 0], [0, 0, 0.5], [1, 1, 1]])

  private func path(
    _ vector: [Float], _ limit: Int, _ choice: PursuitChoice, among atoms: Tensor? = nil
  ) throws -> PursuitPath {
    try PursuitPath.paths(
      of: Tensor(vector, [1, vector.count]), atoms: atoms ?? self.atoms, limit: limit, by: choice, .open)[0]
  }

  private func near(_ a: [Float], _ b: [Float], _ tolerance: Float = 1e-5) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < tolerance }
  }

  @Test func `three picks by raw products`() throws {
    let found = try path([0.9, 1.3, 0.5], 3, .dot)
    #expect(found.indices == [4, 1, 0])
    #expect(near(found.scores, [2.7, 0.8, 0.2]))
    #expect(near(found.remains, [0.565685, 0.282843, 0]))
    #expect(near(found.factors(1), [0.9]) && near(found.factors(2), [0.7, 0.3]))
    #expect(near(found.factors(3), [0.5, 0.4, 0.4]) && found.factors(9) == found.factors(3))
    #expect(found.residual(0) == 1 && found.residual(3) < 1e-6)
  }

  @Test func `raw products and cosines take other atoms`() throws {
    let vector: [Float] = [0.5, 0, 1]
    let raw = try path(vector, 2, .dot)
    #expect(
      raw.indices == [4, 1] && near(raw.factors(2), [0.75, -0.375])
        && near(raw.remains, [0.707107, 0.353553]))
    let cosine = try path(vector, 2, .cosine)
    #expect(cosine.indices == [3, 0] && near(cosine.factors(2), [2, 0.5]) && cosine.residual(2) < 1e-6)
  }

  @Test func `a scaled atom is found at once by cosines, and not always by raw products`() throws {
    let vector = atoms.at(2).values.map { $0 * 3 }
    #expect(try path(vector, 1, .cosine).indices == [2] && path(vector, 1, .cosine).residual(1) < 1e-6)
    #expect(try path(vector, 1, .dot).residual(1) > 0.1)
  }

  @Test(arguments: 1..<9, PursuitChoice.allCases)
  func `rests never grow, are orthogonal to what was taken, and factors are least squares`(
    seed: Int, choice: PursuitChoice
  ) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let atoms = Tensor.normal([40, 12], &random) * Tensor.uniform([40, 1], in: 0.1..<3, &random)
    let vector = Tensor.normal([12], &random)
    let found = try path(vector.values, 20, choice, among: atoms)
    #expect(Set(found.indices).count == found.indices.count && found.indices.count <= 12)
    #expect(found.residual(12) < 1e-5, "twelve independent atoms make every vector")
    for (one, next) in zip(found.remains, found.remains.dropFirst()) { #expect(next <= one + 1e-6) }
    for count in 1...found.indices.count {
      let taken = atoms.gathered(Array(found.indices.prefix(count)))
      let sum = Tensor(found.factors(count), [1, count]).matmul(taken).reshaped([-1])
      let rest = vector - sum
      #expect(abs(rest.norm().scalar - found.remains[count - 1]) < 1e-4)
      #expect(taken.matmul(rest.expanded(1)).values.allSatisfy { abs($0) < 2e-4 })
    }
    let shorter = try path(vector.values, 5, choice, among: atoms)
    #expect(shorter.indices == Array(found.indices.prefix(5)) && shorter.factors(5) == found.factors(5))
  }

  @Test(arguments: ["hand", "lengths", "direction", "sums"])
  func `picks and factors are those of mergekit's batch_omp`(name: String) throws {
    let goldens = try Goldens("pursuit")
    let indices = try goldens.indices(name + ".indices")
    let factors = try goldens[name + ".factors"]
    let limit = factors.size(1)
    let paths = try PursuitPath.paths(
      of: goldens[name + ".targets"], atoms: goldens[name + ".atoms"], limit: limit, by: .dot, .open)
    for (row, path) in paths.enumerated() {
      #expect(path.indices == Array(indices[row * limit..<(row + 1) * limit]))
      agree(Tensor(path.factors(limit)), factors.at(row), 1e-4, "factors of target \(row)")
    }
  }

  @Test func `a path by cosines is that of the textbook`() throws {
    var random = SeededRandom(seed: 77)
    let atoms = Tensor.normal([30, 10], &random)
    let vector = Tensor.normal([10], &random)
    let plain = try SparseSum(of: vector, atoms: atoms, limit: 6)
    let found = try path(vector.values, 6, .cosine, among: atoms)
    #expect(found.indices == plain.indices && near(found.factors(6), plain.factors, 1e-4))
  }

  @Test func `nothing is taken for a vector of noughts, nor of atoms of noughts`() throws {
    #expect(try path([0, 0, 0], 2, .dot).indices.isEmpty)
    #expect(try path([1, 2, 3], 2, .dot, among: .zeros([4, 3])).residual(2) == 1)
  }

  @Test func `a search that was cancelled stops`() throws {
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) {
      try PursuitPath.paths(of: Tensor.ones([2, 3]), atoms: atoms, limit: 2, by: .dot, ticket)
    }
  }
}
