import Basics
import Figures

/// What a person and the option parser know of an output format.
package struct PrintCard: Sendable {
  /// As given to `--format`.
  package var name: String
  /// One line for help and manual.
  package var summary: String
  /// Formats for people are escaped on a terminal and may be coloured; formats for programs hold exact values.
  package var isForPeople: Bool
  /// Not text: it goes into a file, never to a terminal.
  package var isBinary = false
}

/// Settings of one output.
package struct PrintOptions: Sendable, Equatable {
  /// Colour may be used (SGR sequences; HTML has its own).
  package var color = false
  /// Colours may be any, not only those of the 256 that are alike everywhere.
  package var trueColor = false
  /// Foreign text may steer the terminal: control bytes go out as they are.
  package var raw = false
  /// Say the byte range of every token.
  package var spans = false
  /// Columns that drawings in plain text may take.
  package var width = 80

  package init(
    color: Bool = false, trueColor: Bool = false, raw: Bool = false, spans: Bool = false, width: Int = 80
  ) {
    self.color = color
    self.trueColor = trueColor
    self.raw = raw
    self.spans = spans
    self.width = width
  }
}

/// A way to write figures down.
package protocol Print: Sendable {
  static var card: PrintCard { get }

  init(_ options: PrintOptions)

  /// One complete document that shows the figures in order. Throws when what draws it is missing, or a limit is passed.
  func document(_ figures: [Figure]) throws(Trouble) -> [UInt8]

  /// A writer for the tokens of one text, however long it is. `title` names the tokenizer.
  func segments(title: String) -> any SegmentPrint
}

/// Writes a segmented text stretch by stretch, so that a text larger than memory can be written.
package protocol SegmentPrint {
  /// What stands before the first token.
  mutating func open(to out: inout [UInt8])

  /// The next stretch: `segments` count bytes of `text`, which begins at byte `offset` of the whole.
  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8])

  /// The next part of what stands after the last token; true when that was all. Throws as `document` does.
  mutating func close(to out: inout [UInt8]) throws(Trouble) -> Bool
}

extension Print {
  /// The writer's output for a text that is at hand in one piece.
  func whole(_ figure: Segments) throws(Trouble) -> [UInt8] {
    var out: [UInt8] = []
    var writer = segments(title: figure.title)
    writer.open(to: &out)
    writer.add(figure.text, figure.segments, offset: 0, to: &out)
    while try !writer.close(to: &out) {}
    return out
  }
}
