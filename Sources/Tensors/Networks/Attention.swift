import CLanes
import COpenBLAS

/// Attention of several heads in which every row looks at all: softmax(q · kᵀ) · v, head by head.
///
/// Vaswani et al., "Attention Is All You Need" (2017), arXiv 1706.03762. `rows` [pictures, rows, 3 · width] has queries, keys and values side by side, and in
/// each of them the heads side by side; the queries are divided by the root of a head's width already (in the weights that made them).
package struct Attention: Sendable {
  /// How many heads there are.
  package let heads: Int

  package init(heads: Int) { self.heads = heads }

  /// What comes of it: `mixed` [pictures, rows, width]; `maps` [pictures, heads, rows, rows], where asked for.
  package typealias Result = (mixed: Tensor, maps: Tensor?)

  /// The same by operations of tensors.
  package func plain(_ rows: Tensor) -> Result {
    let (pictures, count, width) = sizes(rows)
    let parts = rows.reshaped([pictures, count, 3, heads, width / heads]).permuted([2, 0, 3, 1, 4])
    let maps = parts.at(0).matmul(parts.at(1).transposed()).softmax()
    return (maps.matmul(parts.at(2)).permuted([0, 2, 1, 3]).reshaped([pictures, count, width]), maps)
  }

  /// Head by head and some queries at a time, so that scores stay in a processor's cache and are kept only where asked for.
  package func fast(_ rows: Tensor, keepsMaps: Bool) -> Result {
    let (pictures, count, width) = sizes(rows)
    let source = rows.packed()
    var mixed: [Float] = []
    let maps: [Float] = .made(keepsMaps ? pictures * heads * count * count : 0) { maps in
      mixed = .made(pictures * count * width) { mixed in
        run(source, pictures, count, width, into: &mixed, &maps)
      }
    }
    return (
      Tensor(mixed, [pictures, count, width]),
      keepsMaps ? Tensor(maps, [pictures, heads, count, count]) : nil
    )
  }

  private func sizes(_ rows: Tensor) -> (pictures: Int, count: Int, width: Int) {
    precondition(
      rows.rank == 3 && rows.size(2) % (3 * heads) == 0, "\(rows.shape) are not queries, keys and values")
    return (rows.size(0), rows.size(1), rows.size(2) / 3)
  }

  /// One head of one picture, or some of its queries.
  private struct Part {
    var picture: Int
    var head: Int
    var queries: Range<Int>

    /// Where its maps begin among those of all.
    func firstPair(_ heads: Int, _ count: Int) -> Int {
      ((picture * heads + head) * count + queries.lowerBound) * count
    }

    /// `scores` and `shares` have room for a number a query and row.
    func run(
      _ rows: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
      _ scores: UnsafeMutablePointer<Float>,
      _ shares: UnsafeMutablePointer<Float>, _ count: Int, _ width: Int, _ size: Int
    ) {
      let (m, n, d) = (Int32(queries.count), Int32(count), Int32(size))
      let (step, out) = (Int32(3 * width), Int32(width))
      let first = picture * count
      let query = unsafe rows + (first + queries.lowerBound) * 3 * width + head * size
      let key = unsafe rows + first * 3 * width + width + head * size
      let mixed = unsafe target + (first + queries.lowerBound) * width + head * size
      unsafe ob_sgemm(0, 1, m, n, d, query, step, key, step, 0, scores, n)
      unsafe cl_softmax(scores, shares, queries.count, count)
      unsafe ob_sgemm(0, 0, m, d, n, shares, n, key + width, step, 0, mixed, out)
    }
  }

  private func parts(_ pictures: Int, _ count: Int) -> [Part] {
    let size = max(32, (1 << 16) / max(1, count))
    var parts: [Part] = []
    for picture in 0..<pictures {
      for head in 0..<heads {
        for start in stride(from: 0, to: count, by: size) {
          parts.append(Part(picture: picture, head: head, queries: start..<min(start + size, count)))
        }
      }
    }
    return parts
  }

  /// The invariant of the unsafe part: `source` has 3 · `width` numbers a row, `mixed` `width`, `maps` a number for each pair of rows of a head or none at
  /// all, so that every address computed from a picture, a head and a row lies inside; and no two parts write the same places.
  private func run(
    _ source: Tensor, _ pictures: Int, _ count: Int, _ width: Int, into mixed: inout MutableSpan<Float>,
    _ maps: inout MutableSpan<Float>
  ) {
    let parts = parts(pictures, count)
    let most = parts.map(\.queries.count).max() ?? 0
    let isWorthIt = pictures * count * count * width * 2 >= MatrixProduct.worth
    let numbers = source.elements.span.extracting(source.range)
    unsafe numbers.withUnsafeBufferPointer { numbers in
      unsafe mixed.withUnsafeMutableBufferPointer { mixed in
        unsafe maps.withUnsafeMutableBufferPointer { maps in
          guard let rows = numbers.baseAddress, let target = mixed.baseAddress else { return }
          let map = maps.isEmpty ? nil : maps.baseAddress
          Workers.divide(parts.count, isWorthIt: isWorthIt) { range in
            var scratch = [Float](repeating: 0, count: 2 * most * count)
            unsafe scratch.withUnsafeMutableBufferPointer { scratch in
              guard let scores = scratch.baseAddress else { return }
              for part in parts[range] {
                let shares =
                  unsafe map.map { unsafe $0 + part.firstPair(heads, count) } ?? scores + most * count
                unsafe part.run(rows, target, scores, shares, count, width, width / heads)
              }
            }
          }
        }
      }
    }
  }
}
