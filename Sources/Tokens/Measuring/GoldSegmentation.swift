import Basics

/// Texts whose right cuts somebody has marked, to compare a tokenizer's with.
///
/// One text a line, in UTF-8; a mark stands at every cut: `ev|ler|im|iz`. The text is the line without its marks and its
/// end. `\|` is the mark itself and `\\` a backslash; before anything else a backslash is itself. Empty lines are none. The
/// mark may be any character, also a space: then the pieces stand apart and the text has no spaces but `\ `.
package struct GoldSegmentation: Sendable, Equatable {
  /// A text and where it should be cut.
  package struct Line: Sendable, Equatable {
    package var text: [UInt8]
    /// Bytes before each inner cut, rising.
    package var cuts: [Int]

    package init(text: [UInt8], cuts: [Int]) {
      self.text = text
      self.cuts = cuts
    }
  }

  package let lines: [Line]

  /// Reads a file's bytes; `name` is for errors. Throws when a piece is empty or no line has a mark.
  package init(_ bytes: [UInt8], mark: Unicode.Scalar = "|", named name: String) throws(Trouble) {
    let mark = Array(String(mark).utf8)
    var lines: [Line] = []
    for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let bare = line.last == 13 ? line.dropLast() : line
      if bare.isEmpty { continue }
      guard let read = Self.read(Array(bare), mark) else {
        throw Trouble(
          .input, at: .line(file: name, number: index + 1), "a piece of the segmentation is empty",
          remedy: #"Put one mark between two pieces, none at the ends, and \ before a mark that is text"#)
      }
      lines.append(read)
    }
    guard lines.contains(where: { !$0.cuts.isEmpty }) else {
      let shown = String(decoding: mark, as: UTF8.self)
      throw Trouble(
        .input, at: .file(name), "no line has a cut marked with \(shown)",
        remedy: "Mark the cuts so, or name the mark with --gold-mark")
    }
    self.lines = lines
  }

  /// One line; nil when a piece is empty.
  private static func read(_ line: [UInt8], _ mark: [UInt8]) -> Line? {
    var (text, cuts): ([UInt8], [Int]) = ([], [])
    var position = 0
    while position < line.count {
      let rest = line[position...]
      if rest.starts(with: mark) {
        if text.count == cuts.last ?? 0 { return nil }
        cuts.append(text.count)
        position += mark.count
      } else {
        let isEscape = line[position] == 0x5C
        let isMark = isEscape && rest.dropFirst().starts(with: mark)
        if isMark || isEscape && rest.dropFirst().first == 0x5C { position += 1 }
        let length = isMark ? mark.count : 1
        text += line[position..<position + length]
        position += length
      }
    }
    return cuts.last == text.count ? nil : Line(text: text, cuts: cuts)
  }
}

/// How many cuts of a tokenizer are those of a gold segmentation.
///
/// Only cuts inside a text count, not its ends, and each is a number of bytes of the original. Where bytes between two
/// tokens belong to none, the cut is right when the gold one is anywhere among them. Sums are over all texts (micro).
package struct BoundaryCounts: Sendable, Equatable {
  package var gold = 0
  package var found = 0
  package var right = 0
  package var texts = 0
  /// Texts in which all cuts are right and none is missing.
  package var exactTexts = 0

  package init() {}

  /// right / found: how many of the tokenizer's cuts are gold ones; nil when it made none.
  package var precision: Double? { found > 0 ? Double(right) / Double(found) : nil }
  /// right / gold: how many of the gold cuts it made; nil when there are none.
  package var recall: Double? { gold > 0 ? Double(right) / Double(gold) : nil }
  /// Their harmonic mean, 2 · right / (found + gold).
  package var f1: Double? { found + gold > 0 ? 2 * Double(right) / Double(found + gold) : nil }
  /// exactTexts / texts.
  package var exactShare: Double? { texts > 0 ? Double(exactTexts) / Double(texts) : nil }

  /// Compares the tokens of one text.
  package mutating func add(_ tokens: [Token], _ line: GoldSegmentation.Line) {
    var (own, hits, next) = (0, 0, 0)
    var last: Int?
    for token in tokens where token.end > token.start {
      if let end = last {
        own += 1
        while next < line.cuts.count, line.cuts[next] < end { next += 1 }
        if next < line.cuts.count, line.cuts[next] <= Int(token.start) {
          hits += 1
          next += 1
        }
      }
      last = Int(token.end)
    }
    gold += line.cuts.count
    found += own
    right += hits
    texts += 1
    if own == hits && hits == line.cuts.count { exactTexts += 1 }
  }
}
