import Documents

/// How a person looks at the text: which part, in which manner, and where the caret is.
package struct TextView: Sendable, Equatable {
  /// What is drawn of the tokens.
  package enum Mode: String, Sendable, CaseIterable {
    /// The text, each token in its colour.
    case spans
    /// The text with each token's id below it.
    case ids
    /// One token a line.
    case list
    /// Sixteen bytes a line.
    case hex

    /// The name a person reads.
    package var title: String {
      switch self {
      case .spans: "spans"
      case .ids: "ids under text"
      case .list: "one token a line"
      case .hex: "hex"
      }
    }
  }

  /// How the border between two tokens is marked besides colour.
  package enum Boundaries: String, Sendable, CaseIterable {
    /// Every second token is underlined.
    case underline
    /// A bar stands between tokens.
    case bars
    /// Colour alone.
    case none
  }

  package var mode = Mode.spans
  package var boundaries = Boundaries.underline
  package var wraps = true
  package var showsLineNumbers = true
  package var showsWhitespace = true
  /// Whether the map of token density stands beside the text.
  package var showsMinimap = true
  /// The byte offset of the first row on the screen.
  package var top = 0
  /// Columns scrolled to the right; only when lines do not wrap.
  package var left = 0
  package var selection = Selection(0)
  /// The column that up and down try to keep.
  package var goalColumn: Int?
  /// Whether letters are typed into the text; otherwise they are commands.
  package var isTyping = true

  package init() {}
}
