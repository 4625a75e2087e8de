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

  /// A file with a NUL byte among its first 8000 bytes is binary, as git has it.
  static let probe = 8000

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
    var source = CountSource(
      files: files, cuts: tokenizers.map { tokenizer in { tokenizer.safeCut(in: $0, from: $1) } },
      binaryProbe: countsBinary ? 0 : Self.probe)
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

  private func done(_ job: CountSource.Job) -> Done {
    switch job {
    case .window(let file, let name, let tokenizer, let window):
      do throws(Trouble) {
        let tokens = try tokenizers[tokenizer].encode(window.bytes, window.options(options), Ticket())
        let outcome = Done.Outcome.tokens(tokenizer: tokenizer, count: tokens.count)
        return Done(file: file, byteCount: window.bytes.count, outcome: outcome)
      } catch {
        return Done(file: file, byteCount: 0, outcome: .trouble(error.inFile(name, movedBy: window.offset)))
      }
    case .binary(let file, let byteCount):
      return Done(file: file, byteCount: 0, outcome: .binary(byteCount: byteCount))
    case .failed(let file, let trouble):
      return Done(file: file, byteCount: 0, outcome: .trouble(trouble))
    }
  }
}

extension Trouble {
  /// The trouble with its place in a file, when it was found in a part that begins at `offset`.
  func inFile(_ name: String, movedBy offset: Int) -> Trouble {
    Trouble(kind, at: .file(name), "\(moved(by: offset).place): \(what)", remedy: remedy)
  }
}

extension TextWindow {
  /// Counting never adds tokens at the ends.
  fileprivate func options(_ options: EncodeOptions) -> EncodeOptions {
    EncodeOptions(special: options.special, isWindow: true)
  }
}

/// Opens one file after the other and cuts it into windows for every tokenizer.
struct CountSource {
  enum Job: Sendable {
    case window(file: Int, name: String, tokenizer: Int, TextWindow)
    case binary(file: Int, byteCount: Int)
    case failed(file: Int, Trouble)
  }

  private struct Current {
    var index: Int
    var input: InputBytes
    var windows: [TextWindows]
    var isProbed = false
  }

  private let files: [FoundFile]
  private let cuts: [@Sendable (Span<UInt8>, Int) -> Int?]
  private let binaryProbe: Int
  private var nextFile = 0
  private var current: Current?
  private var waiting: [Job] = []

  /// Windows end where these functions say, one for each tokenizer, as `Tokenizer.safeCut`; a file with a NUL among its
  /// first `binaryProbe` bytes is binary.
  init(files: [FoundFile], cuts: [@Sendable (Span<UInt8>, Int) -> Int?], binaryProbe: Int) {
    self.files = files
    self.cuts = cuts
    self.binaryProbe = binaryProbe
  }

  mutating func next(_ mayWait: Bool) -> NextJob<Job> {
    while true {
      if let job = waiting.popLast() { return .job(job) }
      if current == nil {
        if nextFile == files.count { return .end }
        open()
      }
      guard var file = current.take() else { continue }
      if !mayWait && !file.input.isReady {
        current = file
        return .later
      }
      do throws(Trouble) { try read(&file) } catch {
        file.input.close()
        waiting.append(.failed(file: file.index, error))
      }
    }
  }

  private mutating func open() {
    let index = nextFile
    nextFile += 1
    do throws(Trouble) {
      let input = try InputBytes(files[index].path)
      current = Current(
        index: index, input: input, windows: cuts.map { TextWindows($0, name: input.name) })
    } catch {
      waiting.append(.failed(file: index, error))
    }
  }

  private mutating func read(_ file: inout Current) throws(Trouble) {
    var block: [UInt8] = []
    guard try file.input.read(onto: &block) else { return finish(&file) }
    if !file.isProbed, block.prefix(binaryProbe).contains(0) {
      file.input.close()
      return waiting.append(
        .binary(file: file.index, byteCount: max(files[file.index].byteCount, block.count)))
    }
    file.isProbed = true
    for tokenizer in file.windows.indices {
      if let window = try file.windows[tokenizer].add(block) {
        waiting.append(.window(file: file.index, name: file.input.name, tokenizer: tokenizer, window))
      }
    }
    current = file
  }

  private mutating func finish(_ file: inout Current) {
    for tokenizer in file.windows.indices {
      let window = file.windows[tokenizer].rest()
      waiting.append(.window(file: file.index, name: file.input.name, tokenizer: tokenizer, window))
    }
    file.input.close()
  }
}
