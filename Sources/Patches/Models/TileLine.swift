import Tensors

/// Tokens that were put together of tiles, and where they stand among all that a language model receives of the picture: behind those of the
/// whole view, row by row, each row with the same token behind it that stands for no patch.
package struct TileLine: Sendable {
  package let field: TileField
  /// [width of the language model]: the token behind each row; nil where the model has none.
  package let newline: Tensor?
  /// How many tokens of the whole view stand before them.
  package let first: Int

  package init(field: TileField, newline: Tensor?, first: Int) {
    (self.field, self.newline, self.first) = (field, newline, first)
  }

  /// What the token behind each row is called.
  package static let newlineName = "image_newline"

  /// How many tokens a row has, the one behind it included.
  private var stride: Int { field.columns.count + (newline == nil ? 0 : 1) }

  /// How many tokens the language model receives of the picture, whole view included.
  package var count: Int { first + field.rows.count * stride }

  /// Where a patch stands among all tokens of the picture, counted from 0.
  package func position(of cell: Int) -> Int {
    first + cell / field.columns.count * stride + cell % field.columns.count
  }

  /// Where the tokens behind the rows stand.
  package var newlinePositions: [Int] {
    newline == nil
      ? [] : field.rows.indices.map { first + ($0 - field.rows.lowerBound) * stride + stride - 1 }
  }

  /// [tokens, width]: rows of patches, the token behind each row put in.
  func ended(_ patches: Tensor) -> Tensor {
    guard let newline else { return patches }
    let width = patches.size(1)
    let rows = patches.reshaped([field.rows.count, field.columns.count, width])
    let ends = newline.broadcast(to: Shape([field.rows.count, 1, width]))
    return Tensor.concatenated([rows, ends], axis: 1).reshaped([field.rows.count * stride, width])
  }
}

extension VisualTokens {
  /// [tokens, width of the language model]: all that it receives of a picture, of its views in their order; nil when there is no projector.
  package static func received(_ views: [VisualTokens]) -> Tensor? {
    var parts: [Tensor] = []
    for view in views {
      guard let projected = view.projected else { return nil }
      parts.append(view.tiling.map { $0.ended(projected) } ?? projected)
    }
    return parts.isEmpty ? nil : .concatenated(parts)
  }
}
