import Basics
import Patches
import Tensors
import Testing

/// The toy decoder of similarity as points.
@Suite struct RegionGrowingTests {
  /// Two fields of like tokens, that of the left half and the lower right, apart from each other on 4 × 4 tokens.
  private let tokens = Tensor(
    rows: [
      [1, 0], [1, 0.1], [0, 1], [0, 1],
      [2, 0], [1, 0], [0, 1], [0, 1],
      [1, 0], [1, 0], [0, 1], [1, 0.05],
      [1, 0], [1, 0], [0, 1], [3, 0],
    ])

  private func cells(_ mask: [Bool]) -> [Int] { mask.indices.filter { mask[$0] } }

  @Test func `a region takes up like neighbours and stops at others and at walls`() {
    let growing = RegionGrowing(tokens, side: 4, least: 0.9)
    #expect(cells(growing.mask(from: [0], walls: [])) == [0, 1, 4, 5, 8, 9, 12, 13])
    #expect(cells(growing.mask(from: [15], walls: [])) == [11, 15], "likeness does not jump")
    #expect(cells(growing.mask(from: [0], walls: [8, 9])) == [0, 1, 4, 5])
    #expect(cells(growing.mask(from: [0, 15], walls: [0])) == [11, 15], "a seed on a wall grows nothing")
    #expect(cells(growing.mask(from: [], walls: [])).isEmpty)
  }

  /// The same by going over all tokens until nothing more is taken up.
  private func plain(_ tokens: Tensor, _ side: Int, _ least: Float, _ seeds: [Int], _ walls: Set<Int>)
    -> [Bool]
  {
    let alike = Similarity.cosine.matrix(tokens, tokens).rowLists
    var mask = [Bool](repeating: false, count: side * side)
    for seed in seeds where !walls.contains(seed) {
      var own: Set<Int> = [seed]
      var before = 0
      while before < own.count {
        before = own.count
        for token in 0..<side * side where alike[seed][token] >= least && !walls.contains(token) {
          let (row, column) = (token / side, token % side)
          let near = own.contains { abs($0 / side - row) + abs($0 % side - column) == 1 }
          if near { own.insert(token) }
        }
      }
      for token in own { mask[token] = true }
    }
    return mask
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func `it is the plain one, and less alike is never less`(
    seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    let side = Int.random(in: 2...7, using: &random)
    let tokens = Tensor.normal([side * side, 3], deviation: 1, &random)
    let seeds = (0..<3).map { _ in Int.random(in: 0..<side * side, using: &random) }
    let walls = Set((0..<2).map { _ in Int.random(in: 0..<side * side, using: &random) })
    var last: Set<Int> = []
    for least: Float in [0.95, 0.7, 0.31, 0, -0.43, -1.1] {
      let mask = RegionGrowing(tokens, side: side, least: least).mask(from: seeds, walls: walls)
      #expect(mask == plain(tokens, side, least, seeds, walls), "\(least)")
      #expect(last.isSubset(of: cells(mask)) && walls.isDisjoint(with: cells(mask)))
      last = Set(cells(mask))
    }
  }
}
