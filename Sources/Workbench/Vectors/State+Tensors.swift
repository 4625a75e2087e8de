import Basics
import Figures
import Screen

/// A file of tensors that was opened, and what a person looks at in it.
package struct TensorsView: Sendable, Equatable {
  /// The files that are open, the one that is looked at first.
  package var paths: [String] = []
  package var figures: [Figure] = []

  package init() {}
}

package struct TensorsRequest: Sendable, Equatable {
}

package struct TensorsFound: Sendable, Equatable {
  package var request: TensorsRequest
}

extension State {
  mutating func reviewTensors() -> [Effect] { [] }

  mutating func take(_ new: TensorsFound) -> [Effect] { [] }
}
