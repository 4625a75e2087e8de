/// What becomes of single ASCII characters on the way through normalizers.
///
/// A fate holds wherever the character stands, as long as the text is cut on one side of it only beside another ASCII character.
package struct ByteFates: Sendable {
  /// What becomes of one character.
  package enum Fate: Sendable {
    /// It stays what it is.
    case same
    /// It becomes a space.
    case space
    /// Anything else, or nothing.
    case unsure
  }

  /// By character.
  var fates = [Fate](repeating: .same, count: 128)
  /// By character, whether one beyond ASCII that follows may change it (a letter takes an accent).
  var changesBeforeOthers = [Bool](repeating: false, count: 128)
  /// Whether characters beyond ASCII may change.
  var changesOthers = false
  /// Whether runs of spaces become one and those at the ends of a text vanish.
  var collapsesSpaces = false
  /// Whether the one that remains is the last of the run.
  var keepsLastSpace = false
  /// Whether spaces are written `▁`.
  var writesSpaces = false
  /// Whether graphemes count, which a few characters make of themselves and the next.
  var joinsGraphemes = false

  init(changesOthers: Bool = false) {
    self.changesOthers = changesOthers
    fates[0x20] = .space
  }

  /// Of a normal form that composes: letters and `<`, `=`, `>` take marks.
  static var composed: ByteFates {
    var fates = ByteFates(changesOthers: true)
    for byte in UInt8.min..<0x80 {
      let isLetter = (byte | 0x20) &- 97 < 26
      fates.changesBeforeOthers[Int(byte)] = isLetter || (byte >= 0x3C && byte <= 0x3E)
    }
    return fates
  }

  /// What becomes of characters that go through these and then through `next`.
  func then(_ next: ByteFates) -> ByteFates {
    var result = self
    for index in 0..<128 {
      if fates[index] == .same { result.fates[index] = next.fates[index] }
      if fates[index] == .space && !writesSpaces { result.fates[index] = next.fates[0x20] }
      if next.changesBeforeOthers[index] { result.changesBeforeOthers[index] = true }
    }
    result.changesOthers = changesOthers || next.changesOthers
    result.collapsesSpaces = collapsesSpaces || next.collapsesSpaces
    result.keepsLastSpace = keepsLastSpace || next.keepsLastSpace
    result.writesSpaces = writesSpaces || next.writesSpaces
    result.joinsGraphemes = joinsGraphemes || next.joinsGraphemes
    return result
  }

  /// Whether the character, or what it becomes, is a space whatever follows.
  func isSpace(_ byte: UInt8) -> Bool {
    byte < 0x80 && fates[Int(byte)] == .space && !changesBeforeOthers[Int(byte)]
  }

  /// Whether the character stays what it is whatever follows.
  func stays(_ byte: UInt8) -> Bool {
    byte < 0x80 && fates[Int(byte)] == .same && !changesBeforeOthers[Int(byte)]
  }
}
