import Basics
import Figures
import Prints
import Tokens

/// Encodes one text of any length and prints its tokens as they come: windows on all processors, output in order.
package struct TextEncoding: Sendable {
  private let tokenizer: any Tokenizer
  private let options: EncodeOptions

  package init(_ tokenizer: any Tokenizer, _ options: EncodeOptions) {
    self.tokenizer = tokenizer
    self.options = options
  }

  /// Prints the tokens of the text at `path` (`-` for standard input).
  package nonisolated(nonsending) func run(
    _ path: String, as print: any Print, to output: inout OutputBytes
  ) async throws(Trouble) {
    let input = try InputBytes(path)
    defer { input.close() }
    var source = WindowSource(input, TextWindows(tokenizer, name: input.name))
    var writer = print.segments(title: tokenizer.card.name)
    var out: [UInt8] = []
    writer.open(to: &out)
    try await inOrder { mayWait throws(Trouble) in
      try source.next(mayWait)
    } work: { window in
      encoded(window)
    } deliver: { result throws(Trouble) in
      let (window, segments) = try result.get()
      writer.add(window.bytes, segments, offset: window.offset, to: &out)
      try output.write(out)
      out.removeAll(keepingCapacity: true)
    }
    var isDone = false
    while !isDone {
      isDone = try writer.close(to: &out)
      try output.write(out)
      out.removeAll(keepingCapacity: true)
    }
    try output.flush()
  }

  /// Prints bare ids as the print for ids does, without asking where tokens stand; whoever encodes a window spells its ids too, so that
  /// writing is never what the others wait for.
  package nonisolated(nonsending) func runIDs(_ path: String, to output: inout OutputBytes)
    async throws(Trouble)
  {
    let input = try InputBytes(path)
    defer { input.close() }
    var source = WindowSource(input, TextWindows(tokenizer, name: input.name))
    var isFirst = true
    try await inOrder { mayWait throws(Trouble) in
      try source.next(mayWait)
    } work: { window in
      spelled(window)
    } deliver: { result throws(Trouble) in
      let bytes = try result.get()
      // Every id has a space before it.
      try output.write(isFirst ? Array(bytes.dropFirst()) : bytes)
      isFirst = isFirst && bytes.isEmpty
    }
    try output.write([10])
    try output.flush()
  }

  private func spelled(_ window: TextWindow) -> Result<[UInt8], Trouble> {
    do throws(Trouble) {
      var options = options
      options.startsInside = !window.isFirst
      let isWhole = !options.addSpecial || window.isFirst && window.isLast
      let ids =
        isWhole && options.sampling == nil
        ? try tokenizer.ids(window.bytes, options, Ticket()) : try windowTokens(window).map(\.id)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(ids.count * 7)
      for id in ids {
        bytes.append(UInt8(ascii: " "))
        bytes.append(decimal: Int(id))
      }
      return .success(bytes)
    } catch {
      return .failure(error.moved(by: window.offset))
    }
  }

  private typealias Encoded = Result<(TextWindow, [Segments.Segment]), Trouble>

  private func encoded(_ window: TextWindow) -> Encoded {
    do throws(Trouble) {
      let tokens = try windowTokens(window)
      return .success((window, segments(tokens, tokenizer.vocabulary)))
    } catch {
      return .failure(error.moved(by: window.offset))
    }
  }

  /// Tokens of a window; those that a post-processor adds stand only at the ends of the whole text.
  private func windowTokens(_ window: TextWindow) throws(Trouble) -> [Token] {
    var options = options
    options.sampling = options.sampling?.of(part: window.offset)
    options.startsInside = !window.isFirst
    if !options.addSpecial || window.isFirst && window.isLast {
      return try tokenizer.encode(window.bytes, options, Ticket())
    }
    let inner = EncodeOptions(
      special: options.special, isWindow: true, startsInside: !window.isFirst, sampling: options.sampling)
    let tokens = try tokenizer.encode(window.bytes, inner, Ticket())
    if !window.isFirst && !window.isLast { return tokens }
    let wrapped = try tokenizer.encode(window.bytes, options, Ticket())
    let extra = wrapped.count - tokens.count
    let before = (0...max(0, extra)).first { wrapped[$0...].starts(with: tokens) } ?? 0
    return window.isFirst ? Array(wrapped[..<(before + tokens.count)]) : Array(wrapped[before...])
  }
}

/// Tokens as figures have them.
package func segments(_ tokens: [Token], _ vocabulary: any Vocabulary) -> [Segments.Segment] {
  tokens.map { token in
    let kind = vocabulary.kind(of: token.id)
    return Segments.Segment(
      id: token.id, range: token.bytes, isSpecial: kind == .special || kind == .control || token.bytes.isEmpty
    )
  }
}

extension Trouble {
  /// The trouble with its place in the whole text, when it was found in a part that begins at `offset`.
  func moved(by offset: Int) -> Trouble {
    guard case .text(let range) = place else { return self }
    return Trouble(
      kind, at: .text(range.lowerBound + offset..<range.upperBound + offset), what, remedy: remedy)
  }
}

/// A stream read block by block and cut into windows.
struct WindowSource {
  private var input: InputBytes
  private var windows: TextWindows
  private var isDone = false

  init(_ input: InputBytes, _ windows: TextWindows) {
    self.input = input
    self.windows = windows
  }

  mutating func next(_ mayWait: Bool) throws(Trouble) -> NextJob<TextWindow> {
    if isDone { return .end }
    while true {
      if !mayWait && !input.isReady { return .later }
      var block: [UInt8] = []
      guard try input.read(onto: &block) else {
        isDone = true
        return .job(windows.rest())
      }
      if let window = try windows.add(block) { return .job(window) }
    }
  }
}
