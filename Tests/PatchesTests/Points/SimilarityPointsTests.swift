import Basics
import Patches
import Tensors
import Testing

/// The numbers are those of the method sheet of arXiv 2412.17741.
@Suite struct SimilarityPointsTests {
  private static let tokens = Tensor(rows: [
    [1, 0], [0.9, 0.2], [0.1, 0.1], [0, 0], [2, 1], [1.5, 1], [0.2, 0], [0, 0.1], [0.3, 0], [2.5, 0.4],
    [0, 0], [0, 0], [0.2, 0.9], [1.1, 0], [0, 0], [-0.5, 0],
  ])
  private static let query = Tensor([1, 0.5])
  private static let similarities = PatchSimilarity.dot(tokens, query)

  private static var settings: SimilarityPoints.Settings {
    var settings = SimilarityPoints.Settings()
    settings.mapSide = 8
    return settings
  }

  private func expect(_ found: [Float], _ wanted: [Float], within: Float = 1e-6) {
    #expect(found.count == wanted.count)
    for (a, b) in zip(found, wanted) { #expect(abs(a - b) <= within, "\(a) is not \(b)") }
  }

  private func expect(_ found: [SimilarityPoints.Place], _ wanted: [(Double, Double)]) {
    #expect(found.count == wanted.count)
    for (a, b) in zip(found, wanted) {
      #expect(abs(a.x - b.0) < 2e-6 && abs(a.y - b.1) < 2e-6, "\(a) is not \(b)")
    }
  }

  @Test func `products, not cosines`() {
    expect(
      Self.similarities, [1, 1, 0.15, 0, 2.5, 2, 0.2, 0.05, 0.3, 2.7, 0, 0, 0.65, 1.1, 0, -0.5])
    let cosines = PatchSimilarity.cosine(Self.tokens, Self.query)
    #expect(
      Tensor(Self.similarities, [1, 16]).largest() == [9] && Tensor(cosines, [1, 16]).largest() == [4])
    #expect(cosines[3] == 0 && cosines.allSatisfy { (-1...1.000001).contains($0) })
  }

  @Test func `a square picture`() throws {
    let found = try SimilarityPoints(Self.similarities, height: 8, width: 8, Self.settings)
    #expect(found.cells.rows == 2 && found.cells.columns == 2)
    expect(found.cells.core, [1, 0.128571, 0.75, 0])
    #expect(
      found.points.map { [$0.x, $0.y, $0.label.rawValue] } == [
        [2, 2, 1], [6, 6, 0], [6, 2, 0], [2, 6, -1],
      ])
    expect(
      found.continuous,
      [(1.959442, 2.053853), (5.957343, 5.959976), (5.968450, 2.001129), (2.023978, 5.927002)])
  }

  @Test func `a wide picture has a border that is never chosen`() throws {
    let found = try SimilarityPoints(Self.similarities, height: 8, width: 16, Self.settings)
    let whole = (0..<found.cells.rows).flatMap { y in (0..<found.cells.columns).map { found.cells[y, $0] } }
    expect(whole, [-1, 1, 0.128571, -1, -1, 0.75, 0, -1])
    #expect(
      found.points.map { [$0.x, $0.y, $0.label.rawValue] } == [
        [6, 2, 1], [10, 6, 0], [10, 2, 0], [6, 6, -1],
      ])
    expect(
      found.continuous,
      [(5.959338, 2.053851), (9.976952, 5.960157), (9.986167, 2.001121), (6.023854, 5.927004)])
    #expect(found.picture[4, 1] == 0 && found.picture[4, 14] == 0, "what the tokens did not see")
  }

  @Test func `a mask decoder has a canvas of its own`() throws {
    let found = try SimilarityPoints(Self.similarities, height: 8, width: 16, Self.settings)
    let scaled = found.scaled()
    #expect(abs(scaled[0].x - 5.959338 * 64) < 1e-3 && abs(scaled[0].y - 2.053851 * 64) < 1e-3)
    let odd = try SimilarityPoints(Self.similarities, height: 333, width: 1000, Self.settings)
    // 333 · 1.024 = 340.992, rounded to 341.
    #expect(abs(odd.scaled()[0].y / odd.continuous[0].y - 341.0 / 333) < 1e-9)
  }

  @Test(arguments: UInt64(1)...8) func `scale and shift change nothing`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let side = 4 + 2 * Int(seed)
    let values = Tensor.normal([side * side], &random)
    let (height, width) = (40 + Int(random.next() % 60), 40 + Int(random.next() % 60))
    var settings = Self.settings
    settings.limit = 9
    let plain = try SimilarityPoints(values.values, height: height, width: width, settings)
    let moved = try SimilarityPoints((values * 8 + 2).values, height: height, width: width, settings)
    expect(moved.cells.core, plain.cells.core, within: 1e-5)
    #expect(moved.points.map(\.label) == plain.points.map(\.label))
    #expect(plain.points.count <= 9)
    for point in plain.points {
      let (row, column) = point.cell.quotientAndRemainder(dividingBy: plain.cells.columns)
      #expect(plain.cells[row, column] == point.value && point.value >= 0)
      #expect(point.x < width && point.y < height)
    }
    for (point, place) in zip(plain.points, plain.continuous) {
      #expect(abs(place.x - Double(point.x)) < 1 && abs(place.y - Double(point.y)) < 1)
    }
  }

  @Test(arguments: UInt64(1)...6) func `a picture turned over its diagonal has its points there too`(
    seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    let values = Tensor.normal([8, 8], &random)
    let (height, width) = (30 + Int(seed) * 7, 60)
    let plain = try SimilarityPoints(values.values, height: height, width: width, Self.settings)
    let turned = try SimilarityPoints(values.transposed().values, height: width, width: height, Self.settings)
    #expect(
      Set(plain.points.map { [$0.x, $0.y, $0.label.rawValue] })
        == Set(turned.points.map { [$0.y, $0.x, $0.label.rawValue] }))
    #expect(abs(plain.picture[7, 20] - turned.picture[20, 7]) < 1e-5)
  }

  @Test func `knobs do what they say`() throws {
    var random = SeededRandom(seed: 2)
    let values = Tensor.normal([144], &random).values
    func found(_ change: (inout SimilarityPoints.Settings) -> Void) throws -> SimilarityPoints {
      var settings = Self.settings
      change(&settings)
      return try SimilarityPoints(values, height: 50, width: 50, settings)
    }
    func plus(_ points: SimilarityPoints) -> Int { points.points.count { $0.label == .positive } }
    let plain = try found { $0.limit = 1000 }
    #expect(try plus(found { ($0.limit, $0.positive) = (1000, 0.5) }) > plus(plain))
    #expect(try found { $0.limit = 5 }.points.count == 5)
    #expect(try found { $0.reduction = 1 }.cells.core.count == 144 && plain.cells.core.count == 36)
    // Colder, so that the hotter side of a point pulls harder.
    let cold = try found { $0.temperature = 0.05 }
    func moved(_ points: SimilarityPoints) -> Double {
      zip(points.points, points.continuous).reduce(0) { $0 + abs($1.1.x - Double($1.0.x)) }
    }
    #expect(moved(cold) > moved(try found { $0.temperature = 5 }))
  }

  @Test func `what cannot be pointed at`() throws {
    #expect(throws: Trouble.self) { try SimilarityPoints([1, 2, 3], height: 8, width: 8) }
    #expect(throws: Trouble.self) { try SimilarityPoints([], height: 8, width: 8) }
    #expect(throws: Trouble.self) { try SimilarityPoints([1, .nan, 3, 4], height: 8, width: 8) }
    #expect(throws: Trouble.self) { try SimilarityPoints([1, 2, 3, 4], height: 0, width: 8) }
    #expect(throws: Trouble.self) { try SimilarityPoints([1], height: 8, width: 8) }
    let flat = try SimilarityPoints([3, 3, 3, 3], height: 8, width: 8)
    #expect(flat.points.isEmpty && flat.cells.core.allSatisfy(\.isNaN))
    // A picture a million times as wide as high costs no memory for its border.
    let wide = try SimilarityPoints((0..<16).map { Float($0) }, height: 1, width: 1_000_000)
    #expect(wide.points.count == 4 && wide.picture[0, 10] == 0)
  }

  @Test func `points against a mask`() throws {
    let found = try SimilarityPoints(Self.similarities, height: 8, width: 16, Self.settings)
    var scores = PointScores(found, isObject: [true, false, false, true])
    scores.note([true, true, false, false], isObject: [true, false, true, false])
    #expect(scores.precision == 1 && scores.recall == 0.5 && scores.coverage == 0.5)
    #expect(scores.purity == 0.5, "one of the two colder cells is on the object")
    #expect(
      scores.overlap == 1.0 / 3 && (scores + scores).pictures == 2 && (scores + scores).overlap == 1.0 / 3)
    #expect(PointScores().precision == nil)
  }
}
