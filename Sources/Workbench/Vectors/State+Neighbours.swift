import Basics
import Figures
import Screen

/// The nearest entries.
package struct NeighboursView: Sendable, Equatable {
  package var figures: [Figure] = []

  package init() {}
}

package struct NeighboursRequest: Sendable, Equatable {
}

package struct NeighboursFound: Sendable, Equatable {
  package var request: NeighboursRequest
}

extension State {
  mutating func refindNeighbours() -> [Effect] { [] }

  mutating func take(_ new: NeighboursFound) -> [Effect] { [] }
}
