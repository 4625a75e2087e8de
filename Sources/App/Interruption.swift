import Basics
import Glibc

/// Ctrl-C for long commands: the work stops at its next step and nothing is written.
nonisolated enum Interruption {
  /// The ticket that Ctrl-C cancels. Its flag is an atomic word, which a signal handler may set.
  static let ticket = Ticket()

  /// Listens from now on; a second Ctrl-C ends the program at once.
  static func listen() {
    _ = ticket
    _ = signal(SIGINT) { _ in
      Interruption.ticket.cancel()
      _ = signal(SIGINT, SIG_DFL)
    }
  }

  /// The exit code of a program that was interrupted, as shells have it.
  static let exitCode: Int32 = 130
}
