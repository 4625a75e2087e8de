/// What sort of thing a stretch of foreign text is, for style and legend.
package enum LegibleKind: String, Sendable {
  /// Drawn as it is.
  case plain
  /// A space of any width, drawn as a mark when whitespace is shown.
  case space
  case newline, tab, carriageReturn
  /// C0 and C1 controls, DEL.
  case control
  /// Characters without a column of their own.
  case invisible
  /// Characters that change the direction of the text.
  case bidi
  /// A byte that is not UTF-8, or a part of a character.
  case oddByte
  /// Unassigned, surrogate, private use.
  case unassigned
}
