import Basics

/// Finds bytes in a text of any size, a megabyte at a time.
package struct TextSearch: Sendable {
  private let needle: [UInt8]
  private let foldsCase: Bool

  /// Looks for `needle`; with `foldsCase`, ASCII letters match in either case.
  package init(_ needle: [UInt8], foldsCase: Bool) {
    self.foldsCase = foldsCase
    self.needle = foldsCase ? needle.map(Self.folded) : needle
  }

  /// The first match that begins in `range` (or the last, when going backwards); nil when there is none.
  package func match(
    in text: Rope, _ range: Range<Int>, forward: Bool, _ ticket: Ticket
  ) throws(Trouble) -> Range<Int>? {
    let step = 1 << 20
    guard !needle.isEmpty, !range.isEmpty else { return nil }
    let starts = stride(from: range.lowerBound, to: range.upperBound, by: step)
    for start in forward ? Array(starts) : starts.reversed() {
      let done = Double(start - range.lowerBound) / Double(range.count)
      try ticket.step(forward ? done : 1 - done)
      let end = min(start + step, range.upperBound)
      let bytes = text[start..<end + needle.count - 1]
      let found = forward ? first(in: bytes.span, end - start) : last(in: bytes.span, end - start)
      if let found { return start + found..<start + found + needle.count }
    }
    return nil
  }

  private func first(in bytes: Span<UInt8>, _ limit: Int) -> Int? {
    for i in 0..<max(0, min(limit, bytes.count - needle.count + 1)) where isMatch(bytes, i) { return i }
    return nil
  }

  private func last(in bytes: Span<UInt8>, _ limit: Int) -> Int? {
    for i in (0..<max(0, min(limit, bytes.count - needle.count + 1))).reversed() where isMatch(bytes, i) {
      return i
    }
    return nil
  }

  private func isMatch(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    for i in needle.indices {
      let byte = bytes[start + i]
      if (foldsCase ? Self.folded(byte) : byte) != needle[i] { return false }
    }
    return true
  }

  private static func folded(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
