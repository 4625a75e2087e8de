import Basics
import Figures
import Sketches

/// A heatmap of similarities, with what its rows and columns stand for.
package struct SimilarityPicture: Sendable, Equatable {
  /// One of several layers or heads.
  package struct Choice: Sendable, Equatable {
    package var index = 0
    /// How many there are; 1 where there is nothing to choose.
    package var count = 1
  }

  package var request: SimilarityRequest
  /// As asked, or what the tensor allows.
  package var measure: SimilarityMeasure
  package var layer = Choice()
  package var head = Choice()
  /// In the order that was asked for.
  package var heatmap: Heatmap
  package var levels: HeatmapLevels
  /// By thing, what it is, and the length of its vector.
  package var rows: [Thing]
  package var columns: [Thing]
  /// By place in the heatmap, the thing that stands there.
  package var rowOrder: [Int]
  package var columnOrder: [Int]
  /// The bytes of the document whose tokens are rows; nil when they are no tokens of it.
  package var window: Range<Int>?
  /// The share of cells that are not below the threshold, once there is one.
  package var shareShown: Double?

  /// What a row or column stands for.
  package struct Thing: Sendable, Equatable {
    package var item: LabelledVectors.Item
    package var norm: Float
  }

  /// Two are equal when they answer the same question.
  package static func == (a: SimilarityPicture, b: SimilarityPicture) -> Bool {
    a.request == b.request && a.measure == b.measure && a.shareShown == b.shareShown
  }

  /// The thing whose bytes hold a place of the document; nil when none does.
  func row(at offset: Int) -> Int? {
    if let found = rows.firstIndex(where: { $0.item.bytes?.contains(offset) ?? false }) { return found }
    return rows.lastIndex { $0.item.bytes?.upperBound == offset }
  }

  /// Where a pair of things is shown.
  func place(of cursor: HeatmapViewport.Cross) -> HeatmapViewport.Cross {
    HeatmapViewport.Cross(
      row: rowOrder.firstIndex(of: cursor.row) ?? 0, column: columnOrder.firstIndex(of: cursor.column) ?? 0)
  }
}
