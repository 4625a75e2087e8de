import Synchronization

/// What threads keep of their work for whoever works next: as many things as were ever in use at once, up to a limit.
///
/// Safety: a thing that is no value to share belongs to one caller at a time, between two turns of the lock, which also orders what
/// one wrote before what the next reads. The compiler cannot follow such a loan, so this file, and no other, gives it its word.
@safe final class Pool<Thing>: Sendable {
  private struct Loan: @unchecked Sendable { let thing: Thing }

  private let kept = Mutex<[Loan]>([])
  private let limit: Int
  private let make: @Sendable () -> Thing

  /// Nothing is made before it is wanted; more than `limit` things are not kept.
  init(limit: Int = 64, _ make: @escaping @Sendable () -> Thing) {
    self.limit = limit
    self.make = make
  }

  /// Lends a thing that nobody else uses.
  func lend<E: Error>(_ body: (Thing) throws(E) -> Void) throws(E) {
    let loan = kept.withLock { $0.popLast() } ?? Loan(thing: make())
    defer { kept.withLock { if $0.count < limit { $0.append(loan) } } }
    try body(loan.thing)
  }

  /// Lets go of what nobody uses now.
  func removeAll() { kept.withLock { $0 = [] } }
}
