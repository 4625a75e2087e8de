import Basics
import Documents
import Tokens

/// How differently tokenizers cut one file.
package struct FileDifference: Sendable, Equatable {
  /// As it was named or found; `-` for standard input.
  package var path: String
  package var totals: CutTotals
  /// Words and characters of the text.
  package var counts = TextCounts()
  /// How many of its bytes are ASCII digits.
  package var digitCount = 0
  /// Passed over because it is not text.
  package var isBinary = false
  /// Whether all of it was compared.
  package var isComplete = false
}

/// A place where tokenizers cut differently.
package struct Difference: Sendable, Equatable {
  /// Index of the file.
  package var file: Int
  package var offset: Int
  package var text: [UInt8]
  /// By tokenizer, its tokens with ranges counted from `offset`.
  package var tokens: [[Token]]
  /// The text around, from a place where all may be cut, and where in it the stretch begins.
  var context: [UInt8]
  var place: Int

  /// Why they part here; nil when that cannot be told from the surroundings.
  package func reason(_ tokenizers: [any Tokenizer], _ options: EncodeOptions, _ ticket: Ticket)
    throws(Trouble) -> CutReason?
  {
    try CutReason.find(
      tokens, offset: place, of: context.count, reading: { Array(context[$0]) }, tokenizers, options, ticket)
  }
}

/// What a comparison of files has found so far.
package struct Comparison: Sendable {
  package var files: [FileDifference]
  /// By text, the stretches that were cut differently, the dearest at the time of the last tidying.
  package var spans: SpanTable
  /// The first places, in order.
  package var differences: [Difference] = []
  /// Whether every file was read to its end.
  package var isComplete = false

  /// The sum of all files.
  package var totals: CutTotals {
    var sum = CutTotals(rows: files.first?.totals.tokenCounts.count ?? 0, placeLimit: 0)
    for file in files { sum.add(file.totals) }
    return sum
  }
}

/// Compares what tokenizers make of files, on all processors, a few megabytes in memory at a time.
///
/// Every window is cut where all tokenizers promise a cut, so the differences are those of the whole text.
package struct Comparing: Sendable {
  let tokenizers: [any Tokenizer]
  private let options: EncodeOptions
  private let ignoresSpaces: Bool
  private let takesBinary: Bool
  /// How many places are kept with their texts.
  let differenceLimit: Int

  /// The most different texts of which costs are kept, and the longest.
  private static let spanLimit = 1 << 18
  static let spanLength = 256
  /// How much is kept around a place.
  private static let context = 1024

  package init(
    _ tokenizers: [any Tokenizer], _ options: EncodeOptions, ignoresSpaces: Bool = false,
    takesBinary: Bool = false,
    differenceLimit: Int = 0
  ) {
    self.tokenizers = tokenizers
    self.options = options
    self.ignoresSpaces = ignoresSpaces
    self.takesBinary = takesBinary
    self.differenceLimit = differenceLimit
  }

  /// Compares the files in order and hands out what is known after every window, with the bytes done. Troubles of single
  /// files are reported and the others go on; after a cancellation the comparison says that it is not complete.
  package nonisolated(nonsending) func run(
    _ files: [FoundFile], _ ticket: Ticket, report: (Trouble) -> Void,
    progress: (borrowing Comparison, Int) -> Void
  ) async -> Comparison {
    var comparison = Comparison(
      files: files.map {
        FileDifference(path: $0.path, totals: CutTotals(rows: tokenizers.count, placeLimit: 0))
      }, spans: SpanTable(rows: tokenizers.count))
    var failed: Set<Int> = []
    let shared = SharedCuts(tokenizers)
    var source = FileWindows(
      files: files, cutters: [{ shared.first(in: $0, from: $1) }], takesBinary: takesBinary)
    var doneBytes = 0
    do throws(Trouble) {
      try await inOrder { mayWait throws(Trouble) in
        if ticket.isCancelled { throw .cancelled }
        return source.next(mayWait)
      } work: { job in
        done(job, ticket)
      } deliver: { (result: Done) throws(Trouble) in
        switch result.outcome {
        case .compared(let part):
          doneBytes += part.totals.byteCount
          comparison.add(part, file: result.file, differenceLimit)
          if comparison.spans.count > Self.spanLimit { comparison.spans.tidy(Self.spanLimit / 2) }
        case .binary: comparison.files[result.file].isBinary = true
        case .trouble(let trouble):
          if trouble.kind != .cancelled, failed.insert(result.file).inserted { report(trouble) }
        }
        progress(comparison, doneBytes)
      }
      comparison.isComplete = true
    } catch {
      // Cancelled: what was compared stays.
    }
    comparison.files = comparison.files.enumerated().filter { !failed.contains($0.offset) }.map(\.element)
    return comparison
  }

  /// Compares one text that is at hand.
  package func run(_ text: [UInt8], name: String, _ ticket: Ticket) throws(Trouble) -> Comparison {
    var comparison = Comparison(
      files: [FileDifference(path: name, totals: CutTotals(rows: tokenizers.count, placeLimit: 0))],
      spans: SpanTable(rows: tokenizers.count))
    let window = TextWindow(bytes: text, offset: 0, isLast: true)
    comparison.add(try compare(window, 0, ticket), file: 0, differenceLimit)
    comparison.isComplete = true
    return comparison
  }

  private struct Done: Sendable {
    enum Outcome: Sendable {
      case compared(WindowComparison)
      case binary
      case trouble(Trouble)
    }

    var file: Int
    var outcome: Outcome
  }

  private func done(_ job: FileWindows.Job, _ ticket: Ticket) -> Done {
    switch job {
    case .window(let file, let name, _, let window):
      do throws(Trouble) {
        return Done(file: file, outcome: .compared(try compare(window, file, ticket)))
      } catch {
        return Done(file: file, outcome: .trouble(error.inFile(name, window)))
      }
    case .binary(let file, _): return Done(file: file, outcome: .binary)
    case .failed(let file, let trouble): return Done(file: file, outcome: .trouble(trouble))
    }
  }

  func compare(_ window: TextWindow, _ file: Int, _ ticket: Ticket) throws(Trouble)
    -> WindowComparison
  {
    let text = window.bytes
    var rows: [[Token]] = []
    for tokenizer in tokenizers {
      rows.append(try tokenizer.encode(text, window.options(options), ticket))
    }
    let counts = rows.map(\.count)
    if ignoresSpaces { rows = rows.map { $0.withoutSpaces(in: text) } }
    let alignment = CutAlignment(count: text.count, rows)
    var part = WindowComparison(
      totals: CutTotals(rows: rows.count, placeLimit: 0),
      counts: TextCounts(text.span, startsInsideWord: window.startsInsideWord),
      isLast: window.isLast, spans: SpanTable(rows: rows.count))
    part.digitCount = Self.digitCount(text.span)
    part.totals.add(alignment, tokens: counts)
    for index in alignment.indices where !alignment.isShared(index) {
      let range = alignment.range(of: index)
      if range.count <= Self.spanLength {
        part.spans.add(text.span, range) { alignment.tokenCount(of: index, in: $0) }
      }
      if part.differences.count < differenceLimit {
        part.differences.append(difference(alignment[index], text, rows, file, window.offset))
      }
    }
    return part
  }

  private static func digitCount(_ text: Span<UInt8>) -> Int {
    var count = 0
    for index in text.indices { count &+= text[index] &- 0x30 < 10 ? 1 : 0 }
    return count
  }

  private func difference(
    _ region: CutAlignment.Region, _ text: [UInt8], _ rows: [[Token]], _ file: Int, _ offset: Int
  ) -> Difference {
    let start = region.range.lowerBound
    let tokens = rows.indices.map { row in
      rows[row][region.tokens[row]].map {
        Token(id: $0.id, start: Int($0.start) - start, end: Int($0.end) - start)
      }
    }
    // Only what stands before the stretch is searched: a text may have no common cut for long.
    let from = max(0, start - Self.context)
    let before = SharedCuts(tokenizers).first(in: text.span.extracting(from..<start), from: 0)
    let low = before.map { from + $0 } ?? from
    let around = low..<min(text.count, region.range.upperBound + Self.context)
    return Difference(
      file: file, offset: offset + start, text: Array(text[region.range]), tokens: tokens,
      context: Array(text[around]), place: start - low)
  }
}

/// What was found in one window.
struct WindowComparison: Sendable {
  var totals: CutTotals
  var counts: TextCounts
  var isLast: Bool
  var digitCount = 0
  var spans: SpanTable
  var differences: [Difference] = []
}

extension Comparison {
  mutating func add(_ part: WindowComparison, file: Int, _ differenceLimit: Int) {
    files[file].totals.add(part.totals)
    files[file].counts = files[file].counts + part.counts
    files[file].digitCount += part.digitCount
    files[file].isComplete = part.isLast
    spans.add(part.spans)
    differences += part.differences.prefix(max(0, differenceLimit - differences.count))
  }
}
