import Basics
import Patches
import Tensors

/// A small model that tells the class of a picture from its patches: all of it but the patches' side stays the same when the side is varied.
///
/// Patches of p · p · channels numbers through one linear map, the class token behind them, learned positions, the backbone, a norm, and a linear head
/// on the last token. With grey pictures of 16 × 16 pixels, width 48 and two layers of attention it has 50,986 weights at p = 16 and 41,914 at p = 2.
/// Source of the form: the released model of "Scaling Laws in Patchification" (2025), arXiv 2502.03738, small.
package struct PatchClassifier: Sendable, Hashable {
  /// What goes through the tokens.
  package enum Backbone: String, Sendable, CaseIterable {
    /// Every token looks at every other: layers of `TransformerBlock`.
    case attention = "ViT"
    /// Every token hears of those before it: layers of `CausalMeanBlock`.
    case causal = "causal"
  }

  /// Pixels of the pictures' side.
  package var side = DigitImages.side
  /// Numbers a pixel.
  package var channels = 1
  /// Pixels of a patch's side; divides `side`.
  package var patch: Int
  /// Numbers a token.
  package var width = 48
  package var depth = 2
  /// Heads of a layer of attention; divides `width`.
  package var heads = 4
  package var backbone = Backbone.attention
  /// Which layers of the causal backbone read the patches from the end.
  package var flips = FlippedLayers.released
  package var classes = 10

  package init(patch: Int) { self.patch = patch }

  /// Its tokens and what they cost.
  package var budget: PatchBudget {
    PatchBudget(height: side, width: side, patch: patch, channels: channels, modelWidth: width)
  }

  /// Its weights and how they begin.
  package var blueprint: Blueprint {
    var plan = Blueprint()
    plan.addLinear("patches", budget.patchSize, width)
    plan.add("cls", [width], .normal(0.02))
    plan.add("positions", [budget.tokens + 1, width], .normal(0.02))
    for layer in 0..<depth {
      switch backbone {
      case .attention:
        TransformerBlock<Tensor>.plan("\(layer)", width: width, inner: 2 * width, layers: depth, in: &plan)
      case .causal: CausalMeanBlock.plan("\(layer)", width: width, layers: depth, in: &plan)
      }
    }
    plan.addNorm("norm", width)
    plan.addLinear("head", width, classes)
    return plan
  }

  /// Multiply-adds of one picture on its way through, embedding and backbone; norms and head are left out.
  package var multiplyAdds: Double {
    let (n, d) = (Double(budget.tokens + 1), Double(width))
    let embedding = Double(budget.tokens * budget.patchSize) * d
    let layer: Double =
      switch backbone {
      case .attention: 2 * n * n * d + 8 * n * d * d
      case .causal: (4 + 3 * CausalMeanBlock.widening) * n * d * d
      }
    return embedding + Double(depth) * layer
  }

  /// Pictures [count, side, side, channels] as [count, classes] logits.
  package func logits(_ images: Tensor, _ weights: [String: Variable], _ tape: Tape) -> Variable {
    let weights = NamedWeights(weights)
    let patches = weights.linear(tape.constant(PatchRows.cut(images, patch: patch)), "patches")
    let count = patches.sizes[0]
    let cls = weights["cls"].broadcast(to: Shape([count, 1, width]))
    var x = Variable.joined([patches, cls], axis: 1) + weights["positions"]
    for layer in 0..<depth {
      switch backbone {
      case .attention: x = TransformerBlock(weights.part("\(layer)"), heads: heads)(x, mask: nil)
      case .causal: x = CausalMeanBlock(weights.part("\(layer)"))(x, isFlipped: flips.flips(layer))
      }
    }
    let last = x.sliced(1, budget.tokens..<budget.tokens + 1).reshaped([count, width])
    return weights.linear(weights.norm(last, "norm"), "head")
  }
}
