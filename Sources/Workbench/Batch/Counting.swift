import Basics
import Documents
import Tokens

/// What was counted in one file.
package struct FileCount: Sendable, Equatable {
  /// As it was named or found; `-` for standard input.
  package var path: String
  /// Its size.
  package var byteCount: Int
  /// One number for each tokenizer, in their order.
  package var tokenCounts: [Int]
  /// Passed over because it is not text.
  package var isBinary: Bool

  package init(path: String, byteCount: Int, tokenCounts: [Int], isBinary: Bool = false) {
    self.path = path
    self.byteCount = byteCount
    self.tokenCounts = tokenCounts
    self.isBinary = isBinary
  }
}

/// Counts the tokens of files with one or more tokenizers, on all processors, a few megabytes in memory at a time.
package struct Counting: Sendable {
  private let tokenizers: [any Tokenizer]
  private let options: EncodeOptions
  private let countsBinary: Bool

  package init(_ tokenizers: [any Tokenizer], _ options: EncodeOptions, countsBinary: Bool) {
    self.tokenizers = tokenizers
    self.options = options
    self.countsBinary = countsBinary
  }

  /// The counts of the files that could be read, in order. `progress` hears how many bytes are done.
  package nonisolated(nonsending) func run(
    _ files: [FoundFile], report: (Trouble) -> Void, progress: (Int) -> Void
  ) async -> [FileCount] {
    var results = files.map { FileCount(path: $0.path, byteCount: 0, tokenCounts: tokenizers.map { _ in 0 }) }
    var failed: Set<Int> = []
    let cutters = tokenizers.map { tokenizer in
      { @Sendable in tokenizer.safeCut(in: $0, from: $1) } as SafeCut
    }
    var source = FileWindows(files: files, cutters: cutters, takesBinary: countsBinary)
    var doneBytes = 0
    // `next` and `deliver` note each trouble and go on, so nothing is thrown.
    try? await inOrder { mayWait throws(Trouble) in
      source.next(mayWait)
    } work: { job in
      done(job)
    } deliver: { (result: Done) throws(Trouble) in
      doneBytes += result.byteCount
      progress(doneBytes / max(1, tokenizers.count))
      switch result.outcome {
      case .tokens(let tokenizer, let count):
        results[result.file].tokenCounts[tokenizer] += count
        if tokenizer == 0 { results[result.file].byteCount += result.byteCount }
      case .binary(let byteCount):
        results[result.file].isBinary = true
        results[result.file].byteCount = byteCount
      case .trouble(let trouble):
        if failed.insert(result.file).inserted { report(trouble) }
      }
    }
    return results.enumerated().filter { !failed.contains($0.offset) }.map(\.element)
  }

  fileprivate struct Done: Sendable {
    enum Outcome: Sendable {
      case tokens(tokenizer: Int, count: Int)
      case binary(byteCount: Int)
      case trouble(Trouble)
    }

    var file: Int
    var byteCount: Int
    var outcome: Outcome
  }

  private func done(_ job: FileWindows.Job) -> Done {
    switch job {
    case .window(let file, let name, let tokenizer, let window):
      do throws(Trouble) {
        let tokens = try tokenizers[tokenizer].encode(window.bytes, window.options(options), Ticket())
        let outcome = Done.Outcome.tokens(tokenizer: tokenizer, count: tokens.count)
        return Done(file: file, byteCount: window.bytes.count, outcome: outcome)
      } catch {
        return Done(file: file, byteCount: 0, outcome: .trouble(error.inFile(name, window)))
      }
    case .binary(let file, let byteCount):
      return Done(file: file, byteCount: 0, outcome: .binary(byteCount: byteCount))
    case .failed(let file, let trouble):
      return Done(file: file, byteCount: 0, outcome: .trouble(trouble))
    }
  }
}

extension TextWindow {
  /// Windows of one text never get tokens at their ends.
  func options(_ options: EncodeOptions) -> EncodeOptions {
    EncodeOptions(special: options.special, isWindow: true, startsInside: !isFirst)
  }
}
