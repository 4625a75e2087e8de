import Basics
import Tokens

/// Counts the words of files on all processors, a few megabytes of text in memory at a time.
///
/// Files are cut into windows where the rules allow it; the words of the windows are added up in the order of the text, so
/// the result does not depend on how many processors there are.
package struct WordCounting: Sendable {
  private let source: WordSource
  private let readsBinary: Bool

  /// What was counted besides words.
  package struct Sums: Sendable, Equatable {
    package var texts = 0
    package var bytes = 0
    /// Binary files that were passed over.
    package var skipped = 0
  }

  /// Words by these rules; binary files are passed over unless they are asked for.
  package init(_ rules: WordRules, readsBinary: Bool = false) throws(Trouble) {
    source = try rules.source()
    self.readsBinary = readsBinary
  }

  /// The words of the files, in this order. `progress` hears how many bytes are done. Throws what the first file that
  /// cannot be read throws, and when cancelled.
  package nonisolated(nonsending) func run(
    _ files: [FoundFile], _ ticket: Ticket, progress: (Int) -> Void
  ) async throws(Trouble) -> (words: WordCounts, sums: Sums) {
    var (words, sums) = (WordCounts(), Sums())
    let source = source
    var windows = FileWindows(
      files: files, cutters: [{ source.safeCut(in: $0, from: $1) }], takesBinary: readsBinary)
    try await inOrder { mayWait throws(Trouble) in
      try ticket.step(0)
      return windows.next(mayWait)
    } work: { job in
      Self.counted(job, source, ticket)
    } deliver: { (result: Result<Part?, Trouble>) throws(Trouble) in
      guard let part = try result.get() else { return sums.skipped += 1 }
      if part.isLast { sums.texts += 1 }
      words.add(part.words)
      sums.bytes += part.byteCount
      progress(sums.bytes)
    }
    guard words.byteCount < WordCounts.limit else {
      throw Trouble(
        .limit, "there are too many different words", remedy: "Give less text, or cut it into smaller words")
    }
    return (words, sums)
  }

  private struct Part: Sendable {
    var words: WordCounts
    var byteCount: Int
    /// Whether its file ends with it.
    var isLast: Bool
  }

  /// The words of a window; nil for a binary file.
  private static func counted(
    _ job: FileWindows.Job, _ source: WordSource, _ ticket: Ticket
  ) -> Result<Part?, Trouble> {
    switch job {
    case .binary: return .success(nil)
    case .failed(_, let trouble): return .failure(trouble)
    case .window(_, _, _, let window):
      do throws(Trouble) {
        var words = WordCounts()
        try source.count(window.bytes.span, into: &words, ticket)
        return .success(Part(words: words, byteCount: window.bytes.count, isLast: window.isLast))
      } catch {
        return .failure(error)
      }
    }
  }
}
