/// What cutting a picture into square patches costs before anything is learned.
///
/// A picture of 224 × 224 pixels cut at 16 has 196 tokens, cut at 1 it has 50,176; of a model of width 768 the embedding then shrinks from
/// 590,592 to 3,072 weights, while the positions grow from 151,296 to 38,535,936. Patches do not overlap; pixels that fill no patch at the right
/// and lower edge are left out, as a convolution with a stride of one patch leaves them out. The class token is no token of the picture and is not
/// counted among them.
/// Source: "Scaling Laws in Patchification: An Image Is Worth 50,176 Tokens And More" (2025), arXiv 2502.03738, and its released model.
package struct PatchBudget: Sendable, Hashable {
  /// Pixels.
  package let height: Int
  package let width: Int
  /// The side of a patch in pixels.
  package let patch: Int
  /// Numbers a pixel: 3 for colours, 1 for grey.
  package let channels: Int
  /// Numbers a token has in the model, D.
  package let modelWidth: Int

  package init(height: Int, width: Int, patch: Int, channels: Int = 3, modelWidth: Int) {
    precondition(height >= 0 && width >= 0 && patch > 0 && channels > 0 && modelWidth > 0, "sizes are sizes")
    (self.height, self.width, self.patch) = (height, width, patch)
    (self.channels, self.modelWidth) = (channels, modelWidth)
  }

  /// Tokens below each other: ⌊(height − p)/p + 1⌋, none where the picture is smaller than a patch.
  package var rows: Int { height / patch }
  /// Tokens beside each other.
  package var columns: Int { width / patch }
  /// N, without the class token.
  package var tokens: Int { rows * columns }
  /// Numbers in a patch: p · p · channels.
  package var patchSize: Int { patch * patch * channels }
  /// Weights of the patch embedding with its bias: p² · channels · D + D.
  package var embeddingWeights: Int { patchSize * modelWidth + modelWidth }
  /// Weights of the learned positions, that of the class token included: (N + 1) · D.
  package var positionWeights: Int { (tokens + 1) * modelWidth }

  /// Multiply-adds of a layer of attention and its network of four times the width: 2 N² D + 12 N D².
  package var attentionCost: Double { quadraticCost + linearCost }
  /// The part of them that grows with the square of the tokens, 2 N² D: who looks at whom.
  package var quadraticCost: Double { 2 * Double(tokens) * Double(tokens) * Double(modelWidth) }
  /// The part that grows with the tokens, 12 N D²; all that is left where a mixer goes through the tokens once.
  package var linearCost: Double { 12 * Double(tokens) * Double(modelWidth) * Double(modelWidth) }

  /// Whether the embedding can keep a patch whole: it has no more numbers than a token.
  package var keepsAll: Bool { patchSize <= modelWidth }
}
