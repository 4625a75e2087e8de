import Basics
import Figures
import Screen
import Tensors

/// A matrix inside of a tensor as a person looks at it.
package struct SliceView: Sendable, Equatable {
  package let key: TensorKey
  let shape: Shape
  /// Which matrix.
  package internal(set) var plane: TensorPlane
  /// The axis that the keys for axes act on.
  package internal(set) var axis: Int
  /// The element under the cursor.
  package internal(set) var row = 0
  package internal(set) var column = 0
  /// The first cell in sight, counted in blocks.
  var top = 0
  var left = 0
  /// 0 shows numbers, 1 a coloured cell for each element, and from then on each step doubles the sides of a block.
  package internal(set) var zoom = 0
  var asked: SliceRequest?
  /// What was read last, which may be of an earlier place.
  package internal(set) var shown: Shown?
  /// Why the last part could not be read.
  package internal(set) var trouble: String?

  /// A part and the request that it answers.
  package struct Shown: Sendable, Equatable {
    package var request: SliceRequest
    package var heatmap: Heatmap

    /// Bit by bit, since not a number is no number's equal.
    package static func == (a: Shown, b: Shown) -> Bool { a.request == b.request }
  }

  /// The last two axes at the beginning of the others; a vector runs down.
  init(_ key: TensorKey, _ shape: Shape) {
    self.key = key
    self.shape = shape
    let plane = TensorPlane(of: shape)
    self.plane = shape.rank == 1 ? plane.transposed : plane
    axis = 0
  }

  /// How many rows and columns the matrix has.
  package var size: (rows: Int, columns: Int) { plane.size(in: shape) }
}

/// Read a part of a matrix.
package struct SliceRequest: Sendable, Equatable {
  package var key: TensorKey
  package var tensor: StoredTensor
  package var plane: TensorPlane
  package var part: PlaneBlocks.Part

  package static func == (a: SliceRequest, b: SliceRequest) -> Bool {
    a.key == b.key && a.plane == b.plane && a.part == b.part
  }
}

/// How much of a matrix there is room for.
struct SliceRoom: Equatable {
  /// Cells down and across.
  var rows: Int
  var columns: Int
  /// Elements of a cell.
  var blockRows: Int
  var blockColumns: Int

  /// Cells of the whole matrix.
  func cells(_ size: (rows: Int, columns: Int)) -> (rows: Int, columns: Int) {
    ((size.rows + blockRows - 1) / blockRows, (size.columns + blockColumns - 1) / blockColumns)
  }
}

/// Columns of cells with numbers, as the sketch of a heatmap lays them out.
struct NumberCells {
  /// Columns of the labels of rows with the gap behind them, and of a cell.
  var gutter: Int
  var width: Int
  /// The least width at which numbers are drawn at all.
  var least: Int

  /// For a matrix of which `shown` is a part.
  init(_ size: (rows: Int, columns: Int), shown: Heatmap?, width: Int, hasColor: Bool) {
    let ends = [size.rows, size.columns].map { String(max(0, $0 - 1)).utf8.count }
    self.init(labels: (ends[0], ends[1]), shown, width, hasColor)
  }

  /// For a part by itself.
  init(_ drawn: Heatmap, width: Int, hasColor: Bool) {
    let ends = [drawn.rowLabels, drawn.columnLabels].map { $0.last?.plainText.utf8.count ?? 0 }
    self.init(labels: (ends[0], ends[1]), drawn, width, hasColor)
  }

  private init(labels: (rows: Int, columns: Int), _ shown: Heatmap?, _ width: Int, _ hasColor: Bool) {
    gutter = min(labels.rows, width / 4) + 1
    let texts = shown.map { heatmap in
      [heatmap.bounds.low, heatmap.bounds.high].map { Decimals.text($0, heatmap.decimals).utf8.count }
    }
    least = (texts?.max() ?? 7) + (hasColor ? 2 : 3)
    self.width = max(least, labels.columns + 1)
  }

  /// Whether numbers are drawn in so many columns of a matrix.
  func fit(_ columns: Int, in room: Int) -> Bool { least * columns <= room - gutter }

  /// How many columns of a matrix fit.
  func count(in room: Int) -> Int { max(1, (room - gutter) / width) }
}
