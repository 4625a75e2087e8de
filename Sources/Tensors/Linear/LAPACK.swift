import COpenBLAS

/// The routines of LAPACK that we call, from arrays to arrays.
///
/// Fortran's matrices stand column by column, so a matrix of ours, row by row, is the transpose of what LAPACK sees. Each function says what that
/// makes of it. The invariant of the unsafe calls: every array is as long as the sizes handed over with it, which the allocations just above each
/// call and the preconditions keep. What comes back as `info` is a sign of a bad argument, which is ours, that iteration did not end, or that the
/// library is missing.
///
/// Source: Anderson et al., "LAPACK Users' Guide", 3rd edition (1999), DOI 10.1137/1.9780898719604.
enum LAPACK {
  /// Whether OpenBLAS, which has the routines, is installed.
  static var isPresent: Bool { ob_is_present() != 0 }

  /// Calls `routine` first for the room it wants, then with that room; both arguments are LAPACK's `work` and `lwork`.
  private static func withRoom(
    _ routine: (UnsafeMutablePointer<Float>, Int32) -> Int32
  ) -> Int32 {
    var wanted: Float = 0
    let first = unsafe routine(&wanted, -1)
    if first != 0 { return first }
    var room = [Float](repeating: 0, count: max(1, Int(wanted.nextUp)))
    let size = Int32(room.count)
    return unsafe room.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return -1 }
      return unsafe routine(base, size)
    }
  }

  /// Of a matrix [m, n], row by row: Q [m, k] with orthonormal columns and R [k, n] above its diagonal, k = min(m, n); nil when the
  /// library is missing.
  ///
  /// LAPACK sees Aᵀ and makes L Q' of it; then A = Q'ᵀ Lᵀ, and read row by row both are what is wanted.
  static func qr(_ values: [Float], _ m: Int, _ n: Int) -> (q: [Float], r: [Float])? {
    precondition(values.count == m * n && m > 0 && n > 0)
    let k = min(m, n)
    var (a, tau) = (values, [Float](repeating: 0, count: k))
    var (rows, columns, inner, info) = (Int32(n), Int32(m), Int32(k), Int32(0))
    _ = unsafe withRoom { work, size in
      var size = size
      unsafe ob_sgelqf(&rows, &columns, &a, &rows, &tau, work, &size, &info)
      return info
    }
    if info != 0 { return nil }
    let r = upper(a, k, n)
    // Of Fortran's n rows only the first k become rows of Q'.
    var q = (0..<m).flatMap { column in a[column * n..<column * n + k] }
    _ = unsafe withRoom { work, size in
      var size = size
      unsafe ob_sorglq(&inner, &columns, &inner, &q, &inner, &tau, work, &size, &info)
      return info
    }
    return info == 0 ? (q, r) : nil
  }

  /// The first k rows of what stands in `a`, noughts below the diagonal.
  private static func upper(_ a: [Float], _ k: Int, _ n: Int) -> [Float] {
    var r = [Float](repeating: 0, count: k * n)
    for row in 0..<k { for column in row..<n { r[row * n + column] = a[row * n + column] } }
    return r
  }

  /// Of a matrix [m, n], row by row: U [m, k], falling singular values, Vᵀ [k, n]; nil when iteration does not end (there are NaNs).
  ///
  /// LAPACK sees Aᵀ = V S Uᵀ, so its U is our Vᵀ and its Vᵀ our U.
  static func svd(_ values: [Float], _ m: Int, _ n: Int) -> (u: [Float], s: [Float], vt: [Float])? {
    precondition(values.count == m * n && m > 0 && n > 0)
    let k = min(m, n)
    var (a, s) = (values, [Float](repeating: 0, count: k))
    var (u, vt) = ([Float](repeating: 0, count: m * k), [Float](repeating: 0, count: k * n))
    var whole = [Int32](repeating: 0, count: 8 * k)
    var (rows, columns, inner, info) = (Int32(n), Int32(m), Int32(k), Int32(0))
    var job = CChar(bitPattern: UInt8(ascii: "S"))
    _ = unsafe withRoom { work, size in
      var size = size
      unsafe ob_sgesdd(
        &job, &rows, &columns, &a, &rows, &s, &vt, &rows, &u, &inner, work, &size, &whole, &info)
      return info
    }
    return info == 0 ? (u, s, vt) : nil
  }

  /// Of a symmetric matrix [n, n]: rising eigenvalues, and vectors as rows; nil when iteration does not end.
  static func eigen(_ values: [Float], _ n: Int) -> (values: [Float], vectors: [Float])? {
    precondition(values.count == n * n && n > 0)
    var (a, w) = (values, [Float](repeating: 0, count: n))
    var (size, info) = (Int32(n), Int32(0))
    var job = CChar(bitPattern: UInt8(ascii: "V"))
    var half = CChar(bitPattern: UInt8(ascii: "L"))
    var wholeCount = Int32(3 + 5 * n)
    var whole = [Int32](repeating: 0, count: 3 + 5 * n)
    _ = unsafe withRoom { work, room in
      var room = room
      unsafe ob_ssyevd(&job, &half, &size, &a, &size, &w, work, &room, &whole, &wholeCount, &info)
      return info
    }
    return info == 0 ? (w, a) : nil
  }

  /// The x [n, count] of smallest length for which A x is nearest b, column by column; A [m, n] and b [m, count] stand column by column.
  ///
  /// Singular values below `cutoff` times the largest are taken for nought. Nil when iteration does not end.
  static func leastSquares(
    _ a: [Float], _ b: [Float], _ m: Int, _ n: Int, _ count: Int, cutoff: Float
  ) -> (x: [Float], rank: Int)? {
    precondition(a.count == m * n && b.count == m * count && m > 0 && n > 0 && count > 0)
    let high = max(m, n)
    var (a, x) = (a, [Float](repeating: 0, count: high * count))
    for column in 0..<count { for row in 0..<m { x[column * high + row] = b[column * m + row] } }
    var s = [Float](repeating: 0, count: min(m, n))
    // Thirty levels of division are more than any matrix that fits memory has.
    var whole = [Int32](repeating: 0, count: max(1, min(m, n) * (3 * 30 + 11)))
    var (rows, columns, sides, longest) = (Int32(m), Int32(n), Int32(count), Int32(high))
    var (limit, rank, info) = (cutoff, Int32(0), Int32(0))
    _ = unsafe withRoom { work, size in
      var size = size
      unsafe ob_sgelsd(
        &rows, &columns, &sides, &a, &rows, &x, &longest, &s, &limit, &rank, work, &size, &whole, &info)
      return info
    }
    guard info == 0 else { return nil }
    return ((0..<count).flatMap { x[$0 * high..<$0 * high + n] }, Int(rank))
  }
}
