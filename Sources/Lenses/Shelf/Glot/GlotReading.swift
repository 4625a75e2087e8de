import Basics
import Figures
import Tensors
import Tokens

/// The sentence that is shown: its tokens, where they stand in a text, and their vectors.
struct GlotReading: Sendable {
  /// What it is, for titles.
  var name: String
  var labels: [Value]
  /// [tokens, width].
  var rows: Tensor
  /// The text that is shown marked, and by token its bytes there; empty ranges where it has none.
  var text: [UInt8]
  var ranges: [Range<Int>]
  /// Where `text` begins in the first text of the person; nil when it is not from there.
  var offset: Int?
  /// The tokens that decide, where that is known.
  var signal: Set<Int> = []
  var label: Int?

  /// Words with one space between.
  static func words(_ words: [String], _ encoder: FrozenEncoder, name: String) -> GlotReading {
    var (text, ranges): ([UInt8], [Range<Int>]) = ([], [])
    for word in words {
      if !text.isEmpty { text.append(0x20) }
      ranges.append(text.count..<text.count + word.utf8.count)
      text += Array(word.utf8)
    }
    return GlotReading(
      name: name, labels: words.map { .text($0) }, rows: encoder.rows(of: words), text: text, ranges: ranges)
  }

  /// The words of a text around a byte, at most `limit`, in small letters. Throws when there is none.
  static func words(
    of text: Subject.Text, at cursor: Int, limit: Int, _ encoder: FrozenEncoder
  ) throws(Trouble) -> GlotReading {
    let part = TextPart.around(cursor, in: text.bytes, limit: limit * 6)
    let found = Array(WordSpans.words(in: text.bytes, part).prefix(limit))
    guard let last = found.last else {
      throw Trouble(
        .input, at: .file(text.name), "there is no word here to make a graph of",
        remedy: "Type some words, or set read=stress")
    }
    let words = found.map { String(decoding: text.bytes[$0], as: UTF8.self).lowercased() }
    return GlotReading(
      name: text.name, labels: words.map { .text($0) }, rows: encoder.rows(of: words),
      text: Array(text.bytes[part.lowerBound..<max(last.upperBound, part.lowerBound)]),
      ranges: found.map { $0.lowerBound - part.lowerBound..<$0.upperBound - part.lowerBound },
      offset: part.lowerBound)
  }
}
