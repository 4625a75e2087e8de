import Basics
import Tensors
import Testing

struct SimilarityTests {
  private let goldens: Goldens

  init() throws { goldens = try Goldens("similarity") }

  @Test(arguments: Similarity.allCases) func `whole matrices agree with SciPy and pair by pair`(f: Similarity)
    throws
  {
    let (a, b) = try (goldens["a"], goldens["b"])
    agree(f.matrix(a, b), try goldens[f.rawValue])
    agree(f.plain(a, b), try goldens[f.rawValue])
  }

  @Test func `alignment of representations agrees with its definition`() throws {
    let (a, b) = try (goldens["a"], goldens["b"])
    agree(Tensor(a.alignment(with: b.sliced(0, 0..<a.size(0)))), try goldens["alignment"], 1e-5)
    var random = SeededRandom(seed: 1)
    let x = Tensor.normal([30, 6], &random)
    let turned = x.matmul(try Tensor.normal([6, 6], &random).qr().q) * 3 + 5
    agree(Tensor(x.alignment(with: turned)), Tensor(1), 1e-5, "turned and scaled")
    let wide = Tensor.normal([8, 50], &random)
    agree(Tensor(wide.alignment(with: wide * 2)), Tensor(1), 1e-5, "wider than high")
  }

  @Test(arguments: Similarity.allCases) func `searching in blocks finds what the whole matrix shows`(
    f: Similarity
  ) throws {
    var random = SeededRandom(seed: 2)
    // High enough for several blocks, and for processors to share.
    let rows = Tensor.normal([70_000, 33], mean: 0.5, &random)
    let queries = Tensor.normal([6, 33], &random)
    let found = try f.nearest(10, to: queries, in: TensorRows(rows))
    let expected = f.matrix(queries, rows).top(10)
    for (a, b) in zip(found, expected) {
      agree(Tensor(a.map(\.value)), Tensor(b.map(\.value)), 2e-6)
      // Neighbours closer than rounding may change places.
      #expect(Set(a.prefix(9).map(\.index)).subtracting(b.map(\.index)).isEmpty)
    }
  }

  @Test func `a search stops when it is cancelled`() {
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) {
      try Similarity.dot.nearest(1, to: .ones([1, 2]), in: TensorRows(.ones([5, 2])), ticket)
    }
  }

  @Test func `a vector of noughts is like nothing, and equal vectors are at distance nought`() {
    #expect(Similarity.cosine.matrix(.zeros([1, 3]), .ones([1, 3])).scalar == 0)
    let far = Tensor(rows: [[10_000, 10_001], [10_000, 10_002]])
    agree(Similarity.distances(far, far), Tensor(rows: [[0, 1], [1, 0]]), 1e-6)
  }
}
