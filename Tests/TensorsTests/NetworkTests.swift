import Basics
import Tensors
import Testing

/// What networks run on, each beside its plain version.
@Suite struct NetworkTests {
  private static func random(_ sizes: [Int], _ seed: UInt64, deviation: Float = 1) -> Tensor {
    var random = SeededRandom(seed: seed)
    return .normal(sizes, deviation: deviation, &random)
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (2, 16, 33), (197, 96, 250), (300, 128, 120)])
  func `a dense layer is a product, a bias and what is put around them`(rows: Int, inputs: Int, outputs: Int)
  {
    let dense = Dense(Self.random([outputs, inputs], 1, deviation: 0.3), bias: Self.random([outputs], 2))
    let bare = Dense(dense.weight)
    let x = Self.random([2, rows, inputs], 3)
    let rest = Self.random([2, rows, outputs], 4)
    agree(dense(x), dense.plain(x), 2e-5, "bias")
    agree(bare(x), bare.plain(x), 2e-5, "no bias")
    agree(dense(x, addedTo: rest), dense.plain(x, addedTo: rest), 2e-5, "added")
    for f in [Unary.gelu, .geluTanh, .silu, .relu] {
      agree(dense(x, then: f), dense.plain(x, then: f), 2e-5, "\(f)")
    }
    agree(
      dense(x.transposed(0, 1), then: .gelu), dense.plain(x, then: .gelu).transposed(0, 1), 2e-5, "a view")
  }

  @Test func `dense layers side by side, and with scaled outputs`() {
    let parts = (1...3).map { Dense(Self.random([4, 6], $0), bias: Self.random([4], $0 + 9)) }
    let x = Self.random([5, 6], 20)
    agree(Dense.joined(parts)(x), .concatenated(parts.map { $0(x) }, axis: 1), 1e-5)
    let factors = Self.random([4], 21)
    agree(parts[0].scaled(by: factors)(x), parts[0](x) * factors, 1e-5)
    agree(parts[0].scaled(by: 0.25)(x), parts[0](x) * 0.25, 1e-5)
  }

  @Test(arguments: [(1, 1, 1, 4), (1, 5, 2, 3), (3, 17, 4, 8), (1, 197, 3, 64), (2, 700, 2, 16)])
  func `heads one by one attend as all at once`(pictures: Int, rows: Int, heads: Int, size: Int) throws {
    let input = Self.random([pictures, rows, 3 * heads * size], 5)
    let attention = Attention(heads: heads)
    let (plain, fast) = (attention.plain(input), attention.fast(input, keepsMaps: true))
    agree(fast.mixed, plain.mixed, 2e-5, "mixed")
    agree(try #require(fast.maps), try #require(plain.maps), 2e-5, "maps")
    let without = attention.fast(input, keepsMaps: false)
    #expect(without.maps == nil && without.mixed == fast.mixed)
  }

  @Test(arguments: [1, 3, 8, 33, 768])
  func `a layer norm with weight and bias is one without, times and plus`(width: Int) {
    let x = Self.random([7, width], 6, deviation: 3)
    let (weight, bias) = (Self.random([width], 7), Self.random([width], 8))
    agree(x.layerNorm(weight: weight, bias: bias), x.layerNorm() * weight + bias, 2e-5)
    agree(x.transposed().layerNorm(weight: .ones([7]), bias: .zeros([7])), x.transposed().layerNorm(), 2e-5)
  }
}
