import Basics
import Tokens

/// Counted words with the rules by which they were cut, as a file.
///
/// The plain form begins with five lines of settings, then has one word a line, the most frequent first:
/// ```
/// #tessera-counts	1
/// #pattern	gpt2
/// #normalization	none
/// #lines	false
/// #words	2
/// 17	 the
/// 3	\n
/// ```
/// Columns are separated by a tab. In patterns and words `\t`, `\n`, `\r` and `\\` stand for what they say, and `\xNN` for
/// a byte that is no part of a character, or a control. The pattern is a name (`gpt2`, `bert`, `none` …) or a regular
/// expression. The other form is JSON: the same settings and `words`, a list of `[count, "text"]`; for words
/// that hold other bytes or controls, `[count, "text as above", true]` with the same escapes. The same counts give the same bytes.
package struct WordCountsFile: Sendable {
  /// How texts were cut.
  package var rules: WordRules
  package var words: WordCounts

  static let version = 1

  package init(rules: WordRules, words: WordCounts) {
    self.rules = rules
    self.words = words
  }

  /// Reads either form. Throws with the line or byte where it is not understood.
  package static func read(_ path: String, _ ticket: Ticket) throws(Trouble) -> WordCountsFile {
    let bytes = try Files.read(path)
    let first = bytes.first { $0 > 0x20 }
    return try first == 0x7B ? fromJSON(bytes, file: path, ticket) : fromLines(bytes, file: path, ticket)
  }

  /// The file's bytes: JSON when the name says so.
  package func written(as path: String) -> [UInt8] { path.hasSuffix(".json") ? json() : lines() }

  /// Adds what another file counted. Throws when it was cut by other rules, or has more words than can be told apart.
  package mutating func merge(_ other: WordCountsFile, named name: String) throws(Trouble) {
    guard rules == other.rules else {
      throw Trouble(
        .input, at: .file(name),
        "its words were cut by other rules (\(other.rules.described)) than those before it (\(rules.described))",
        remedy: "Merge only counts made with the same pattern, normalization and lines")
    }
    words.add(other.words)
  }

  /// Words by falling count, then by their bytes.
  var order: [Int] {
    (0..<words.count).sorted { a, b in
      let (left, right) = (words.count(of: a), words.count(of: b))
      return left != right ? left > right : words.word(a).lexicographicallyPrecedes(words.word(b))
    }
  }
}

extension WordRules {
  /// In a few words, for messages.
  package var described: String {
    "pattern \(cut.text), normalization \(normalization.rawValue), \(isByLine ? "by line" : "whole texts")"
  }

  /// From the settings of a file; nil when one is not known.
  init?(pattern: String, normalization: String, isByLine: Bool) {
    guard let normalization = Normalization(rawValue: normalization) else { return nil }
    self.init(Cut(pattern), normalization, isByLine: isByLine)
    // Rules that would make other words than the file says are not those of the file.
    if self.isByLine != isByLine { return nil }
  }
}
