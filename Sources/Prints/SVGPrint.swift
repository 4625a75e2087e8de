import Figures

/// One picture that needs no other files: figures one below the other, in a light style of its own, all text as text.
///
/// Its size follows from what it shows. Of long tables, trees and texts the beginning is drawn, and how much more there is
/// is said below.
package struct SVGPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(name: "svg", summary: "a picture of lines and text", isForPeople: true)

  package init(_ options: PrintOptions) {}

  /// The whole document.
  package func document(_ figures: [Figure]) -> [UInt8] { SVGFigure.document(figures).bytes }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint {
    SVGSegments(picture: SegmentPicture(title: title))
  }
}

private struct SVGSegments: SegmentPrint {
  var picture: SegmentPicture

  mutating func open(to out: inout [UInt8]) {}

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    picture.tokens.add(text, segments)
  }

  mutating func close(to out: inout [UInt8]) -> Bool {
    out += picture.document.bytes
    return true
  }
}

/// The tokens of one text as they come; it stays as small as a picture may be.
struct SegmentPicture {
  var title: String
  var tokens = SVGTokens()

  var document: SVGDocument {
    var picture = SVGFigure.titled(title)
    picture.add(tokens.finished, below: 0)
    return SVGFigure.document([picture], title: title)
  }
}
