import Basics
import Figures
import Foundation
import Prints
import Testing

@Suite struct PictureTests {
  private func svg(_ figures: [Figure]) -> [UInt8] { SVGPrint(PrintOptions()).document(figures) }

  /// Whether this machine has the libraries that draw.
  private static let canDraw = FileManager.default.fileExists(atPath: "/usr/share/doc/librsvg2-2")

  @Test(arguments: 0..<60)
  func `an SVG is well-formed XML whatever its texts are`(seed: UInt64) throws {
    var tree = XMLScan(svg(DrawnFigures.hostileFigures(seed: seed)))
    #expect(throws: Never.self) { try tree.scan() }
    #expect(tree.elements["svg"] == 1 && tree.elements["script"] == nil)
  }

  @Test func `the scanner of these tests finds what is wrong`() {
    for bad in [
      "<a>", "<a></b>", "<a x=1/>", "<a>&nbsp;</a>", "<a>\u{1}</a>", "<a x=\"<\"/>", "a", "<a/><b/>",
      "<a>]]></a>",
    ] {
      var scan = XMLScan(Array(bad.utf8))
      #expect(throws: XMLScan.Fault.self, "\(bad)") { try scan.scan() }
    }
    var notText = XMLScan([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E])
    #expect(throws: XMLScan.Fault.self) { try notText.scan() }
    var good = XMLScan(Array("<a x=\"1\"><b/>&lt;\u{6F22}</a>\n".utf8))
    #expect(throws: Never.self) { try good.scan() }
  }

  @Test func `a long table says how many rows are left out`() {
    let rows = (0..<1234).map { [Value.integer($0)] }
    let text = String(
      decoding: svg([.table(Table(title: "", columns: [.init("n", key: "n")], rows: rows))]), as: UTF8.self)
    #expect(text.contains(" and 934 more rows") && text.contains(">299<") && !text.contains(">300<"))
  }

  @Test func `a long text says how many tokens are left out`() {
    let text = Array(repeating: UInt8(ascii: "a"), count: 50_000)
    let tokens = (0..<10_000).map { Segments.Segment(id: UInt32($0), range: $0 * 5..<$0 * 5 + 5) }
    let written = String(
      decoding: svg([.segments(Segments(title: "", text: text, segments: tokens))]), as: UTF8.self)
    #expect(written.contains(" and 6000 more tokens") && written.contains(">10000 tokens<"))
  }

  @Test func `series differ by sign and stroke, not by colour alone`() {
    let text = String(decoding: svg([.chart(DrawnFigures.chart)]), as: UTF8.self)
    #expect(text.contains("stroke-dasharray=\"6 5\"") && text.contains("M-4 -4 h8 v8 h-8 z"))
    let bare = String(decoding: svg([.alignment(DrawnFigures.alignment)]), as: UTF8.self)
    #expect(bare.contains("≠") && bare.contains("stroke-width=\"3\""))
  }

  @Test(
    .enabled(if: canDraw, "needs the Debian package librsvg2-2"),
    arguments: DrawnFigures.all + [.note(Note(title: "n", lines: ["words"]))])
  func `a PNG has its signature, twice the size of the SVG, and something on it`(figure: Figure) throws {
    let png = try PNGPrint(PrintOptions()).document([figure])
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(Array(png[12..<16]) == Array("IHDR".utf8))
    let size = [16, 20].map { at in png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    let text = String(decoding: svg([figure]), as: UTF8.self)
    #expect(text.contains("width=\"\(size[0] / 2)\" height=\"\(size[1] / 2)\" viewBox"))
    #expect(size[0] % 2 == 0 && size[1] % 2 == 0)
    // White pixels alone would be packed into next to nothing.
    let blank = size[0] * size[1] / 200
    #expect(png.count > blank, "\(png.count) bytes for \(size)")
  }

  @Test(.enabled(if: canDraw, "needs the Debian package librsvg2-2"))
  func `two figures that differ give two pictures`() throws {
    var other = DrawnFigures.chart
    other.series[0].points[0].y = 3.5
    let print = PNGPrint(PrintOptions())
    #expect(try print.document([.chart(other)]) != print.document([.chart(DrawnFigures.chart)]))
    #expect(try print.document([.chart(other)]) == print.document([.chart(other)]))
  }

  @Test func `a picture that would be too large is refused with a remedy`() {
    let tall = Figure.table(
      Table(title: "", columns: [.init("n", key: "n")], rows: (0..<300).map { [.integer($0)] }))
    let trouble = #expect(throws: Trouble.self) {
      try PNGPrint(PrintOptions()).document(Array(repeating: tall, count: 4))
    }
    #expect(trouble?.kind == .limit && trouble?.description.contains("16384 a side") == true)
    #expect(trouble?.remedy.contains("svg") == true)
  }
}

/// Enough of XML to say whether a document is well-formed: elements nest, attributes are quoted, characters and references are
/// those that XML 1.0 allows.
struct XMLScan {
  struct Fault: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var elements: [String: Int] = [:]
  private let bytes: [UInt8]
  private var scalars: [Unicode.Scalar] = []
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func scan() throws(Fault) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Fault(description: "not UTF-8") }
    scalars = Array(text.unicodeScalars)
    var open: [String] = []
    var roots = 0
    while at < scalars.count {
      guard scalars[at] == "<" else {
        let content = try characters(until: "<")
        if open.isEmpty && content.contains(where: { $0 != "\n" && $0 != " " }) {
          throw Fault(description: "text outside")
        }
        continue
      }
      let tag = try characters(until: ">", isTag: true)
      at += 1
      if tag.hasPrefix("</") {
        guard open.popLast() == String(tag.dropFirst(2)) else {
          throw Fault(description: "\(tag) closes nothing")
        }
        continue
      }
      let isEmpty = tag.hasSuffix("/")
      let name = try self.name(of: String(tag.dropFirst().dropLast(isEmpty ? 1 : 0)))
      elements[name, default: 0] += 1
      if open.isEmpty { roots += 1 }
      if !isEmpty { open.append(name) }
    }
    guard open.isEmpty, roots == 1 else { throw Fault(description: "open \(open), \(roots) roots") }
  }

  private mutating func characters(until end: Unicode.Scalar, isTag: Bool = false) throws(Fault) -> String {
    var text = String.UnicodeScalarView()
    while at < scalars.count, scalars[at] != end {
      let scalar = scalars[at]
      let isAllowed =
        scalar == "\n" || scalar == "\t" || scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE
      guard isAllowed else { throw Fault(description: "character \(scalar.value)") }
      if scalar == "&" { try reference() }
      text.append(scalar)
      at += 1
    }
    if at == scalars.count && isTag { throw Fault(description: "an open tag") }
    let string = String(text)
    if !isTag && string.contains("]]>") { throw Fault(description: "]]>") }
    return string
  }

  private func reference() throws(Fault) {
    let name = String(String.UnicodeScalarView(scalars[(at + 1)...].prefix(8).prefix { $0 != ";" }))
    let isKnown =
      ["amp", "lt", "gt", "quot", "apos"].contains(name)
      || name.hasPrefix("#") && Int(name.dropFirst()) != nil
    guard isKnown else { throw Fault(description: "reference \(name)") }
  }

  /// The name of an opening tag, whose attributes must be `name="value"` without `<`.
  private func name(of tag: String) throws(Fault) -> String {
    let parts = tag.split(separator: "\"", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let isValue = index % 2 == 1
      if part.contains("<") || isValue && index == parts.count - 1 { throw Fault(description: "tag \(tag)") }
      if !isValue && index < parts.count - 1 && !part.hasSuffix("=") {
        throw Fault(description: "tag \(tag)")
      }
      if !isValue && index == parts.count - 1 && part.contains("=") { throw Fault(description: "tag \(tag)") }
    }
    return String(tag.prefix { $0 != " " && $0 != "\n" && $0 != "/" })
  }
}
