import Synchronization

/// How many effects are under way and answers unread, so that a rehearsal knows when nothing more will happen.
package final class Activity: Sendable {
  private let pending = Atomic<Int>(0)

  package init() {}

  package var isIdle: Bool { pending.load(ordering: .acquiring) == 0 }

  func begin() { pending.add(1, ordering: .acquiringAndReleasing) }
  func end() { pending.subtract(1, ordering: .acquiringAndReleasing) }
}
