import Basics
import Synchronization

/// What processors that share a search have found: the best few of all parts, in whatever order they come, or the first trouble.
final class Shares: Sendable {
  private let best: Mutex<Result<[BestFew], Trouble>>

  init(_ limit: Int, queries: Int) {
    best = Mutex(.success(Array(repeating: BestFew(limit), count: queries)))
  }

  /// Adds what `search` finds, by query.
  func add(_ search: () throws(Trouble) -> [BestFew]) {
    let found: Result<[BestFew], Trouble>
    do throws(Trouble) { found = .success(try search()) } catch { found = .failure(error) }
    best.withLock { best in
      guard case .success(var known) = best else { return }
      switch found {
      case .failure(let trouble): best = .failure(trouble)
      case .success(let more):
        for query in known.indices { known[query].offer(more[query]) }
        best = .success(known)
      }
    }
  }

  /// By query, the best of all, best first.
  func sorted() throws(Trouble) -> [[Ranked]] { try best.withLock { $0 }.get().map(\.sorted) }
}
