import Basics
import Foundation
import Tensors
import Testing

/// Singular values in double precision, angles between spans, and pursuit by raw products.
@Suite struct PreciseSingularValuesTests {
  private func random(_ rows: Int, _ columns: Int, _ seed: UInt64) -> [Double] {
    var random = SeededRandom(seed: seed)
    return (0..<rows * columns).map { _ in random.unit() * 2 - 1 }
  }

  @Test(arguments: [(7, 4), (4, 7), (1, 5), (6, 6)])
  func `what was taken apart can be put together to twelve figures`(rows: Int, columns: Int) throws {
    let matrix = random(rows, columns, UInt64(rows * 10 + columns))
    let found = try PreciseSingularValues(of: matrix, rows: rows, columns: columns)
    #expect(found.values == found.values.sorted(by: >) && found.values.count == min(rows, columns))
    for row in 0..<rows {
      for column in 0..<columns {
        let sum = found.values.indices.reduce(0.0) {
          $0 + found.values[$1] * found.left[$1][row] * found.right[$1][column]
        }
        #expect(abs(sum - matrix[row * columns + column]) < 1e-12)
      }
    }
    #expect(
      try zip(found.values, PreciseSingularValues.values(of: matrix, rows: rows, columns: columns))
        .allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test(arguments: [1e-7, 1e-3, 0.2, 0.9, 1.5])
  func `the angle between two turned planes is the angle by which they were turned`(angle: Double) throws {
    let a: [[Double]] = [[1, 0, 0, 0], [0, 1, 0, 0]]
    // The second vector turns towards the third axis; within the plane the pair is turned too, which does not count.
    let (c, s) = (cos(0.7), sin(0.7))
    let turned: [[Double]] = [[1, 0, 0, 0], [0, cos(angle), sin(angle), 0]]
    let b = [
      zip(turned[0], turned[1]).map { c * $0 + s * $1 }, zip(turned[0], turned[1]).map { c * $1 - s * $0 },
    ]
    let found = try PrincipalAngles.degrees(a, b)
    #expect(found[0] < 1e-10 && abs(found[1] * .pi / 180 - angle) < 1e-12)
  }

  @Test func `the largest few of a large matrix are those of all`() throws {
    var random = SeededRandom(seed: 5)
    let factors = Tensor((0..<40).map { powf(0.6, Float($0)) * 100 })
    let left = try Tensor.normal([300, 40], &random).qr().q
    let matrix = try (left * factors).matmul(Tensor.normal([200, 40], &random).qr().q.transposed())
    let nearly = try PreciseSingularValues.nearly(matrix, count: 6, .open)
    let whole = try PreciseSingularValues(
      of: matrix.values.map(Double.init), rows: 300, columns: 200, kept: 6)
    for index in 0..<6 { #expect(abs(nearly.values[index] - whole.values[index]) < 1e-3) }
    #expect(try PrincipalAngles.degrees(nearly.left, whole.left).allSatisfy { $0 < 0.01 })
    #expect(whole.left.count == 6 && whole.values.count == 200)
  }

  @Test func `what is not finite is refused`() {
    #expect(throws: Trouble.self) { try PreciseSingularValues(of: [1, .nan], rows: 1, columns: 2) }
  }
}
