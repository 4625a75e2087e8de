import Synchronization

/// Permission to go on with long work, and the place to report how far it has come.
///
/// Work longer than a frame takes a ticket and calls `try ticket.step(fraction)` at least every 20 ms. The call
/// throws `Trouble.cancelled` once somebody has called `cancel()`; otherwise it notes the fraction, which the
/// holder of the ticket may read at any time from any thread. Both are single atomic words, so a step costs
/// about a nanosecond.
package final class Ticket: Sendable {
  private let cancelledFlag = Atomic<Bool>(false)
  private let finishedFlag = Atomic<Bool>(false)
  private let millionths = Atomic<Int>(0)

  /// The ticket of which this is a part, and which stretch of it this is.
  private let whole: (ticket: Ticket, stretch: Range<Double>)?

  package init() { whole = nil }

  private init(whole: Ticket, _ stretch: Range<Double>) { self.whole = (whole, stretch) }

  /// A ticket for a part of the work: its steps from 0 to 1 move this one through `stretch`, and it is cancelled when this one is.
  ///
  ///     try training.run(until: 500, ticket.part(0..<0.6)) { … }
  package func part(_ stretch: Range<Double>) -> Ticket { Ticket(whole: self, stretch) }

  /// A ticket that nobody will cancel or read.
  package static var open: Ticket { Ticket() }

  /// How much is done, 0…1.
  package var fraction: Double { Double(millionths.load(ordering: .relaxed)) / 1_000_000 }

  /// Whether the work has been asked to stop.
  package var isCancelled: Bool {
    cancelledFlag.load(ordering: .relaxed) || whole?.ticket.isCancelled == true
  }

  /// Whether the work has ended or been asked to.
  package var isOver: Bool { isCancelled || finishedFlag.load(ordering: .relaxed) }

  /// Notes that the work has ended.
  package func finish() { finishedFlag.store(true, ordering: .relaxed) }

  /// Asks the work to stop at its next step.
  package func cancel() { cancelledFlag.store(true, ordering: .relaxed) }

  /// Notes that `fraction` (0…1) is done; throws when the work has been asked to stop.
  package func step(_ fraction: Double) throws(Trouble) {
    millionths.store(Int(fraction * 1_000_000), ordering: .relaxed)
    if let whole {
      let stretch = whole.stretch
      try whole.ticket.step(stretch.lowerBound + fraction * (stretch.upperBound - stretch.lowerBound))
    }
    if isCancelled { throw .cancelled }
  }
}
