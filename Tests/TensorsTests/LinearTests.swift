import Basics
import Tensors
import Testing

struct LinearTests {
  private let goldens: Goldens

  init() throws { goldens = try Goldens("linear") }

  @Test func `singular values and vectors agree with NumPy but for signs`() throws {
    let found = try goldens["a"].svd()
    agree(found.s, try goldens["s"])
    agree(found.u.map(.absolute), try goldens["abs_u"], 5e-6)
    agree(found.vt.map(.absolute), try goldens["abs_vt"], 5e-6)
    agree(found.product, try goldens["a"], 5e-6)
  }

  @Test func `QR agrees with NumPy but for signs`() throws {
    let (q, r) = try goldens["a"].qr()
    agree(q.map(.absolute), try goldens["abs_q"], 5e-6)
    agree(r.map(.absolute), try goldens["abs_r"], 5e-6)
  }

  @Test func `symmetric eigenvalues and vectors agree with NumPy but for signs`() throws {
    let (values, vectors) = try goldens["symmetric"].symmetricEigen()
    agree(values, try goldens["w"])
    agree(vectors.map(.absolute), try goldens["abs_v"], 5e-6)
  }

  @Test func `least squares agree with NumPy, high, wide, and of less than full rank`() throws {
    let (a, b) = try (goldens["a"], goldens["b"])
    agree(try a.leastSquares(b).x, try goldens["x"], 5e-6)
    agree(try a.transposed().leastSquares(try goldens["b_wide"]).x, try goldens["x_wide"], 5e-6)
    let flat = try goldens["flat"].leastSquares(b, cutoff: 1e-5)
    agree(flat.x, try goldens["x_flat"], 5e-6)
    #expect(flat.rank == 4)
  }

  @Test func `principal components agree with NumPy`() throws {
    let a = try goldens["a"]
    let found = try PrincipalComponents(of: a, count: 4)
    agree(found.directions, try goldens["directions"], 5e-6)
    agree(found.variances, try goldens["variances"], 5e-6)
    agree(found.shares, try goldens["shares"], 5e-6)
    agree(found.project(a), try goldens["projected"], 1e-5)
    agree(found.restore(found.project(a)), a, 1e-5)
  }

  @Test func `matching pursuit takes what NumPy's takes`() throws {
    let (atoms, vector) = try (goldens["atoms"], goldens["vector"])
    let found = try SparseSum(of: vector, atoms: atoms, limit: 5)
    #expect(found.indices == (try goldens.indices("taken")))
    agree(Tensor(found.factors), try goldens["factors"], 1e-5)
    agree(Tensor(found.remains), try goldens["remains"], 1e-5)
    let whole = try SparseSum(of: atoms.at(3) * 2, atoms: atoms, limit: 5)
    #expect(whole.indices == [3] && abs(whole.factors[0] - 2) < 1e-5)
  }

  @Test(arguments: [[1, 1], [1, 6], [6, 1], [20, 20], [50, 13], [13, 50]])
  func `decompositions restore what they took apart`(sizes: [Int]) throws {
    var random = SeededRandom(seed: 1)
    let a = Tensor.normal(sizes, &random)
    let k = min(sizes[0], sizes[1])
    let (q, r) = try a.qr()
    agree(q.matmul(r), a, 1e-5)
    agree(q.transposed().matmul(q), .identity(k), 1e-5)
    let found = try a.svd()
    agree(found.product, a, 2e-5)
    agree(found.vt.matmul(found.vt.transposed()), .identity(k), 1e-5)
    #expect(zip(found.s.values, found.s.values.dropFirst()).allSatisfy { $0 >= $1 })
    let symmetric = a.matmul(a.transposed())
    let (values, vectors) = try symmetric.symmetricEigen()
    agree((vectors * values).matmul(vectors.transposed()), symmetric, 5e-5)
  }

  @Test func `the truncated decomposition finds the largest of falling singular values`() throws {
    var random = SeededRandom(seed: 2)
    let fall = Tensor((0..<80).map { 100 * Float(0.8).power($0) })
    let left = try Tensor.normal([300, 80], &random).qr().q
    let right = try Tensor.normal([200, 80], &random).qr().q
    let a = (left * fall).matmul(right.transposed())
    let found = try a.truncatedSVD(rank: 12)
    agree(found.s, fall.sliced(0, 0..<12), 1e-4)
    let best = try a.svd().prefix(12).product
    agree(found.product, best, 1e-3)
    #expect(found.u.shape == Shape([300, 12]) && found.vt.shape == Shape([12, 200]))
  }

  @Test func `principal components of rows read in blocks are those of the whole`() throws {
    var random = SeededRandom(seed: 8)
    let fall = Tensor((0..<40).map { 50 * Float(0.7).power($0) })
    let turn = try Tensor.normal([40, 40], &random).qr().q
    let rows = (Tensor.normal([20_000, 40], &random) * fall).matmul(turn) + 7
    let whole = try PrincipalComponents(of: rows, count: 40)
    let found = try PrincipalComponents(of: TensorRows(rows), count: 5)
    agree(found.directions, whole.directions.sliced(0, 0..<5), 1e-3)
    agree(found.shares, whole.shares.sliced(0, 0..<5), 1e-4)
    agree(try found.project(TensorRows(rows)), found.project(rows), 1e-3)
    #expect(throws: Trouble.self) { try PrincipalComponents(of: .ones([1, 3]), count: 1) }
  }

  @Test func `numbers that are not finite are refused in a sentence`() {
    let bad = Tensor(rows: [[1, .nan], [2, 3]])
    let sentence = "the matrix has a number that is not finite (nan)"
    let attempts: [() throws -> Void] = [
      { _ = try bad.svd() }, { _ = try bad.symmetricEigen() }, { _ = try bad.leastSquares(.ones([2, 1])) },
    ]
    for attempt in attempts {
      #expect { try attempt() } throws: { ($0 as? Trouble)?.what == sentence }
    }
  }
}

extension Float {
  fileprivate func power(_ exponent: Int) -> Float { (0..<exponent).reduce(1) { value, _ in value * self } }
}
