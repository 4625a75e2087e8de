import Basics

/// Replaces every match of a pattern by a fixed text, which shares the place of the match's last character.
package struct Replace: Normalizer {
  package static let kind = "Replace"
  private let pattern: TextPattern
  private let content: [UInt8]

  package init(_ declaration: Declaration) throws(Trouble) {
    pattern = try TextPattern(declaration)
    content = try declaration.text("content")
  }

  /// A plain space that is written anew, or runs of them that become one.
  package var fates: ByteFates? {
    var fates = ByteFates()
    if content == [0x20] && pattern.source == Array(" {2,}".utf8) {
      (fates.collapsesSpaces, fates.keepsLastSpace) = (true, true)
    } else if !pattern.isLiteral || pattern.source != [0x20] || content != VisibleSpace.bytes {
      return nil
    } else {
      fates.writesSpaces = true
    }
    return fates
  }

  /// Whether white space becomes other white space, and nothing else happens.
  var writesSpaceOnly: Bool {
    !pattern.isLiteral && pattern.source == Array(#"\s+"#.utf8) && content == [0x20]
  }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    var result = AlignedText(origin: text.origin, capacity: text.count)
    try pattern.forEachStretch(in: text.bytes.span, 0..<text.count) { range, isMatch in
      if isMatch {
        result.append(content, as: range.upperBound - 1, of: text)
      } else {
        result.copy(range, of: text)
      }
    }
    return result
  }
}
