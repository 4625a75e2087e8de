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
    var windows = FileWindows(files, source, binaryProbe: readsBinary ? 0 : 8000)
    let source = source
    try await inOrder { mayWait throws(Trouble) in
      try ticket.step(0)
      return try windows.next(mayWait)
    } work: { window in
      Self.counted(window, source, ticket)
    } deliver: { (result: Result<Part, Trouble>) throws(Trouble) in
      let part = try result.get()
      words.add(part.words)
      sums.bytes += part.byteCount
      progress(sums.bytes)
    }
    (sums.texts, sums.skipped) = (windows.textCount, windows.skippedCount)
    guard words.byteCount < WordCounts.limit else {
      throw Trouble(
        .limit, "there are too many different words", remedy: "Give less text, or cut it into smaller words")
    }
    return (words, sums)
  }

  private struct Part: Sendable {
    var words: WordCounts
    var byteCount: Int
  }

  private static func counted(
    _ window: TextWindow, _ source: WordSource, _ ticket: Ticket
  ) -> Result<Part, Trouble> {
    do throws(Trouble) {
      var words = WordCounts()
      try source.count(window.bytes.span, into: &words, ticket)
      return .success(Part(words: words, byteCount: window.bytes.count))
    } catch {
      return .failure(error)
    }
  }
}

/// Opens one file after the other and cuts it into windows.
private struct FileWindows {
  private let files: [FoundFile]
  private let source: WordSource
  private let binaryProbe: Int
  private var nextFile = 0
  private var input: InputBytes?
  private var windows: TextWindows
  private var isProbed = false
  private(set) var textCount = 0
  private(set) var skippedCount = 0

  init(_ files: [FoundFile], _ source: WordSource, binaryProbe: Int) {
    self.files = files
    self.source = source
    self.binaryProbe = binaryProbe
    windows = TextWindows({ _, _ in nil }, name: "")
  }

  mutating func next(_ mayWait: Bool) throws(Trouble) -> NextJob<TextWindow> {
    while true {
      guard var file = input else {
        if nextFile == files.count { return .end }
        try open()
        continue
      }
      if !mayWait && !file.isReady { return .later }
      var block: [UInt8] = []
      let isMore = try file.read(onto: &block)
      input = file
      guard isMore else {
        close(file)
        return .job(windows.rest())
      }
      if !isProbed, block.prefix(binaryProbe).contains(0) {
        (textCount, skippedCount) = (textCount - 1, skippedCount + 1)
        close(file)
        continue
      }
      isProbed = true
      if let window = try windows.add(block) { return .job(window) }
    }
  }

  private mutating func open() throws(Trouble) {
    let file = try InputBytes(files[nextFile].path)
    let source = source
    windows = TextWindows({ source.safeCut(in: $0, from: $1) }, name: file.name)
    (input, isProbed) = (file, false)
    nextFile += 1
    textCount += 1
  }

  private mutating func close(_ file: InputBytes) {
    file.close()
    input = nil
  }
}
