import Basics

/// A literal text or a regular expression, as parts of a pipeline search for it.
package struct TextPattern: Sendable {
  private enum Form: Sendable {
    case literal([UInt8])
    case expression(any Splitter)
  }

  private let form: Form
  /// As the file has it; empty where it comes from a splitter.
  let source: [UInt8]

  /// Whether it is searched for as it is.
  var isLiteral: Bool { if case .literal = form { true } else { false } }

  /// Reads the field `pattern`: `{"String": …}` or `{"Regex": …}`.
  package init(_ declaration: Declaration) throws(Trouble) {
    guard let pattern = declaration.part("pattern") else {
      throw declaration.trouble("this setting is missing", in: "pattern")
    }
    if pattern.has("String") {
      source = try pattern.text("String")
      form = .literal(source)
    } else {
      source = try pattern.text("Regex")
      let text = String(decoding: source, as: UTF8.self)
      let place = Trouble.Place.field(file: pattern.file, name: pattern.field + ".Regex")
      form = .expression(try Splitters.find(text, .oniguruma, place: place))
    }
  }

  /// The matches of a splitter.
  package init(_ splitter: any Splitter) {
    form = .expression(splitter)
    source = []
  }

  /// The regular expression's splitter, nil for literal text.
  package var splitter: (any Splitter)? {
    if case .expression(let splitter) = form { splitter } else { nil }
  }

  /// The matches and what lies between them, in order, none empty.
  func forEachStretch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>, _ isMatch: Bool) throws(Trouble) -> Void
  ) throws(Trouble) {
    var last = range.lowerBound
    func match(_ start: Int, _ end: Int) throws(Trouble) {
      if last < start { try body(last..<start, false) }
      try body(start..<end, true)
      last = end
    }
    switch form {
    case .literal(let needle): try Self.search(needle, in: text, range, match)
    case .expression(let splitter): try splitter.forEachMatch(in: text, range, match)
    }
    if last < range.upperBound { try body(last..<range.upperBound, false) }
  }

  private static func search(
    _ needle: [UInt8], in text: Span<UInt8>, _ range: Range<Int>,
    _ body: (Int, Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    guard let first = needle.first else { return }
    var position = range.lowerBound
    while position + needle.count <= range.upperBound {
      if text[position] == first, needle.indices.allSatisfy({ text[position + $0] == needle[$0] }) {
        try body(position, position + needle.count)
        position += needle.count
      } else {
        position += 1
      }
    }
  }
}
