import COpenBLAS

/// What we call in double precision; the invariants are those of `LAPACK`.
extension LAPACK {
  /// Of a matrix [m, n], row by row: U [m, k], falling singular values, Vᵀ [k, n]; without vectors both are empty. Nil when iteration does
  /// not end. LAPACK sees Aᵀ, so its U is our Vᵀ and its Vᵀ our U.
  static func svd(
    _ values: [Double], _ m: Int, _ n: Int, hasVectors: Bool
  ) -> (u: [Double], s: [Double], vt: [Double])? {
    precondition(values.count == m * n && m > 0 && n > 0)
    let k = min(m, n)
    var (a, s) = (values, [Double](repeating: 0, count: k))
    var u = [Double](repeating: 0, count: hasVectors ? m * k : 1)
    var vt = [Double](repeating: 0, count: hasVectors ? k * n : 1)
    var whole = [Int32](repeating: 0, count: 8 * k)
    var (rows, columns, inner, info) = (Int32(n), Int32(m), Int32(k), Int32(0))
    var job = CChar(bitPattern: UInt8(ascii: hasVectors ? "S" : "N"))
    var (wanted, query) = (0.0, Int32(-1))
    unsafe ob_dgesdd(
      &job, &rows, &columns, &a, &rows, &s, &vt, &rows, &u, &inner, &wanted, &query, &whole, &info)
    guard info == 0 else { return nil }
    var room = [Double](repeating: 0, count: max(1, Int(wanted.nextUp)))
    var size = Int32(room.count)
    unsafe ob_dgesdd(
      &job, &rows, &columns, &a, &rows, &s, &vt, &rows, &u, &inner, &room, &size, &whole, &info)
    guard info == 0 else { return nil }
    return hasVectors ? (u, s, vt) : ([], s, [])
  }
}
