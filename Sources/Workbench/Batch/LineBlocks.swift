import Basics

/// Some whole lines of a stream, ready to be worked on by themselves.
enum LineBlock: Sendable {
  /// Lines with their ends (the last line of the stream may have none), and the number of the first, from 1.
  case lines([UInt8], first: Int)
  /// A line that was passed over because it is longer than the limit.
  case tooLong(line: Int)
}

/// Cuts a stream into blocks of whole lines as they come, about a megabyte each.
struct LineBlocks {
  /// A line may be this long: six bytes for each byte of the longest string, when every one is an escape.
  static let lineLimit = 6 * JSONScanner.stringLimit + (1 << 20)

  private var input: InputBytes
  private var held: [UInt8] = []
  private var line = 1
  private var isSkipping = false

  init(_ input: InputBytes) { self.input = input }

  mutating func next(_ mayWait: Bool) throws(Trouble) -> NextJob<LineBlock> {
    while true {
      if !mayWait && !input.isReady { return .later }
      let old = held.count
      guard try input.read(onto: &held) else { return rest() }
      if let end = lastLineEnd(from: old) {
        let block = take(end)
        if let block { return .job(block) }
      } else if isSkipping {
        held.removeAll()
      } else if held.count > Self.lineLimit {
        isSkipping = true
        held.removeAll()
        return .job(.tooLong(line: line))
      }
    }
  }

  /// What is left at the end of the stream.
  private mutating func rest() -> NextJob<LineBlock> {
    if held.isEmpty || isSkipping { return .end }
    let block = LineBlock.lines(held, first: line)
    held = []
    return .job(block)
  }

  /// Everything before `end`, without the rest of a line that is being passed over.
  private mutating func take(_ end: Int) -> LineBlock? {
    var start = 0
    if isSkipping {
      start = (held.firstIndex(of: 10) ?? end - 1) + 1
      isSkipping = false
      line += 1
    }
    let lines = start == 0 && end == held.count ? held : Array(held[start..<end])
    held = end == held.count ? [] : Array(held[end...])
    let first = line
    for byte in lines.span.indices where lines[byte] == 10 { line += 1 }
    return lines.isEmpty ? nil : .lines(lines, first: first)
  }

  private func lastLineEnd(from start: Int) -> Int? {
    var i = held.count
    while i > start {
      if held[i - 1] == 10 { return i }
      i -= 1
    }
    return nil
  }
}
