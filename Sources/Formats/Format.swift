import Basics
import Tokens

/// Reads one kind of file.
package protocol Format: Sendable {
  /// What a person sees of it.
  static var card: FormatCard { get }

  /// Whether a file is of this kind, judged by its beginning, never by its name.
  static func sniff(_ head: ArraySlice<UInt8>) -> Bool

  /// The file's content as plain values. The reader may take the bytes out of the source, to give them back early.
  static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content
}

/// What a person sees of a format.
package struct FormatCard: Sendable, Equatable {
  /// In words: `tokenizer.json`.
  package var name: String
  /// Usual endings of file names, without the dot.
  package var extensions: [String]
  /// One sentence.
  package var summary: String
}

/// A file on its way to a reader: unpacked, with what the person said about it.
package struct FormatSource: Sendable {
  /// Where the file is.
  package var path: String
  /// What it holds, or its beginning.
  package var bytes: [UInt8]
  /// How long the whole file is where only its beginning was read.
  package var fileSize: Int?
  /// What a person calls it: the file's stem, or the folder's name.
  package var name: String
  /// A split pattern that the person gave.
  package var pattern: String?
  /// Special tokens that the person gave.
  package var specials: [SpecialToken]?
  /// What a person must know of this file, for the card.
  package var notes: [String] = []

  package init(
    path: String, bytes: [UInt8], name: String, pattern: String? = nil, specials: [SpecialToken]? = nil
  ) {
    self.path = path
    self.bytes = bytes
    self.name = name
    self.pattern = pattern
    self.specials = specials
  }

  /// The bytes, which the source then has no more.
  mutating func takeBytes() -> [UInt8] {
    let taken = bytes
    bytes = []
    return taken
  }

  /// The file's last part, for messages.
  package var file: String { PathNames.last(path) }
}

/// A special token as a person or a sidecar gives it.
package struct SpecialToken: Sendable, Equatable {
  /// The text that it is found by.
  package var content: [UInt8]
  /// The number it becomes.
  package var id: TokenID

  package init(content: [UInt8], id: TokenID) {
    self.content = content
    self.id = id
  }
}

/// What a file can hold.
package enum Content: Sendable {
  case tokenizer(any Tokenizer)
}
