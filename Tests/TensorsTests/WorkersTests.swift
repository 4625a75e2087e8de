import Basics
import Glibc
import Synchronization
import Tensors
import Testing

/// Work that is divided between threads: every part is done once, whoever does it and however long it takes.
struct WorkersTests {
  @Test(arguments: 1...12) func `parts cover all, each once`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<300 { #expect(Self.isDoneOnce(&random)) }
  }

  @Test func `many tasks divide work at the same time`() async {
    let areDone = await withTaskGroup(of: Bool.self) { group in
      for seed in 0..<24 {
        group.addTask {
          var random = SeededRandom(seed: 100 + UInt64(seed))
          return (0..<300).allSatisfy { _ in Self.isDoneOnce(&random) }
        }
      }
      return await group.reduce(true) { $0 && $1 }
    }
    #expect(areDone)
  }

  @Test func `a part may divide its own work`() {
    let sum = Atomic(0)
    Workers.divide(6, parts: 6) { outer in
      for _ in outer {
        Workers.divide(100, parts: 4) { sum.wrappingAdd($0.reduce(0, +), ordering: .relaxed) }
      }
    }
    #expect(sum.load(ordering: .relaxed) == 6 * 4950)
  }

  @Test(arguments: [0, 50, 150, 3000]) func `helpers that fell asleep wake again`(microseconds: UInt32) {
    var random = SeededRandom(seed: 7)
    for _ in 0..<30 {
      #expect(Self.isDoneOnce(&random))
      usleep(microseconds)
    }
  }

  @Test(arguments: 0..<4) func `the caller waits for the slowest part`(slow: Int) {
    for _ in 0..<10 {
      let done = Mutex<[Int]>([])
      Workers.divide(4, parts: 4) { range in
        if range.contains(slow) { usleep(2000) }
        done.withLock { $0 += range }
      }
      #expect(done.withLock { $0.sorted() } == [0, 1, 2, 3])
    }
  }

  @Test func `numbers are the same to the last bit, whoever works`() async {
    let alone = Self.worked()
    let together = await withTaskGroup(of: Tensor.self) { group in
      for _ in 0..<8 { group.addTask { Self.worked() } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for other in together { #expect(other == alone) }
  }

  /// Divides work of a random size into a random number of parts, often more than there are processors.
  private static func isDoneOnce(_ random: inout SeededRandom) -> Bool {
    let (count, parts) = (Int(random.next() % 50), 1 + Int(random.next() % 9))
    let done = Mutex<[Int]>([])
    Workers.divide(count, parts: parts) { range in done.withLock { $0 += range } }
    return done.withLock { $0.sorted() } == Array(0..<count)
  }

  /// What comes out of everything that is divided when it is large.
  private static func worked() -> Tensor {
    var random = SeededRandom(seed: 9)
    let (a, b) = (Tensor.normal([300, 200], &random), Tensor.normal([200, 450], &random))
    let product = a.matmul(b) + Tensor.normal([450], &random)
    let turned = product.transposed().packed().softmax()
    let chosen = turned.with(Tensor(0.001), .greater).choosing(turned.map(.log), else: turned)
    return .concatenated([chosen.sum(over: [0]), product.map(.gelu).sum(over: [0])])
  }
}

/// Loops over so many numbers that processors share them, against plain ones.
struct DividedLoopTests {
  @Test(
    arguments: Binary.allCases,
    [[[70001], []], [[300, 257], [257]], [[3, 200, 131], [200, 1]], [[9, 9000], [9, 9000]]])
  func `functions of two numbers`(f: Binary, shapes: [[Int]]) {
    var random = SeededRandom(seed: 5)
    let a = Tensor.normal(shapes[0], &random).map(.absolute)
    let b = Tensor.normal(shapes[1], &random)
    agree(Elementwise.fast(f, a, b), Elementwise.plain(f, a, b), 1e-6, "\(f)")
    let backwards = a.strided(0, by: -1)
    agree(Elementwise.fast(f, backwards, b), Elementwise.plain(f, backwards, b), 1e-6, "\(f) backwards")
  }

  @Test(arguments: [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]]) func `copies of views`(order: [Int]) {
    let sizes = [37, 45, 51]
    let view = Tensor.range(37 * 45 * 51).reshaped(sizes).permuted(order)
    let steps = [45 * 51, 51, 1]
    let values = view.packed().values
    var at = 0
    for i in 0..<sizes[order[0]] {
      for j in 0..<sizes[order[1]] {
        for k in 0..<sizes[order[2]] {
          let place = i * steps[order[0]] + j * steps[order[1]] + k * steps[order[2]]
          if values[at] != Float(place) { Issue.record("\(values[at]) at \(at), not \(place)") }
          at += 1
        }
      }
    }
  }

  @Test(arguments: [[], [260], [300, 1], [300, 260]]) func `choices`(sizes: [Int]) {
    var random = SeededRandom(seed: 6)
    let mask = Tensor.normal([300, 260], &random).with(Tensor(0), .greater)
    let (a, b) = (Tensor.normal([300, 260], &random), Tensor.normal(sizes, &random))
    let others = b.broadcast(to: a.shape).values
    let expected = zip(mask.values, zip(a.values, others)).map { $0 != 0 ? $1.0 : $1.1 }
    #expect(mask.choosing(a, else: b).values == expected)
    let turned = zip(mask.values, zip(a.values, others)).map { $0 != 0 ? $1.1 : $1.0 }
    #expect(mask.choosing(b, else: a).values == turned)
  }

  @Test(arguments: [(70000, 1), (700, 131), (129, 1000), (2, 40000)])
  func `sums of columns`(rows: Int, width: Int) {
    var random = SeededRandom(seed: 8)
    let x = Tensor.normal([rows, width], &random)
    var sums = [Double](repeating: 0, count: width)
    for (index, value) in x.values.enumerated() { sums[index % width] += Double(value) }
    agree(x.sum(over: [0]), Tensor(sums.map { Float($0) }), 1e-4)
  }
}
