import Basics
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
    // Parts of one text never get tokens at their ends.
    self.options = EncodeOptions(special: options.special, isWindow: true)
    self.countsBinary = countsBinary
  }

  /// The counts of the files that could be read, in order. `progress` hears how many bytes are done.
  package nonisolated(nonsending) func run(
    _ files: [FoundFile], report: (Trouble) -> Void, progress: (Int) -> Void
  ) async -> [FileCount] {
    var sums = CountSums(files, tokenizers.count)
    let cutters = tokenizers.map { tokenizer in
      { @Sendable in tokenizer.safeCut(in: $0, from: $1) } as SafeCut
    }
    var jobs = CountJobs(files: files, cutters: cutters, takesBinary: countsBinary)
    // `next` and `deliver` note each trouble and go on, so nothing is thrown.
    try? await inOrder { mayWait throws(Trouble) in
      jobs.next(mayWait)
    } work: { job in
      done(job, files)
    } deliver: { (found: [CountedPart]) throws(Trouble) in
      for part in found {
        if let trouble = sums.add(part) { report(trouble) }
      }
      progress(sums.doneBytes / max(1, tokenizers.count))
    }
    return sums.results
  }

  private func done(_ job: CountJobs.Job, _ files: [FoundFile]) -> [CountedPart] {
    switch job {
    case .files(let range): range.map { whole($0, files[$0].path) }.flatMap(\.self)
    case .part(let file, let tokenizer, let opened, let range): [part(file, tokenizer, opened, range)]
    case .binary(let file, let byteCount): [CountedPart(file: file, .binary(byteCount: byteCount))]
    case .failed(let file, let trouble): [CountedPart(file: file, .trouble(trouble))]
    case .streamed(let job, let file): [streamed(job, file)]
    }
  }

  /// A small file, for all tokenizers.
  private func whole(_ file: Int, _ path: String) -> [CountedPart] {
    let bytes: [UInt8]
    do throws(Trouble) { bytes = try Files.read(path) } catch {
      return [CountedPart(file: file, .trouble(error))]
    }
    if !countsBinary && bytes.prefix(FileWindows.probe).contains(0) {
      return [CountedPart(file: file, .binary(byteCount: bytes.count))]
    }
    return tokenizers.indices.map { counted(file, $0, bytes, path, 0) }
  }

  private func part(_ file: Int, _ tokenizer: Int, _ opened: OpenedFile, _ range: Range<Int>) -> CountedPart {
    do throws(Trouble) {
      return counted(file, tokenizer, try opened.read(range), opened.name, range.lowerBound)
    } catch {
      return CountedPart(file: file, .trouble(error))
    }
  }

  private func streamed(_ job: FileWindows.Job, _ file: Int) -> CountedPart {
    switch job {
    case .window(_, let name, let tokenizer, let window):
      counted(file, tokenizer, window.bytes, name, window.offset)
    case .binary(_, let byteCount): CountedPart(file: file, .binary(byteCount: byteCount))
    case .failed(_, let trouble): CountedPart(file: file, .trouble(trouble))
    }
  }

  private func counted(_ file: Int, _ tokenizer: Int, _ bytes: [UInt8], _ name: String, _ offset: Int)
    -> CountedPart
  {
    var options = options
    options.startsInside = offset > 0
    do throws(Trouble) {
      let count = try tokenizers[tokenizer].count(bytes, options, Ticket())
      return CountedPart(
        file: file, byteCount: bytes.count, .tokens(tokenizer: tokenizer, count: count))
    } catch {
      return CountedPart(file: file, .trouble(error.inFile(name, from: offset)))
    }
  }
}

/// What was counted in a part of a file.
private struct CountedPart: Sendable {
  enum Outcome: Sendable {
    case tokens(tokenizer: Int, count: Int)
    case binary(byteCount: Int)
    case trouble(Trouble)
  }

  var file: Int
  var byteCount = 0
  var outcome: Outcome

  init(file: Int, byteCount: Int = 0, _ outcome: Outcome) {
    self.file = file
    self.byteCount = byteCount
    self.outcome = outcome
  }
}

/// The counts of files as their parts come.
private struct CountSums {
  private var counts: [FileCount]
  private var failed: Set<Int> = []
  /// The bytes that are done, as often as there are tokenizers.
  private(set) var doneBytes = 0

  init(_ files: [FoundFile], _ tokenizers: Int) {
    let none = [Int](repeating: 0, count: tokenizers)
    counts = files.map { FileCount(path: $0.path, byteCount: 0, tokenCounts: none) }
  }

  /// Adds a part; the trouble when it is the first of its file.
  mutating func add(_ part: CountedPart) -> Trouble? {
    doneBytes += part.byteCount
    switch part.outcome {
    case .tokens(let tokenizer, let count):
      counts[part.file].tokenCounts[tokenizer] += count
      if tokenizer == 0 { counts[part.file].byteCount += part.byteCount }
    case .binary(let byteCount):
      counts[part.file].isBinary = true
      counts[part.file].byteCount = byteCount
    case .trouble(let trouble):
      return failed.insert(part.file).inserted ? trouble : nil
    }
    return nil
  }

  /// Of the files that could be read.
  var results: [FileCount] { counts.enumerated().filter { !failed.contains($0.offset) }.map(\.element) }
}

extension TextWindow {
  /// Windows of one text never get tokens at their ends.
  func options(_ options: EncodeOptions) -> EncodeOptions {
    EncodeOptions(special: options.special, isWindow: true, startsInside: !isFirst)
  }
}
