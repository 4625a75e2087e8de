import Basics
import Patches
import Tensors

/// How well points find what was looked for, on scenes that the model has not seen.
package struct TwoTowerTrial: Sendable, Equatable {
  /// What the scenes follow from.
  package let seed: UInt64
  /// All pictures together.
  package private(set) var scores = PointScores()

  /// On `count` fresh scenes from a seed, points as `settings` have them, similarity as told; the mask is f · s + b > 0. Throws when the ticket is cancelled.
  package init(
    _ model: TwoTower, _ settings: SimilarityPoints.Settings, by similarity: PatchSimilarity = .dot,
    count: Int = 300, seed: UInt64, _ ticket: Ticket = .open
  ) throws(Trouble) {
    self.seed = seed
    var random = SeededRandom(seed: seed)
    let side = TwoTower.patch * settings.reduction
    // Cells that do not line up with those of the scene have no truth.
    guard Scene.side.isMultiple(of: side) else { return }
    for number in 0..<count {
      try ticket.step(Double(number) / Double(count))
      let sought = SoughtScene.next(&random)
      let tokens = model.tokens(of: [sought.scene.pixels]).at(0)
      let vector = model.vectors(of: [sought.query]).at(0)
      let similarities = similarity(tokens, vector)
      let points = try SimilarityPoints(similarities, height: Scene.side, width: Scene.side, settings)
      var own = PointScores(points, isObject: sought.isObject(side: side))
      let products = similarity == .dot ? similarities : PatchSimilarity.dot(tokens, vector)
      own.note(products.map { $0 + model.bias > 0 }, isObject: sought.isObject)
      scores = scores + own
    }
  }
}
