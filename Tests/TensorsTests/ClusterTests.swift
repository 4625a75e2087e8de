import Basics
import Tensors
import Testing

struct ClusterTests {
  private let goldens: Goldens

  init() throws { goldens = try Goldens("clusters") }

  @Test(arguments: Linkage.allCases) func `trees agree with SciPy`(linkage: Linkage) throws {
    let tree = try linkage.tree(of: try goldens["distances"])
    let joints = tree.joints.map { [Float($0.left), Float($0.right), $0.height, Float($0.size)] }
    agree(Tensor(rows: joints), try goldens[linkage.rawValue], 1e-5)
    let expected = try goldens.indices("\(linkage.rawValue).labels")
    #expect(isSamePartition(tree.labels(count: 4), expected))
    #expect(tree.labels(height: tree.joints[20 - 1].height) == tree.labels(count: 4))
  }

  @Test(arguments: Linkage.allCases) func `leaves are ordered as well as any order of the tree`(
    linkage: Linkage
  )
    throws
  {
    let distances = try goldens["distances"]
    let tree = try linkage.tree(of: distances).optimallyOrdered(distances)
    #expect(tree.order.sorted() == Array(0..<24))
    let cost = neighbourSum(tree.order, distances)
    agree(Tensor(cost), try goldens["\(linkage.rawValue).cost"], 1e-5)
  }

  @Test(arguments: 1...8) func `no turning of joints makes neighbours nearer`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rows = Tensor.normal([7, 3], &random)
    let distances = Similarity.distances(rows, rows)
    let tree = try Linkage.average.tree(of: distances)
    let found = neighbourSum(try tree.optimallyOrdered(distances).order, distances)
    let least = (0..<1 << 6).map { neighbourSum(turned(tree, $0), distances) }.min() ?? 0
    #expect(abs(found - least) < 1e-5)
  }

  @Test func `trees of one thing, two things and none`() throws {
    #expect(try Linkage.ward.tree(of: .zeros([0, 0])).order == [])
    #expect(try Linkage.ward.tree(of: .zeros([1, 1])).labels(count: 1) == [0])
    let two = Tensor(rows: [[0, 2], [2, 0]])
    let tree = try Linkage.average.tree(of: two).optimallyOrdered(two)
    #expect(tree.order == [0, 1] && tree.labels(count: 2) == [0, 1])
  }

  @Test func `seriation finds a hidden order again`() throws {
    var random = SeededRandom(seed: 5)
    var order = Array(0..<30)
    order.shuffle(using: &random)
    // Things on a line, 1, 2, 3 … apart in turn so that there is one best order.
    let places = Tensor(order.map { Float($0) + Float($0 % 3) * 0.1 }).expanded(1)
    let found = try Seriation(ofDistances: Similarity.distances(places, places), by: .single).rows.order.map {
      order[$0]
    }
    #expect(found == Array(0..<30) || found == Array((0..<30).reversed()))
    let matrix = Tensor.normal([6, 4], &random)
    let arranged = try Seriation(of: matrix).arranged(matrix)
    #expect(arranged.values.sorted() == matrix.values.sorted() && arranged.shape == matrix.shape)
  }

  @Test(arguments: 1...5) func `k-means finds groups that stand apart and ends where no row would change`(
    seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    let middles = Tensor(rows: [[0, 0], [20, 0], [0, 20], [20, 20]])
    let rows = middles.gathered((0..<200).map { $0 % 4 }) + Tensor.normal([200, 2], &random)
    let found = try KMeans(of: rows, count: 4, seed: seed)
    #expect(isSamePartition(found.labels, (0..<200).map { $0 % 4 }))
    let again = try KMeans.labels(of: rows, centres: found.centres)
    #expect(found.labels == again)
    let gaps = (rows - found.centres.gathered(found.labels)).map(.square).sum()
    #expect(abs(Float(found.inertia) - gaps.scalar) < 1e-3 * gaps.scalar)
    for label in 0..<4 {
      let own = rows.gathered(found.labels.indices.filter { found.labels[$0] == label })
      agree(own.mean(over: [0]), found.centres.at(label), 1e-4)
    }
  }

  @Test func `k-means bears equal rows and more centres than rows`() throws {
    #expect(try KMeans(of: .ones([10, 3]), count: 4).inertia == 0)
    #expect(try KMeans(of: .identity(3), count: 9).centres.size(0) == 3)
    #expect(try KMeans(of: .zeros([0, 3]), count: 2).labels == [])
    #expect(try KMeans(of: .ones([4, 2]) * 1e30, count: 2).labels.count == 4)
  }

  @Test func `chances, gradient and divergence of the layout agree with NumPy`() throws {
    let squares = try goldens["distances"].map(.square)
    let chances = try NeighbourLayout.chances(squares, 5, .open)
    agree(chances, try goldens["chances"], 1e-6)
    let descent = LayoutDescent(chances: chances.values, start: try goldens["places"].transposed().values)
    agree(Tensor(descent.gradient(), [2, 24]).transposed(), try goldens["slope"], 1e-6)
    agree(Tensor(Float(descent.divergence())), try goldens["divergence"], 1e-5)
  }

  @Test func `a layout keeps groups together and repeats`() throws {
    var random = SeededRandom(seed: 9)
    let middles = Tensor.normal([5, 20], deviation: 6, &random)
    let groups = (0..<150).map { $0 % 5 }
    let rows = middles.gathered(groups) + Tensor.normal([150, 20], &random)
    var settings = NeighbourLayout.Settings()
    settings.steps = 400
    let found = try NeighbourLayout(of: rows, settings)
    let near = Similarity.euclid.matrix(found.places, found.places).top(6)
    let kept = near.enumerated().flatMap { row, best in
      best.dropFirst().map { groups[$0.index] == groups[row] }
    }
    #expect(kept.filter { $0 }.count > kept.count * 98 / 100)
    let again = try NeighbourLayout(of: rows, settings)
    #expect(found.divergence < 1 && found.places == again.places)
  }

  @Test func `clustering and layout stop when they are cancelled`() {
    let ticket = Ticket()
    ticket.cancel()
    let rows = Tensor.identity(5)
    #expect(throws: Trouble.cancelled) { try KMeans(of: rows, count: 2, ticket) }
    #expect(throws: Trouble.cancelled) { try Linkage.average.tree(of: rows, ticket) }
    #expect(throws: Trouble.cancelled) { try NeighbourLayout(of: rows, .init(), ticket) }
  }

  private func isSamePartition(_ a: [Int], _ b: [Int]) -> Bool {
    let pairs = Set(zip(a, b).map { [$0, $1] })
    return a.count == b.count && pairs.count == Set(a).count && pairs.count == Set(b).count
  }

  private func neighbourSum(_ order: [Int], _ distances: Tensor) -> Float {
    zip(order, order.dropFirst()).reduce(0) { $0 + distances[$1.0, $1.1] }
  }

  /// The order of the leaves with those joints turned whose bits are set.
  private func turned(_ tree: Dendrogram, _ bits: Int) -> [Int] {
    func leaves(_ cluster: Int) -> [Int] {
      guard cluster >= tree.leaves else { return [cluster] }
      let joint = tree.joints[cluster - tree.leaves]
      let isTurned = bits >> (cluster - tree.leaves) & 1 == 1
      return isTurned ? leaves(joint.right) + leaves(joint.left) : leaves(joint.left) + leaves(joint.right)
    }
    return leaves(tree.leaves + tree.joints.count - 1)
  }
}
