import Basics
import Figures
import Foundation
import Tensors
import Testing

@testable import Lenses

/// The numbers are those of the sheet's worked pair, and what holds of every pair.
@Suite struct OffPrincipalsTests {
  private static let before: [Float] = [1, 0.5, -0.25, 0.1, 0.2, -1.5, 0.3, 0.05, 0.7, 0.1, 2, -0.4]
  private static let update: [Float] = [
    0.0005, 0.002, 0, 0.02, -0.004, 0.001, 0.01, 0, 0, -0.03, 0.004, 0.0003,
  ]
  private static let pair = MatrixPair(
    rows: 3, columns: 4, before: before, after: zip(before, update).map { $0 + $1 })

  private func settings(_ values: [String: String] = [:]) throws -> OffPrincipalsSettings {
    var knobs = Knobs(OffPrincipalsLens.card.knobs)
    for (key, value) in values { try knobs.set(key, value) }
    return OffPrincipalsSettings(knobs)
  }

  private func measures(_ pair: MatrixPair, _ values: [String: String] = [:]) throws -> UpdateMeasures {
    try UpdateMeasures(pair, UpdateSpectrum(pair, kept: pair.least, .open), settings(values))
  }

  private func rows(_ mask: EntryMask, _ columns: Int) -> [String] {
    stride(from: 0, to: mask.bits.count, by: columns).map { start in
      mask.bits[start..<start + columns].map { $0 ? "0" : "1" }.joined()
    }
  }

  private func places(_ mask: EntryMask, _ columns: Int) -> [String] {
    mask.bits.indices.filter { mask.bits[$0] }.map { "\($0 / columns + 1),\($0 % columns + 1)" }
  }

  @Test func `unchanged entries of the worked pair, by the share and by the bits`() throws {
    let share = try measures(Self.pair)
    #expect(rows(share.visible, 4) == ["1010", "0101", "1001"] && share.sparsity == 0.5)
    let bits = try measures(Self.pair, ["rule": "bf16 bits"])
    #expect(rows(bits.visible, 4) == ["1010", "0101", "1011"] && abs(bits.sparsity - 0.583333) < 1e-6)
  }

  @Test func `spectrum and angles of the worked pair`() throws {
    let found = try measures(Self.pair, ["k": "2"])
    func near(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < tolerance }
    }
    #expect(near(found.spectrum.before.values, [2.189942, 1.607482, 0.992551], 1e-6))
    #expect(near(found.spectrum.after.values, [2.198779, 1.602073, 0.991630], 1e-6))
    #expect(abs(found.shift - 0.00359632) < 1e-8)
    #expect(near(found.leftAngles, [0, 0.58066], 1e-5) && near(found.rightAngles, [0.03891, 0.72591], 1e-5))
  }

  @Test func `masks and overlaps of the worked pair`() throws {
    let found = try measures(Self.pair, ["r": "1", "alpha": "0.25"])
    let third = found.spectrum.reconstruction(1).rowLists[2]
    for (value, expected) in zip(third, [Float(0.726321), -0.225173, 1.959088, -0.366769]) {
      #expect(abs(value - expected) < 1e-5)
    }
    #expect(places(found.principal, 4) == ["2,3", "3,1", "3,3"])
    #expect(places(found.low, 4) == ["1,4", "2,4", "3,2"])
    #expect(found.visible.count == 6)
    #expect(found.principal.overlap(of: found.visible).map { abs($0 - 1.0 / 3) < 1e-12 } == true)
    #expect(found.low.overlap(of: found.visible).map { abs($0 - 1.0 / 3) < 1e-12 } == true)
  }

  @Test(arguments: [
    (Float(1), Float(0.0039), false), (1, 0.0040, true), (0.1, 0.0002, false), (0.1, 0.0003, true),
  ])
  func `a stored weight moves from half of its last place on`(w: Float, d: Float, isVisible: Bool) {
    let stored = BFloat16.rounded(w)
    #expect(UpdateVisibility.bfloat16.sees(stored, stored + d) == isVisible)
    #expect((d >= BFloat16.halfUnit(stored)) == isVisible)
    #expect(BFloat16.halfUnit(1) == 0.00390625 && BFloat16.halfUnit(0.1) == 0.000244140625)
    #expect(BFloat16.halfUnit(0) > 0 && BFloat16.halfUnit(-1) == BFloat16.halfUnit(1))
  }

  @Test func `rounding goes to the even one of two, and keeps what is no number`() {
    #expect(BFloat16.rounded(1 + 0x1p-8) == 1 && BFloat16.rounded(1 + 0x1.8p-7) == 1 + 0x1p-6)
    #expect(BFloat16.rounded(.nan).isNaN && BFloat16.rounded(-.infinity) == -.infinity)
    #expect(BFloat16.rounded(.greatestFiniteMagnitude) == .infinity)
  }

  // MARK: - What holds of every pair

  private func random(_ rows: Int, _ columns: Int, seed: UInt64, scale: Float) -> MatrixPair {
    var random = SeededRandom(seed: seed)
    let before = Tensor.normal([rows, columns], &random).values
    let noise = Tensor.normal([rows, columns], &random).values
    return MatrixPair(
      rows: rows, columns: columns, before: before, after: zip(before, noise).map { $0 + scale * $1 })
  }

  @Test func `nothing changed, nothing measured`() throws {
    var pair = random(20, 12, seed: 1, scale: 0)
    pair.after = pair.before
    let found = try measures(pair)
    #expect(found.sparsity == 1 && found.shift == 0 && found.stableRank == nil && found.relativeNorm == 0)
    #expect(found.largestLeft < 1e-5 && found.largestRight < 1e-5)
    #expect(found.principal.overlap(of: found.visible) == nil)
  }

  @Test(arguments: 1..<5) func `turning a matrix moves angles and leaves the spectrum`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let before = Tensor.normal([16, 10], &random)
    let left = Tensor.normal([16, 16], &random).qr().q
    let right = Tensor.normal([10, 10], &random).qr().q
    let after = left.matmul(before).matmul(right)
    let found = try measures(
      MatrixPair(rows: 16, columns: 10, before: before.values, after: after.values), ["k": "3"])
    #expect(found.shift < 1e-6 && found.largestLeft > 1 && found.largestRight > 1)
  }

  @Test(arguments: 1..<9, [Float(0.001), 0.02, 0.3]) func `Weyl's and Wedin's lines hold`(
    seed: Int, scale: Float
  )
    throws
  {
    let pair = random(24, 15, seed: UInt64(seed), scale: scale)
    for k in 1...15 {
      let found = try measures(pair, ["k": "\(k)"])
      #expect(found.spectrum.largestMove <= found.spectrum.updateNorm * (1 + 1e-9))
      let sine = OffPrincipalsStudy.sineOfDegrees(max(found.largestLeft, found.largestRight))
      if k < 15, let bound = found.spectrum.wedinBound(k) { #expect(sine <= bound + 1e-6) }
      #expect(found.leftAngles == found.leftAngles.sorted() && found.leftAngles.count == k)
      let share = found.principalShare ?? -1
      #expect(share >= 0 && share <= 1.0001)
      if let rank = found.stableRank { #expect(rank >= 0.999 && rank <= 15.001) }
    }
  }

  @Test(arguments: ["0.05", "0.3", "0.75", "1"]) func `of an update of everything either overlap is α`(
    alpha: String
  ) throws {
    let pair = random(13, 9, seed: 4, scale: 1)
    let found = try measures(pair, ["alpha": alpha, "eta": "0"])
    #expect(found.visible.count == 117)
    let expected = (117 * (Double(alpha) ?? 0)).rounded(.down) / 117
    for mask in [found.principal, found.low] {
      #expect(mask.overlap(of: found.visible).map { abs($0 - expected) < 1e-12 } == true)
    }
  }

  @Test func `a larger η leaves more entries unchanged`() throws {
    let pair = random(30, 20, seed: 2, scale: 0.01)
    let found = try ["0", "0.001", "0.004", "0.02", "0.05"].map { try measures(pair, ["eta": $0]).sparsity }
    #expect(found == found.sorted() && found[0] < found[4])
  }

  @Test(arguments: 1..<6) func `masks have exactly so many entries, of ties the first`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let values = (0..<200).map { _ in Float(Int(random.next() % 7)) * (random.unit() < 0.5 ? -1 : 1) }
    for count in [0, 1, 17, 100, 200, 300] {
      for largest in [true, false] {
        let mask = EntryMask(count, of: values, largest: largest)
        let order = values.indices.sorted {
          let (a, b) = (values[$0].magnitude, values[$1].magnitude)
          return a == b ? $0 < $1 : (a > b) == largest
        }
        #expect(mask.bits.indices.filter { mask.bits[$0] } == order.prefix(count).sorted())
        #expect(mask.count == min(count, 200))
      }
    }
  }

  @Test func `two masks that have nothing to do with each other meet as often as chance says`() {
    let (a, b) = (
      EntryMask(changed: [0, 0, 1, 1], [0, 1, 1, 2], .relative(0.001)),
      EntryMask(changed: [0, 0, 1, 1], [0, 0, 2, 2], .relative(0.001))
    )
    #expect(a.jaccard(with: b).map { abs($0 - 1.0 / 3) < 1e-12 } == true)
    #expect(a.independentJaccard(with: b).map { abs($0 - 0.25 / 0.75) < 1e-12 } == true)
  }

  @Test func `moves are counted in halves of the last place`() {
    let pair = MatrixPair(
      rows: 1, columns: 4, before: [1, 1, 1, 1], after: [1, 1.00390625, 1.0078125, 1.001953125])
    let found = VisibilityHistogram(pair)
    #expect(found.still == 0.25)
    #expect(found.shares.enumerated().filter { $0.element > 0 }.map { $0.offset - 16 } == [-1, 0, 1])
  }
}
