/// A query, and what its scores are made of.
struct Question: Sendable {
  let similarity: Similarity
  /// In double precision: the query, and the mean of the rows.
  private let query: [Double]
  private let centre: [Double]
  /// The query less the mean for the centred cosine and distances, else the query itself, as t · a.
  let codes: [Int16]
  let scale: Double
  /// The length of what is coded, of its code, and of what its code leaves out.
  let length: Double
  let codedLength: Double
  let leftOut: Double
  /// The product of what is coded with the mean.
  let offset: Double

  init(_ values: [Float], _ mean: [Float], _ similarity: Similarity) {
    self.similarity = similarity
    query = values.map { Double($0) }
    centre = mean.map { Double($0) }
    let isMoved = similarity == .centredCosine || similarity == .euclid
    let moved = isMoved ? zip(query, centre).map { $0 - $1 } : query
    // The sum of products with codes of a row fits 32 bits.
    let limit = Double(min(32_767, Int(Int32.max) / (127 * max(1, values.count))))
    let largest = moved.reduce(0) { max($0, abs($1)) }
    let step = largest > 0 ? largest / limit : 1
    scale = step
    let whole = moved.map { ($0 / step).rounded() }
    codes = whole.map { Int16($0) }
    length = Self.length(moved)
    codedLength = Self.length(whole) * step
    leftOut = Self.length(zip(moved, whole).map { $0 - $1 * step })
    offset = zip(moved, centre).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func length(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The score of a row in double precision.
  func score(of row: [Float]) -> Double {
    var (dot, square) = (0.0, 0.0)
    switch similarity {
    case .dot:
      for index in row.indices { dot += query[index] * Double(row[index]) }
      return dot
    case .cosine:
      for index in row.indices {
        dot += query[index] * Double(row[index])
        square += Double(row[index]) * Double(row[index])
      }
      return square > 0 && length > 0 ? dot / (square.squareRoot() * length) : 0
    case .centredCosine:
      for index in row.indices {
        let y = Double(row[index]) - centre[index]
        dot += (query[index] - centre[index]) * y
        square += y * y
      }
      return square > 0 && length > 0 ? dot / (square.squareRoot() * length) : 0
    case .euclid:
      for index in row.indices {
        let gap = query[index] - Double(row[index])
        square += gap * gap
      }
      return -square.squareRoot()
    }
  }

  /// Bounds of the score of a row: `product` is nearly that of what is coded with y = x − μ, and no further off than `error`; `length` is |x|, and
  /// `moved` |y|.
  @inline(__always)
  func bounds(_ product: Double, _ error: Double, length x: Double, moved y: Double) -> (Double, Double) {
    switch similarity {
    case .dot: return (product + offset - error, product + offset + error)
    case .cosine: return quotient(product + offset, error, x)
    case .centredCosine: return quotient(product, error, y)
    case .euclid:
      let square = length * length - 2 * product + y * y
      // Lengths are kept in single precision.
      let slack = 2 * error + 1e-6 * (length * length + y * y)
      return (-max(0, square + slack).squareRoot(), -max(0, square - slack).squareRoot())
    }
  }

  @inline(__always)
  private func quotient(_ product: Double, _ error: Double, _ row: Double) -> (Double, Double) {
    let both = row * length
    if both == 0 { return (0, 0) }
    let (middle, half) = (product / both, error / both)
    return (middle - half - 1e-6, middle + half + 1e-6)
  }
}
