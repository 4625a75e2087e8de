import Basics
import Documents
import Tokens

/// What was measured with one tokenizer.
package struct TokenizerMeasures: Sendable, Equatable {
  /// The tokenizer's name.
  package var name: String
  /// How much text its tokens are of.
  package var text: TextCounts
  package var tokens: TokenMeasures
  /// Against a gold segmentation, where there is one.
  package var boundaries: BoundaryCounts?

  package init(
    name: String, text: TextCounts, tokens: TokenMeasures, boundaries: BoundaryCounts? = nil
  ) {
    self.name = name
    self.text = text
    self.tokens = tokens
    self.boundaries = boundaries
  }
}

/// What a measuring has come to.
package struct Measured: Sendable, Equatable {
  package var tokenizers: [TokenizerMeasures]
  /// The settings by which it was measured.
  package var settings: MeasureSettings
  /// Files that were read, and binary ones that were passed over.
  package var files = 0
  package var binaryFiles = 0
  /// The text itself packed by DEFLATE, in bytes; nil when there is no text.
  package var packedTextBytes: Int?
  /// Whether the work was stopped, so that every tokenizer may have come to another place.
  package var isPartial = false

  package init(_ tokenizers: [TokenizerMeasures], _ settings: MeasureSettings) {
    self.tokenizers = tokenizers
    self.settings = settings
  }
}

/// Measures one or more tokenizers on files, read in parts: memory does not grow with the text but for what
/// `MeasureSettings.gramLimit` bounds.
///
/// Texts are encoded on all processors; counts are made in the order of the text, all files being one stream.
package struct Measuring: Sendable {
  private let tokenizers: [any Tokenizer]
  private let options: EncodeOptions
  private let settings: MeasureSettings
  private let readsBinary: Bool

  package init(
    _ tokenizers: [any Tokenizer], _ options: EncodeOptions, _ settings: MeasureSettings, readsBinary: Bool
  ) {
    self.tokenizers = tokenizers
    self.options = EncodeOptions(special: options.special, isWindow: true)
    self.settings = settings
    self.readsBinary = readsBinary
  }

  /// The measures of the files that could be read, in this order; of what came before when the ticket is cancelled.
  /// `report` hears of files that could not be read, `progress` how many bytes are done.
  package nonisolated(nonsending) func run(
    _ files: [FoundFile], _ ticket: Ticket, report: (Trouble) -> Void, progress: (Int) -> Void
  ) async -> Measured {
    var sums = MeasureSums(tokenizers, settings)
    var source = FileWindows(files: files, cutters: tokenizers.map(Self.cut), takesBinary: readsBinary)
    // `next` and `deliver` note each trouble and go on, so nothing is thrown.
    try? await inOrder { mayWait throws(Trouble) in
      ticket.isCancelled ? .end : source.next(mayWait)
    } work: { job in
      encoded(job)
    } deliver: { (part: Encoded) throws(Trouble) in
      if let trouble = sums.add(part) { report(trouble) }
      progress(sums.byteCount / max(1, tokenizers.count))
    }
    return sums.measured(ticket)
  }

  /// Where both the tokens and the counts of a text may be cut.
  private static func cut(_ tokenizer: any Tokenizer) -> SafeCut {
    { bytes, from in
      var from = from
      while let place = tokenizer.safeCut(in: bytes, from: from), place < bytes.count {
        if TextCounts.mayCut(bytes, at: place) { return place }
        from = place + 1
      }
      return nil
    }
  }

  /// How the tokenizers cut the texts of a gold segmentation. Throws when a text is refused or the ticket is cancelled.
  package func boundaries(
    _ gold: GoldSegmentation, _ ticket: Ticket
  ) throws(Trouble) -> [BoundaryCounts] {
    let total = Double(max(1, tokenizers.count * gold.lines.count))
    var done = 0.0
    return try tokenizers.map { tokenizer throws(Trouble) in
      var counts = BoundaryCounts()
      for line in gold.lines {
        try ticket.step(done / total)
        let options = EncodeOptions(special: options.special)
        counts.add(try tokenizer.encode(line.text, options, ticket), line)
        done += 1
      }
      return counts
    }
  }

  private func encoded(_ job: FileWindows.Job) -> Encoded {
    switch job {
    case .window(let file, let name, let tokenizer, let window):
      do throws(Trouble) {
        let tokens = try tokenizers[tokenizer].encode(window.bytes, window.options(options), Ticket())
        return Encoded(file: file, outcome: .tokens(tokenizer: tokenizer, window, tokens))
      } catch {
        return Encoded(file: file, outcome: .trouble(error.inFile(name, window)))
      }
    case .binary(let file, _): return Encoded(file: file, outcome: .binary)
    case .failed(let file, let trouble): return Encoded(file: file, outcome: .trouble(trouble))
    }
  }
}

/// A part of a file as one tokenizer cuts it.
private struct Encoded: Sendable {
  enum Outcome: Sendable {
    case tokens(tokenizer: Int, TextWindow, [Token])
    case binary
    case trouble(Trouble)
  }

  var file: Int
  var outcome: Outcome
}

/// The measures of all tokenizers as they grow.
private struct MeasureSums {
  private struct Sum {
    var name: String
    var text = TextCounts()
    var isInWord = false
    var measuring: TokenMeasuring
  }

  private var sums: [Sum]
  private let settings: MeasureSettings
  private let packedText = DeflateLength()
  private var files: Set<Int> = []
  private var failed: Set<Int> = []
  private var binaryFiles = 0
  /// Of all tokenizers together.
  private(set) var byteCount = 0

  init(_ tokenizers: [any Tokenizer], _ settings: MeasureSettings) {
    self.settings = settings
    sums = tokenizers.map {
      Sum(name: $0.card.name, measuring: TokenMeasuring($0.vocabulary, settings))
    }
  }

  /// Adds a part; gives the trouble of a file that was not heard of before.
  mutating func add(_ part: Encoded) -> Trouble? {
    switch part.outcome {
    case .tokens(let tokenizer, let window, let tokens):
      let bytes = window.bytes
      files.insert(part.file)
      byteCount += bytes.count
      if tokenizer == 0 { packedText.add(bytes) }
      // All files are one stream, so a word may begin in one and end in the next.
      let isInWord = sums[tokenizer].isInWord
      sums[tokenizer].text = sums[tokenizer].text + TextCounts(bytes.span, startsInsideWord: isInWord)
      sums[tokenizer].isInWord = window.endsInsideWord(isInWord)
      sums[tokenizer].measuring.add(bytes, tokens)
    case .binary: binaryFiles += 1
    case .trouble(let trouble): if failed.insert(part.file).inserted { return trouble }
    }
    return nil
  }

  func measured(_ ticket: Ticket) -> Measured {
    // Shuffling alone can be stopped; without it the rest is known all the same.
    let measures = sums.map { sum in
      let tokens = (try? sum.measuring.measures(ticket)) ?? sum.measuring.unshuffledMeasures
      return TokenizerMeasures(name: sum.name, text: sum.text, tokens: tokens)
    }
    var measured = Measured(measures, settings)
    measured.isPartial = ticket.isCancelled
    measured.files = files.subtracting(failed).count
    measured.binaryFiles = binaryFiles
    measured.packedTextBytes = byteCount > 0 ? packedText.byteCount : nil
    return measured
  }
}
