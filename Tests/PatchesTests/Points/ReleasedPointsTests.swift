import Foundation
import Patches
import Testing

/// Our points beside those of the released routine, on smooth random maps over pictures of many sizes (Tests/References/compare_points.py).
@Suite struct ReleasedPointsTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var height: Int
    var width: Int
    var reduction: Int
    var limit: Int
    var positive: Float
    var sim: [Float]
    /// x, y, label, in the order of the routine.
    var points: [[Double]]

    var testDescription: String { "\(height) × \(width), \(sim.count) tokens, reduction \(reduction)" }
  }

  static let cases: [Case] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Goldens/points.json")
    return (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: file))) ?? []
  }()

  @Test func `there are cases of both settings`() {
    #expect(Self.cases.count > 12 && Set(Self.cases.map(\.limit)) == [30, 60])
  }

  @Test(arguments: cases) func `the same points in the same order`(of one: Case) throws {
    var settings = SimilarityPoints.Settings()
    (settings.reduction, settings.limit, settings.positive) = (one.reduction, one.limit, one.positive)
    let found = try SimilarityPoints(one.sim, height: one.height, width: one.width, settings)
    #expect(found.points.map(\.label.rawValue) == one.points.map { Int($0[2]) })
    for (place, wanted) in zip(found.continuous, one.points) {
      #expect(abs(place.x - wanted[0]) < 2e-3 && abs(place.y - wanted[1]) < 2e-3, "\(place) is not \(wanted)")
    }
  }
}
