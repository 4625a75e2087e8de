import CLanes

/// Divides one large piece of work between the processors that this process may use.
///
/// The parts are the same whoever works: at once on several processors while nobody else does so, or one after the other, so that tasks which
/// run side by side do not fight over processors, nothing waits for a lock, and sums are rounded alike every time.
package enum Workers {
  /// How many processors the system lets this process use.
  package static let count = max(1, Int(cl_processors()))

  /// The least number of floats that two processors share where a loop does little with each.
  static let worth = 1 << 16

  /// What the threads of `CLanes` share while work is divided.
  private struct Work {
    var count: Int
    var parts: Int
    var body: (Range<Int>) -> Void

    func run(_ part: Int) { body(count * part / parts..<count * (part + 1) / parts) }
  }

  /// Calls `body` with parts of 0..<`count`, if the work is worth dividing, and returns when all are done.
  ///
  /// The parts are disjoint and cover all; `body` must not write what another part reads or writes.
  static func divide(_ count: Int, isWorthIt: Bool, _ body: (Range<Int>) -> Void) {
    divide(count, parts: isWorthIt ? min(Self.count, count) : 1, body)
  }

  /// As above, in so many parts, some of which have nothing when they are more than `count`.
  package static func divide(_ count: Int, parts: Int, _ body: (Range<Int>) -> Void) {
    guard parts > 1 else { return body(0..<count) }
    withoutActuallyEscaping(body) { body in
      var work = Work(count: count, parts: parts, body: body)
      // `body` is shared between threads only until the call returns, and promises to keep to its part; so long the pointer is good, and what it
      // points to is only read.
      unsafe withUnsafeMutablePointer(to: &work) { work in
        unsafe cl_divide(
          Int32(parts), { unsafe $0?.assumingMemoryBound(to: Work.self).pointee.run(Int($1)) }, work)
      }
    }
  }

  /// As above, for work that writes as many numbers for each of 0..<`count`: a part gets the numbers of `target` that are its own.
  ///
  /// The invariant of the unsafe part: parts are disjoint, so that no two have the same numbers.
  static func divide(
    _ count: Int, isWorthIt: Bool, into target: inout MutableSpan<Float>,
    _ body: (Range<Int>, inout MutableSpan<Float>) -> Void
  ) {
    let width = count == 0 ? 0 : target.count / count
    precondition(count * width == target.count, "each gets as many numbers")
    unsafe target.withUnsafeMutableBufferPointer { target in
      let whole = unsafe target
      divide(count, isWorthIt: isWorthIt) { range in
        let own = unsafe whole[range.lowerBound * width..<range.upperBound * width]
        var part = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: own))
        body(range, &part)
      }
    }
  }
}
