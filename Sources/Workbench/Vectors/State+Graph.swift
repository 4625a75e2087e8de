import Basics
import Figures
import Screen

/// Tokens joined where they are near.
package struct GraphView: Sendable, Equatable {
  package var figures: [Figure] = []

  package init() {}
}

package struct GraphRequest: Sendable, Equatable {
}

package struct GraphFound: Sendable, Equatable {
  package var request: GraphRequest
}

extension State {
  mutating func relinkTokens() -> [Effect] { [] }

  mutating func take(_ new: GraphFound) -> [Effect] { [] }
}
