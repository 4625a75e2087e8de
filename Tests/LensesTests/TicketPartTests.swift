import Basics
import Testing

/// A ticket for a part of the work.
@Suite struct TicketPartTests {
  @Test func `a part moves the whole through its stretch`() throws {
    let whole = Ticket()
    let part = whole.part(0.2..<0.6)
    try part.step(0.5)
    #expect(abs(whole.fraction - 0.4) < 1e-5 && abs(part.fraction - 0.5) < 1e-5)
    try part.part(0.5..<1).step(1)
    #expect(abs(whole.fraction - 0.6) < 1e-5)
  }

  @Test func `a part stops when the whole is cancelled, not the other way round`() throws {
    let whole = Ticket()
    let part = whole.part(0..<1)
    let inner = part.part(0..<1)
    part.cancel()
    try whole.step(0)
    #expect(throws: Trouble.cancelled) { try inner.step(0) }
    let other = whole.part(0..<1)
    whole.cancel()
    #expect(throws: Trouble.cancelled) { try other.step(0.1) }
    #expect(other.isCancelled && other.isOver)
  }
}
