import Basics
import Prints
import Tokens

/// What to do with each line of a stream of JSON objects.
///
/// A line that cannot be done becomes an object with `"error"` (and its fields, if it could be read at all, or its
/// `"line"`), so the output has an object for every line that is not blank.
package struct JSONLines: Sendable {
  /// Which way the lines go.
  package enum Task: Sendable {
    /// `{"text":…}` or `{"bytes_b64":…}` in; `"ids"`, and `"spans"` when asked for, out.
    case encode(EncodeOptions, spans: Bool)
    /// `{"ids":…}` in; `"bytes_b64"` and `"text"` out. In `"text"`, U+FFFD stands for what is not UTF-8.
    case decode(DecodeOptions)
  }

  private let tokenizer: any Tokenizer
  private let task: Task
  private let name: String

  package init(_ task: Task, _ tokenizer: any Tokenizer, name: String) {
    self.task = task
    self.tokenizer = tokenizer
    self.name = name == "-" ? "standard input" : name
  }

  /// Works through the stream at `path` (`-` for standard input); calls `report` for each bad line, in order.
  /// Returns how many there were.
  package nonisolated(nonsending) func run(
    _ path: String, to output: inout OutputBytes, report: (Trouble) -> Void
  ) async throws(Trouble) -> Int {
    let input = try InputBytes(path)
    defer { input.close() }
    var blocks = LineBlocks(input)
    var bad = 0
    try await inOrder { mayWait throws(Trouble) in
      try blocks.next(mayWait)
    } work: { block in
      done(block)
    } deliver: { result throws(Trouble) in
      result.troubles.forEach(report)
      bad += result.troubles.count
      try output.write(result.bytes)
      if result.isPartial { try output.flush() }
    }
    try output.flush()
    return bad
  }

  struct Result: Sendable {
    var bytes: [UInt8] = []
    var troubles: [Trouble] = []
    /// The lines came in small portions: somebody may be waiting for the answer.
    var isPartial = false
  }

  func done(_ block: LineBlock) -> Result {
    var result = Result()
    switch block {
    case .tooLong(let line):
      let trouble = Trouble(.limit, "the line is longer than \(LineBlocks.lineLimit >> 20) MiB")
      refuse(nil, line, trouble, &result)
    case .lines(let bytes, let first):
      result.isPartial = bytes.count < InputBytes.blockSize / 2
      result.bytes.reserveCapacity(bytes.count * 2)
      var start = first == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var line = first
      while start < bytes.count {
        let end = lineEnd(bytes.span, start)
        doLine(bytes, start..<end, line, &result)
        start = end + 1
        line += 1
      }
    }
    return result
  }

  private func lineEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    while i < bytes.count && bytes[i] != 10 { i += 1 }
    return i
  }

  private func doLine(_ bytes: [UInt8], _ range: Range<Int>, _ line: Int, _ result: inout Result) {
    var object: LineObject?
    let rollback = result.bytes.count
    do throws(Trouble) {
      object = try LineObject.read(bytes, range)
      guard let object else { return }
      switch task {
      case .encode(var options, let spans):
        options.sampling = options.sampling?.of(part: line)
        try encode(object, options, spans, to: &result.bytes)
      case .decode(let options): try decode(object, options, to: &result.bytes)
      }
      result.bytes.append(contentsOf: [UInt8(ascii: "}"), 10])
    } catch {
      result.bytes.removeSubrange(rollback...)
      refuse(object, line, error, &result)
    }
  }

  private func encode(
    _ object: LineObject, _ options: EncodeOptions, _ spans: Bool, to out: inout [UInt8]
  ) throws(Trouble) {
    let text = try object.payload()
    let tokens = try tokenizer.encode(text, options, Ticket())
    object.open(without: ["text", "bytes_b64", "ids", "error"] + (spans ? ["spans"] : []), to: &out)
    out.append(key: "ids")
    out.append(UInt8(ascii: "["))
    for token in tokens {
      out.append(decimal: Int(token.id))
      out.append(UInt8(ascii: ","))
    }
    close(&out)
    if spans { append(tokenizer.referenceSpans(tokens, in: text), to: &out) }
  }

  private func append(_ spans: [Range<Int>], to out: inout [UInt8]) {
    out.append(UInt8(ascii: ","))
    out.append(key: "spans")
    out.append(UInt8(ascii: "["))
    for span in spans {
      out.append(UInt8(ascii: "["))
      out.append(decimal: span.lowerBound)
      out.append(UInt8(ascii: ","))
      out.append(decimal: span.upperBound)
      out.append(contentsOf: [UInt8(ascii: "]"), UInt8(ascii: ",")])
    }
    close(&out)
  }

  /// Turns the last comma of a list into its end.
  private func close(_ out: inout [UInt8]) {
    if out.last == UInt8(ascii: ",") { out.removeLast() }
    out.append(UInt8(ascii: "]"))
  }

  private func decode(_ object: LineObject, _ options: DecodeOptions, to out: inout [UInt8]) throws(Trouble) {
    let bytes = try decoded(object.ids(), options, tokenizer)
    object.open(without: ["ids", "bytes_b64", "text", "error"], to: &out)
    out.append(key: "bytes_b64")
    out.append(UInt8(ascii: "\""))
    out.append(base64: bytes)
    out.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ",")])
    out.append(key: "text")
    out.append(jsonString: bytes)
  }

  private func refuse(_ object: LineObject?, _ line: Int, _ trouble: Trouble, _ result: inout Result) {
    let what = trouble.place == .nowhere ? trouble.what : "\(trouble.place): \(trouble.what)"
    let placed = Trouble(trouble.kind, at: .line(file: name, number: line), what, remedy: trouble.remedy)
    result.troubles.append(placed)
    if let object {
      object.open(without: ["error"], to: &result.bytes)
    } else {
      result.bytes.append(text: "{\"line\":\(line),")
    }
    result.bytes.append(key: "error")
    result.bytes.append(jsonText: what)
    result.bytes.append(contentsOf: [UInt8(ascii: "}"), 10])
  }
}

/// The bytes of the ids; an id that the vocabulary does not have is named.
package func decoded(
  _ ids: [TokenID], _ options: DecodeOptions, _ tokenizer: any Tokenizer
) throws(Trouble) -> [UInt8] {
  let vocabulary = tokenizer.vocabulary
  for id in ids where Int(id) >= vocabulary.idLimit || vocabulary.kind(of: id) == .hole {
    throw Trouble(
      .input, "id \(id) is not in the vocabulary of \(tokenizer.card.name)",
      remedy: "Its ids run from 0 to \(vocabulary.idLimit - 1)")
  }
  return try tokenizer.decode(ids, options)
}
