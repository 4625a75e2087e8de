import CLanes
import Dispatch
import Synchronization

/// Divides one large piece of work between the processors that this process may use.
///
/// Only while nobody else does: whoever finds the others busy works alone, so that tasks which run side by side do not fight over
/// processors, and nothing waits for a lock.
enum Workers {
  /// How many processors the system lets this process use.
  static let count = max(1, Int(cl_processors()))

  private static let isDivided = Atomic<Bool>(false)

  /// Calls `body` with parts of 0..<`count`, at once on several processors if the work is worth it, and returns when all are done.
  ///
  /// The parts are disjoint and cover all; `body` must not write what another part reads or writes.
  static func divide(_ count: Int, isWorthIt: Bool, _ body: (Range<Int>) -> Void) {
    let parts = min(Self.count, count)
    guard isWorthIt, parts > 1, !isDivided.exchange(true, ordering: .acquiring) else {
      return body(0..<count)
    }
    defer { isDivided.store(false, ordering: .releasing) }
    // `body` is shared between threads only until this returns, and promises to keep to its part.
    nonisolated(unsafe) let work = body
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      unsafe work(count * part / parts..<count * (part + 1) / parts)
    }
  }
}
