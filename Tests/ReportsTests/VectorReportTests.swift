import Basics
import Figures
import Tensors
import Testing
import Workbench

struct VectorReportTests {
  private func vectors(_ rows: [[Float]], _ names: [String], notes: [String] = ["made up"]) -> LabelledVectors
  {
    LabelledVectors(
      items: names.map { LabelledVectors.Item(label: .text($0)) }, rows: Tensor(rows: rows), notes: notes)
  }

  private var four: LabelledVectors {
    vectors([[1, 0], [0, 3], [2, 0.1], [0, 0]], ["a", "b", "c", "nought"])
  }

  @Test func `all pairs are compared, by position, norm and cluster`() throws {
    let plain = try SimilarityReport(four).heatmap
    #expect(plain.rowLabels == ["a", "b", "c", "nought"].map { Value.text($0) })
    #expect(plain[0, 1] == 0 && abs(plain[0, 0] - 1) < 1e-6 && plain[0, 2] > 0.99 && plain[3, 3] == 0)
    #expect(plain.footnotes.contains("1 vector is nought: it is like nothing."))
    #expect(plain.footnotes.contains("made up"))
    let long = try SimilarityReport(four, order: .norm).heatmap
    #expect(long.columnLabels == ["b", "c", "a", "nought"].map { Value.text($0) })
    let like = try SimilarityReport(four, order: .cluster).matrix.rowOrder
    let places = [0, 2].compactMap { like.firstIndex(of: $0) }
    #expect(abs(places[0] - places[1]) == 1, "\(like)")
  }

  @Test func `cells below the threshold are left out, and the most alike pairs are listed once`() throws {
    var report = try SimilarityReport(four, order: .norm)
    report.threshold = 0.5
    #expect(report.heatmap.values.count { report.heatmap.isShown(Double($0)) } == 5)
    let pairs = report.pairs(10)
    #expect(pairs.rows.map { $0.prefix(2) } == [[.text("a"), .text("c")]])
    report.threshold = nil
    #expect(report.pairs(100).rows.count == 6)
    #expect(report.pairs(2).rows.count == 2)
  }

  @Test func `two sets of vectors are compared, if they are equally wide`() throws {
    let other = vectors([[0, 1], [1, 0]], ["x", "y"], notes: ["elsewhere"])
    let report = try SimilarityReport(four, with: other, measure: .dot, order: .norm)
    #expect(report.heatmap.rowLabels.first == .text("b") && report.heatmap[0, 0] == 3)
    #expect(report.heatmap.footnotes.suffix(3).first == "made up")
    #expect(report.pairs(100).rows.count == 8)
    let wide = vectors([[1, 2, 3]], ["wide"])
    #expect(throws: Trouble.self) { try SimilarityReport(four, with: wide) }
  }

  @Test func `layers that are turned and scaled are alike`() throws {
    var random = SeededRandom(seed: 3)
    let layer = Tensor.normal([12, 4], &random)
    let turned = layer.matmul(try Tensor.normal([4, 4], &random).qr().q) * 5
    let map = try SimilarityReport.alignment(ofLayers: [layer, turned, .normal([12, 4], &random)])
    #expect(abs(map[0, 1] - 1) < 1e-4 && map[0, 2] < 0.9 && map[1, 2] == map[2, 1] && map[2, 2] == 1)
  }

  @Test(arguments: ProjectionReport.Method.allCases) func `every vector becomes a point with its label`(
    method: ProjectionReport.Method
  ) throws {
    var random = SeededRandom(seed: 5)
    // Two bunches far from each other.
    let rows = (0..<20).map { index in
      Tensor.normal([6], mean: index < 10 ? 4 : -4, &random).values
    }
    let report = try ProjectionReport(
      vectors(rows, (0..<20).map { "v\($0)" }), .init(method: method, isUnit: false, perplexity: 5))
    let points = report.chart.series[0].points
    #expect(points.map(\.label) == (0..<20).map { "v\($0)" })
    #expect(Set(report.places.rowLists.map(\.count)) == [2])
    let distances = Similarity.distances(report.places, report.places)
    for index in 0..<20 {
      let near = (0..<20).filter { $0 != index }.min { distances[index, $0] < distances[index, $1] }
      #expect((near ?? 0) / 10 == index / 10)
    }
  }

  @Test func `too few and too many vectors are refused, and one direction is a line`() throws {
    #expect(throws: Trouble.self) { try ProjectionReport(vectors([[1, 2]], ["one"])) }
    let count = ProjectionReport.neighbourLimit + 1
    let many = LabelledVectors(
      items: (0..<count).map { LabelledVectors.Item(label: .integer($0)) }, rows: .ones([count, 2]))
    #expect(throws: Trouble.self) { try ProjectionReport(many, .init(method: .tsne)) }
    let line = try ProjectionReport(vectors([[1], [2], [4]], ["a", "b", "c"]), .init(isUnit: false))
    #expect(line.places.sliced(1, 1..<2) == .zeros([3, 1]))
  }

  @Test func `the most frequent ids come first, of equals the earlier`() {
    #expect(Embeddings.mostFrequent([5, 3, 5, 9, 3, 7], 3) == [5, 3, 9])
    #expect(Embeddings.mostFrequent([], 3) == [])
  }
}
