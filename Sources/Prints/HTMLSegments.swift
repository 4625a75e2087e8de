import Basics
import Figures

/// A whole page around one segmented text.
struct HTMLSegments: SegmentPrint {
  let title: String
  var body = HTMLSegmentBody()

  mutating func open(to out: inout [UInt8]) {
    out.append(text: pageHead(title: title.isEmpty ? "Tessera" : title))
    if !title.isEmpty { out.append(text: "<h2>\(html(Shown.line(title)))</h2>\n") }
  }

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    body.add(text, segments, offset: offset, to: &out)
  }

  mutating func close(to out: inout [UInt8]) -> Bool {
    body.close(to: &out)
    out.append(text: pageFoot)
    return true
  }
}

/// The tokens alone, for a page that shows more.
struct HTMLSegmentBody {
  private var isOpen = false
  private var count = 0
  private var lastHue = 8

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    if !isOpen { out.append(text: "<div class=t>") }
    isOpen = true
    for segment in segments {
      let piece = Array(text[segment.range])
      let range = "\(offset + segment.range.lowerBound)–\(offset + segment.range.upperBound)"
      let kind = segment.isSpecial ? "s" : "h\(nextHue(segment.id))"
      let classes = segment.isMarked ? "\"\(kind) m\"" : kind
      out.append(text: "<span class=\(classes) title=\"id \(segment.id), bytes \(range)\">")
      out.append(text: piece.isEmpty ? "<i>\(segment.id)</i>" : markedUp(piece))
      out.append(text: piece.last == 10 ? "</span>\n" : "</span>")
      count += 1
    }
  }

  mutating func close(to out: inout [UInt8]) {
    if !isOpen { out.append(text: "<div class=t>") }
    out.append(text: "</div>\n<p class=f>\(count) tokens</p>\n")
  }

  private mutating func nextHue(_ id: UInt32) -> Int {
    var hue = Int(id % 8)
    if hue == lastHue { hue = (hue + 1) % 8 }
    lastHue = hue
    return hue
  }
}

/// The bytes as HTML, escaped forms in italics.
func markedUp(_ bytes: [UInt8]) -> String {
  Shown.parts(bytes).map { part in
    switch part.kind {
    case .plain, .space: html(part.text)
    default: "<i>\(html(part.text))</i>"
    }
  }.joined()
}
