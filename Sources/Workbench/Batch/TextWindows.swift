import Basics
import Tokens

/// A part of a text between two places where it may be cut without changing any token.
struct TextWindow: Sendable {
  var bytes: [UInt8]
  /// Where it begins in the whole text.
  var offset: Int
  var isFirst: Bool { offset == 0 }
  var isLast: Bool
  /// Whether the character before it is there and is no white space.
  var startsInsideWord = false
}

extension TextWindow {
  /// Whether its last character is no white space; `before` stands for a window of nothing.
  func endsInsideWord(_ before: Bool) -> Bool {
    guard var start = bytes.indices.last else { return before }
    while start > max(0, bytes.count - 4), bytes[start] & 0xC0 == 0x80 { start -= 1 }
    let (scalar, length) = UTF8Scalar.read(bytes.span, start, bytes.count)
    return start + length < bytes.count || !(scalar.map(CodePoint.isWhitespace) ?? false)
  }
}

/// Cuts a stream into windows of about a megabyte, at places that the tokenizer vouches for.
///
/// A tokenizer that knows no such place (or a text without one) makes the window grow to the whole rest, up to the
/// limit of one encode.
struct TextWindows {
  static let windowSize = 1 << 20

  private let safeCut: @Sendable (Span<UInt8>, Int) -> Int?
  private let size: Int
  private let limit: Int
  private let name: String
  private var held: [UInt8] = []
  private var offset = 0
  private var goal: Int
  private var endsInsideWord = false

  init(
    _ tokenizer: any Tokenizer, name: String, size: Int = Self.windowSize, limit: Int = Files.standardLimit
  ) {
    self.init({ tokenizer.safeCut(in: $0, from: $1) }, name: name, size: size, limit: limit)
  }

  /// Windows cut where a function says, as `Tokenizer.safeCut`.
  init(
    _ safeCut: @escaping @Sendable (Span<UInt8>, Int) -> Int?, name: String, size: Int = Self.windowSize,
    limit: Int = Files.standardLimit
  ) {
    self.safeCut = safeCut
    self.name = name
    self.size = size
    self.limit = limit
    goal = size
  }

  /// Takes more of the text; gives a window when there is enough for one.
  mutating func add(_ block: [UInt8]) throws(Trouble) -> TextWindow? {
    held.isEmpty ? held = block : held.append(contentsOf: block)
    guard held.count >= goal else { return nil }
    guard let cut = lastCut() else {
      guard held.count <= limit else { throw Self.tooLong(name, held.count) }
      goal = 2 * held.count
      return nil
    }
    goal = size
    let window = window(upTo: cut, isLast: false)
    held = Array(held[cut...])
    return window
  }

  /// What is left when the text has ended.
  mutating func rest() -> TextWindow {
    let window = window(upTo: held.count, isLast: true)
    held = []
    return window
  }

  private mutating func window(upTo cut: Int, isLast: Bool) -> TextWindow {
    let window = TextWindow(
      bytes: Array(held[..<cut]), offset: offset, isLast: isLast, startsInsideWord: endsInsideWord)
    offset += cut
    endsInsideWord = window.endsInsideWord(endsInsideWord)
    return window
  }

  /// A cut near the end of what is held: looked for in ever longer tails.
  private func lastCut() -> Int? {
    var tail = 1 << 12
    while true {
      let from = max(1, held.count - tail)
      if let cut = safeCut(held.span, from), cut > 0 { return cut }
      if from == 1 { return nil }
      tail *= 16
    }
  }

  static func tooLong(_ name: String, _ count: Int) -> Trouble {
    Trouble(
      .limit, at: .file(name), "no place to cut the text is found in \(count) bytes",
      remedy: "Give the text in smaller files")
  }
}
