import Basics
import Figures

/// The bare ids, separated by spaces on one line: what `tessera decode` reads back.
///
/// With spans each token has a line of its own: `464 0 3`, the id and its byte range in the original.
package struct IDsPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(
    name: "ids", summary: "ids separated by spaces; with --spans one a line with its bytes",
    isForPeople: false)

  private let options: PrintOptions

  package init(_ options: PrintOptions) { self.options = options }

  /// Ids of segmented texts; figures without ids print nothing.
  package func document(_ figures: [Figure]) throws(Trouble) -> [UInt8] {
    var out: [UInt8] = []
    for case .segments(let segments) in figures { out += try whole(segments) }
    return out
  }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint { IDsSegments(spans: options.spans) }
}

private struct IDsSegments: SegmentPrint {
  let spans: Bool
  var isFirst = true

  mutating func open(to out: inout [UInt8]) {}

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      if !isFirst { out.append(UInt8(ascii: spans ? "\n" : " ")) }
      isFirst = false
      out.append(decimal: Int(segment.id))
      if spans { append(offset + segment.range.lowerBound, offset + segment.range.upperBound, to: &out) }
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool {
    if !(isFirst && spans) { out.append(UInt8(ascii: "\n")) }
    return true
  }

  private func append(_ start: Int, _ end: Int, to out: inout [UInt8]) {
    out.append(UInt8(ascii: " "))
    out.append(decimal: start)
    out.append(UInt8(ascii: " "))
    out.append(decimal: end)
  }
}
