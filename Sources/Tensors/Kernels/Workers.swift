import CLanes
import Dispatch
import Synchronization

/// Divides one large piece of work between the processors that this process may use.
///
/// The parts are the same whoever works: at once on several processors while nobody else does so, or one after the other, so that tasks which
/// run side by side do not fight over processors, nothing waits for a lock, and sums are rounded alike every time.
enum Workers {
  /// How many processors the system lets this process use.
  static let count = max(1, Int(cl_processors()))

  private static let isDivided = Atomic<Bool>(false)

  /// Calls `body` with parts of 0..<`count`, if the work is worth dividing, and returns when all are done.
  ///
  /// The parts are disjoint and cover all; `body` must not write what another part reads or writes.
  static func divide(_ count: Int, isWorthIt: Bool, _ body: (Range<Int>) -> Void) {
    let parts = isWorthIt ? min(Self.count, count) : 1
    guard parts > 1 else { return body(0..<count) }
    @Sendable func range(_ part: Int) -> Range<Int> {
      count * part / parts..<count * (part + 1) / parts
    }
    guard !isDivided.exchange(true, ordering: .acquiring) else {
      for part in 0..<parts { body(range(part)) }
      return
    }
    defer { isDivided.store(false, ordering: .releasing) }
    // `body` is shared between threads only until this returns, and promises to keep to its part.
    nonisolated(unsafe) let work = body
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      unsafe work(range(part))
    }
  }
}
