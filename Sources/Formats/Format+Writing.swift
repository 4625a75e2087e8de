import Basics
import Tokens

/// A format that can be written, where it says all that a tokenizer is.
package protocol WritableFormat: Format {
  /// The files of a tokenizer; throws, saying what would be lost, when the format cannot hold it. What is written may still
  /// behave otherwise, so whoever keeps it compares it with the tokenizer first.
  static func write(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) -> [WrittenFile]
}

/// A file in the making.
package struct WrittenFile: Sendable, Equatable {
  /// What is taken off the end of the name that the person gave, when it is there, and what is put in its place.
  private var removed: String
  private var suffix: String
  /// Its content.
  package var bytes: [UInt8]

  /// Without names the main file; `vocab.json` and `merges.txt` name a file that goes with the main one.
  package init(replacing removed: String = "", with suffix: String = "", bytes: [UInt8]) {
    self.removed = removed
    self.suffix = suffix
    self.bytes = bytes
  }

  /// Where it goes when the main file goes to `path`.
  package func path(for path: String) -> String {
    (path.hasSuffix(removed) ? String(path.dropLast(removed.count)) : path) + suffix
  }
}

extension WritableFormat {
  /// The refusal of a tokenizer of which this format would lose something.
  static func loss(_ what: String) -> Trouble {
    Trouble(
      .input, "\(card.name) cannot hold this tokenizer: \(what) would be lost",
      remedy: self == TokenizerJSON.self
        ? "Keep the file as it is" : "Convert to tokenizer.json, which can hold more")
  }
}
