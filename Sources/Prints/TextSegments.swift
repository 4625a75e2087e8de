import Basics
import Figures

/// The text between bars.
struct TextSegments: SegmentPrint {
  let options: PrintOptions
  var isLineStart = true
  var lastHue = -1

  init(_ options: PrintOptions) { self.options = options }

  mutating func open(to out: inout [UInt8]) {}

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      if isLineStart { out.append(text: "│") }
      isLineStart = false
      let piece = Array(text[segment.range])
      if segment.isSpecial {
        out.append(text: "⟦" + (piece.isEmpty ? "\(segment.id)" : Shown.line(piece)) + "⟧")
      } else {
        append(piece, id: segment.id, to: &out)
      }
      out.append(text: "│")
      if piece.last == UInt8(ascii: "\n") { endLine(&out) }
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool {
    if !isLineStart { out.append(UInt8(ascii: "\n")) }
    return true
  }

  private mutating func append(_ piece: [UInt8], id: UInt32, to out: inout [UInt8]) {
    if options.raw { return out.append(contentsOf: piece) }
    if options.color { out.append(text: "\u{1B}[38;5;16;48;5;\(nextHue(id))m") }
    var parts = Shown.parts(piece)[...]
    while let part = parts.popFirst() {
      out.append(text: part.text)
      if part.kind == .newline && !parts.isEmpty { breakLine(&out, id) }
    }
    if options.color { out.append(text: "\u{1B}[0m") }
  }

  /// A token that holds a line break and more goes on in the next line.
  private func breakLine(_ out: inout [UInt8], _ id: UInt32) {
    out.append(text: options.color ? "\u{1B}[0m\n\u{1B}[38;5;16;48;5;\(Self.hues[lastHue])m" : "\n")
  }

  private mutating func endLine(_ out: inout [UInt8]) {
    out.append(UInt8(ascii: "\n"))
    isLineStart = true
  }

  /// Eight light hues; the id decides, a neighbour of the same hue shifts one step.
  private mutating func nextHue(_ id: UInt32) -> Int {
    var hue = Int(id % UInt32(Self.hues.count))
    if hue == lastHue { hue = (hue + 1) % Self.hues.count }
    lastHue = hue
    return Self.hues[hue]
  }

  private static let hues = [117, 222, 151, 218, 189, 186, 216, 152]
}

/// One token a line: number, id, byte range, text.
struct TextTokenList: SegmentPrint {
  var index = 0

  mutating func open(to out: inout [UInt8]) {}

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      let piece = Shown.line(Array(text[segment.range]))
      let range = "\(offset + segment.range.lowerBound)–\(offset + segment.range.upperBound)"
      let shown = segment.isSpecial ? "⟦\(piece)⟧" : "│\(piece)│"
      out.append(
        text: "\(padded("\(index)", 7))  \(padded("\(segment.id)", 7))  \(padded(range, 15))  \(shown)\n")
      index += 1
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool { true }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
  }
}
