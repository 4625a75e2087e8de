/// The digest of bytes in hexadecimal. Source: FIPS 180-4.
enum SHA256 {
  static func hex(_ message: [UInt8]) -> String {
    var state: [UInt32] = fractions(of: primes.prefix(8).map { Double($0).squareRoot() })
    let constants = fractions(of: primes.prefix(64).map { cubeRoot(Double($0)) })
    var data = message + [0x80]
    while data.count % 64 != 56 { data.append(0) }
    let bits = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      data.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    for block in stride(from: 0, to: data.count, by: 64) { mix(&state, data[block..<block + 64], constants) }
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static let primes: [Int] = (2...311).filter { candidate in
    !(2..<candidate).contains { $0 * $0 <= candidate && candidate % $0 == 0 }
  }

  private static func cubeRoot(_ x: Double) -> Double {
    var root = x / 3
    for _ in 0..<60 { root -= (root * root * root - x) / (3 * root * root) }
    return root
  }

  /// The first 32 bits of the fractional parts.
  private static func fractions(of roots: [Double]) -> [UInt32] {
    roots.map { UInt32(($0 - $0.rounded(.down)) * 4_294_967_296) }
  }

  private static func mix(_ state: inout [UInt32], _ block: ArraySlice<UInt8>, _ constants: [UInt32]) {
    var w = [UInt32](repeating: 0, count: 64)
    let first = block.startIndex
    for i in 0..<16 { for j in 0..<4 { w[i] = w[i] << 8 | UInt32(block[first + i * 4 + j]) } }
    for i in 16..<64 {
      let s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3
      let s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10
      w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
    }
    var v = state
    for i in 0..<64 {
      let s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)
      let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
      let t1 = v[7] &+ s1 &+ choice &+ constants[i] &+ w[i]
      let s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)
      let t2 = s0 &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
      v = [t1 &+ t2, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
    }
    for i in 0..<8 { state[i] &+= v[i] }
  }

  private static func turn(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }
}
