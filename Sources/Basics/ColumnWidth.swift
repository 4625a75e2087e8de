/// What a terminal does with a character, as far as columns are concerned.
///
/// The raw value is the letter of the generated table.
package enum CharacterClass: UInt8, Sendable {
  /// One column.
  case narrow = 0x4E
  /// Two columns.
  case wide = 0x57
  /// One column, or two in the tradition of East Asian fonts; one unless a person chooses two.
  case ambiguous = 0x41
  /// No column: combines with the character before it.
  case mark = 0x4D
  /// A space of any width.
  case space = 0x53
  /// C0, C1, DEL.
  case control = 0x43
  /// Joiners, fillers, tags, separators, and the scalars that only change a neighbour's picture.
  case invisible = 0x49
  /// Changes the direction of the text.
  case bidi = 0x44
  /// Chooses a variant of the character before it.
  case selector = 0x56
  /// Unassigned, surrogate, private use.
  case unassigned = 0x55
}

/// How many columns characters take, by our own table instead of the C library's.
///
/// The C library of Debian 12 answers −1 for emoji newer than Unicode 14, and its answer depends on the locale.
/// The table is made by `Tests/References/make_width_table.py` and never guessed at run time.
package enum ColumnWidth {
  /// The class of any 21-bit number; numbers past U+10FFFF count as unassigned.
  package static func characterClass(_ codePoint: UInt32) -> CharacterClass {
    if codePoint < 0x7F { return codePoint < 0x20 ? .control : codePoint == 0x20 ? .space : .narrow }
    guard codePoint < 0x11_0000 else { return .unassigned }
    let table = lookup
    var i = Int(table.firstRun[Int(codePoint >> 8)])
    while table.ends[i] <= codePoint { i += 1 }
    return table.classes[i]
  }

  /// The columns of one code point drawn by itself: 0 for a mark, 1 or 2 for what has a picture, −1 for the rest.
  package static func columns(_ codePoint: UInt32, ambiguousIsWide: Bool = false) -> Int {
    switch characterClass(codePoint) {
    case .narrow: 1
    case .wide: 2
    case .ambiguous: ambiguousIsWide ? 2 : 1
    case .space: codePoint == 0x3000 ? 2 : 1
    case .mark, .selector: 0
    case .control, .invisible, .bidi, .unassigned: -1
    }
  }

  /// The runs unrolled into sorted ends with, for every 256 code points, the run to begin searching at.
  private struct Lookup: Sendable {
    var ends: [UInt32] = []
    var classes: [CharacterClass] = []
    var firstRun: [UInt16] = []

    init(_ runs: StaticString) {
      var end: UInt32 = 0
      var length: UInt32 = 0
      var current: CharacterClass?
      runs.withUTF8Buffer { buffer in
        for index in 0..<buffer.count {
          let byte = unsafe buffer[index]
          if let next = CharacterClass(rawValue: byte) {
            if let current { append(current, &end, length) }
            (current, length) = (next, 0)
          } else {
            length = length << 4 | UInt32(byte < 0x3A ? byte - 0x30 : byte - 0x57)
          }
        }
      }
      if let current { append(current, &end, length) }
      indexPages()
    }

    private mutating func append(_ kind: CharacterClass, _ end: inout UInt32, _ length: UInt32) {
      end += length
      ends.append(end)
      classes.append(kind)
    }

    private mutating func indexPages() {
      var i = 0
      for page in 0..<(0x11_0000 >> 8) {
        while ends[i] <= UInt32(page) << 8 { i += 1 }
        firstRun.append(UInt16(i))
      }
    }
  }

  private static let lookup = Lookup(runs)
}
