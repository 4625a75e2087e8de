import Glibc
import Tensors

/// Positions as turns of queries and keys, so that what two places have to do with each other depends on how far apart they are.
///
/// The first half of a head's numbers are the x, the second the y of points that position p turns by p · base^(-i / half). Source: Su et al.,
/// "RoFormer: Enhanced Transformer with Rotary Position Embedding" (2021), arXiv 2104.09864, with halves as LLaMA has them.
package struct Rotation: Sendable {
  private let cosines: Tensor
  private let sines: Tensor
  /// The matrix that turns every point by a right angle: (x, y) becomes (-y, x).
  private let quarter: Tensor

  /// For one row at each position, of `heads` heads of `width` numbers side by side. A `base` far below 10,000 suits sequences of a hundred places.
  package init(_ positions: Range<Int>, heads: Int, width: Int, base: Double = 100) {
    precondition(width.isMultiple(of: 2), "a turn needs pairs")
    let half = width / 2
    let rates = (0..<half).map { pow(base, -Double($0) / Double(half)) }
    let angles = positions.map { position in
      (0..<heads * width).map { Double(position) * rates[$0 % half] }
    }
    cosines = Tensor(rows: angles.map { $0.map { Float(cos($0)) } })
    sines = Tensor(rows: angles.map { $0.map { Float(sin($0)) } })
    quarter = Self.quarter(heads: heads, width: width)
  }

  private init(_ cosines: Tensor, _ sines: Tensor, _ quarter: Tensor) {
    (self.cosines, self.sines, self.quarter) = (cosines, sines, quarter)
  }

  /// The turns of rows of these, chosen by number: of `Rotation(0..<100)` those at 7 and 9, say.
  package func at(_ rows: [Int]) -> Rotation {
    Rotation(cosines.gathered(rows), sines.gathered(rows), quarter)
  }

  /// How many rows have a turn.
  package var count: Int { cosines.size(0) }

  /// x [… n, heads · width] with each row turned by its position.
  package func turn<Value: NetworkValue>(_ x: Value) -> Value {
    x * cosines + x.times(quarter) * sines
  }

  private static func quarter(heads: Int, width: Int) -> Tensor {
    let (all, half) = (heads * width, width / 2)
    var values = [Float](repeating: 0, count: all * all)
    for head in 0..<heads {
      for index in 0..<half {
        let (x, y) = (head * width + index, head * width + half + index)
        values[y * all + x] = -1
        values[x * all + y] = 1
      }
    }
    return Tensor(values, [all, all])
  }
}
