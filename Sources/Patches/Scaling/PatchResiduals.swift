import Basics
import Tensors

/// How much of the patches of one picture a token of D numbers must lose, if it is a linear map of them: the energy behind the first D principal
/// components, as a share of all. Nothing is trained.
///
/// A patch of p · p · 3 numbers fits whole into a token when 3 p² ≤ D; above that the residual says what the best linear embedding loses of this
/// picture. For x(i, j) = sin(1 + i² + 2j) on 8 × 8 pixels cut at 4 it is .629604, .296639 and 0 for D = 1, 2, 3: four patches span no more than three
/// directions after centring.
package struct PatchResiduals: Sendable, Equatable {
  /// Numbers in a patch.
  package let patchSize: Int
  /// How many patches the picture has, and how many of them were looked at.
  package let patchCount: Int
  package let sampledCount: Int
  /// Energy along each direction, falling; never more than there are directions.
  package let energies: [Double]
  private let total: Double

  /// Of patches wider than this no more than this many are looked at, since directions cost the cube of the smaller of the two.
  package static let directionLimit = 768
  /// The most patches of any size that are looked at; more are sampled evenly.
  package static let patchLimit = 16_384

  /// Of patches as rows, [patches, numbers of a patch]. Throws when there is none, a number is not finite, or the ticket is cancelled.
  package init(of patches: Tensor, _ ticket: Ticket = .open) throws(Trouble) {
    guard patches.rank == 2, patches.count > 0 else {
      throw Trouble(.input, "there is no patch", remedy: "Cut smaller patches, or bring a larger picture")
    }
    try ticket.step(ticket.fraction)
    let limit = patches.size(1) > Self.directionLimit ? Self.directionLimit : Self.patchLimit
    let stride = (patches.size(0) + limit - 1) / limit
    let rows = stride > 1 ? patches.strided(0, by: stride).packed() : patches
    (patchSize, patchCount, sampledCount) = (patches.size(1), patches.size(0), rows.size(0))
    let centred = rows - rows.mean(over: [0])
    total = centred.map(.square).values.reduce(0) { $0 + Double($1) }
    let isWide = centred.size(1) > centred.size(0)
    let gram = isWide ? centred.matmul(centred.transposed()) : centred.transposed().matmul(centred)
    try ticket.step(ticket.fraction)
    let rank = min(patchSize, sampledCount - 1)
    let found = try gram.symmetricEigen().values.values.reversed().prefix(rank)
    energies = found.map { max(0, Double($0)) }
  }

  /// The share of the energy, 0…1, that D components do not reach; nought where they span all that there is.
  package func share(behind width: Int) -> Double {
    if width >= energies.count || total <= 0 { return 0 }
    return min(1, energies[max(0, width)...].reduce(0, +) / total)
  }
}
