/// Which layers of the causal backbone read the tokens of the picture from the end.
///
/// A causal mixer sees only what came before, so that some layers are given the tokens turned round, and their results are turned back. The class token
/// stays last. The comment of the released model promises a change every two layers; its code turns the layers with n / 2 = 1, which are two.
/// Source: the released model of arXiv 2502.03738, after Wang et al., "Causal Image Modeling for Efficient Visual Understanding" (2024), arXiv 2410.07599.
package enum FlippedLayers: String, Sendable, CaseIterable {
  /// As the code has it: layers 2 and 3, whatever the depth.
  case released = "as released"
  /// As its comment says: 2, 3, 6, 7, 10, 11 of twelve.
  case promised = "as promised"

  /// Whether layer `number`, counted from 0, is turned round.
  package func flips(_ number: Int) -> Bool {
    self == .released ? number / 2 == 1 : (number / 2) % 2 == 1
  }

  /// The layers that are, of so many.
  package func layers(of depth: Int) -> [Int] { (0..<depth).filter(flips) }

  /// What enters the mixer, in order, of `count` tokens and the class token behind them: `mean p2 p1 p0 cls` in a layer that is turned round.
  ///
  /// The mean of all that enter goes first and is dropped again behind the mixer.
  package static func entering<Item>(_ tokens: [Item], last: Item, mean: Item, isFlipped: Bool) -> [Item] {
    [mean] + (isFlipped ? tokens.reversed() : tokens) + [last]
  }
}
