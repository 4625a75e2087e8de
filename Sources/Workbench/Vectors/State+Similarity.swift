import Basics
import Figures
import Screen

/// The heatmap of similarities.
package struct SimilarityView: Sendable, Equatable {
  package var figures: [Figure] = []

  package init() {}
}

package struct SimilarityRequest: Sendable, Equatable {
}

package struct SimilarityFound: Sendable, Equatable {
  package var request: SimilarityRequest
}

extension State {
  mutating func recompareVectors() -> [Effect] { [] }

  mutating func take(_ new: SimilarityFound) -> [Effect] { [] }
}
