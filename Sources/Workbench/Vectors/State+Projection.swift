import Basics
import Figures
import Screen

/// Vectors on a plane.
package struct ProjectionView: Sendable, Equatable {
  package var figures: [Figure] = []

  package init() {}
}

package struct ProjectionRequest: Sendable, Equatable {
}

package struct ProjectionFound: Sendable, Equatable {
  package var request: ProjectionRequest
}

extension State {
  mutating func reproject() -> [Effect] { [] }

  mutating func take(_ new: ProjectionFound) -> [Effect] { [] }
}
