extension Rope {
  /// The offset where a line starts; lines count from 0. Past the end: the end of the text.
  package func start(ofLine line: Int) -> Int {
    if line <= 0 { return 0 }
    guard line <= root.newlineCount else { return count }
    var node = root
    var left = line
    var offset = 0
    while node.height > 0 {
      for child in node.children {
        if left <= child.newlineCount {
          node = child
          break
        }
        left -= child.newlineCount
        offset += child.byteCount
      }
    }
    let leaf = node.bytes
    return offset + (Newlines.endOf(left, in: leaf.span) ?? node.byteCount)
  }

  /// The line, counted from 0, that holds the byte at `offset`.
  package func line(at offset: Int) -> Int {
    var node = root
    var rest = min(max(0, offset), count)
    var line = 0
    while node.height > 0 {
      for child in node.children {
        if rest <= child.byteCount {
          node = child
          break
        }
        rest -= child.byteCount
        line += child.newlineCount
      }
    }
    let leaf = node.bytes
    return line + Newlines.count(in: leaf.span.extracting(0..<rest))
  }

  /// The line that holds the byte at `offset`, its line feed included. Most lines are short, so the ends are looked for
  /// nearby first, and only then by counting.
  package func lineRange(holding offset: Int) -> Range<Int> {
    let near = 2048
    let before = self[max(0, offset - near)..<offset]
    let after = self[offset..<offset + near]
    let start =
      before.lastIndex(of: 0x0A).map { offset - before.count + $0 + 1 } ?? (offset <= near ? 0 : nil)
    let end = after.firstIndex(of: 0x0A).map { offset + $0 + 1 } ?? (offset + near >= count ? count : nil)
    if let start, let end { return start..<end }
    let line = line(at: offset)
    return self.start(ofLine: line)..<self.start(ofLine: line + 1)
  }

  /// The bytes of a line without its line feed.
  package func range(ofLine line: Int) -> Range<Int> {
    let start = start(ofLine: line)
    let next = self.start(ofLine: line + 1)
    return start..<(line < root.newlineCount ? next - 1 : next)
  }
}
