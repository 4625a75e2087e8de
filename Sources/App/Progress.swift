import Basics
import Glibc

/// How far a long count has come, on standard error, only when that is a terminal, ten times a second at most.
nonisolated struct Progress {
  private let total: Int
  private var lastTick = 0
  private let isShown = isTerminal(2)

  init(total: Int) { self.total = total }

  mutating func show(_ done: Int) {
    guard isShown, total > 0 else { return }
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    let tick = now.tv_sec * 10 + now.tv_nsec / 100_000_000
    guard tick != lastTick else { return }
    lastTick = tick
    let percent = min(100, done * 100 / total)
    _ = Files.write(Array("\r\(percent) % of \(total >> 20) MiB".utf8), to: 2)
  }

  /// Shows how far the work of a ticket has come, once it has begun and until it is over.
  static func follow(_ ticket: Ticket, _ what: String) async {
    guard isTerminal(2) else { return }
    while !ticket.isOver {
      let percent = Int(min(1, max(0, ticket.fraction)) * 100)
      if ticket.fraction > 0 { _ = Files.write(Array("\r\u{1B}[K\(what) \(percent) %".utf8), to: 2) }
      try? await Task.sleep(for: .milliseconds(100))
    }
    clear()
  }

  /// Takes the line away again.
  static func clear() {
    if isTerminal(2) { _ = Files.write(Array("\r\u{1B}[K".utf8), to: 2) }
  }
}
