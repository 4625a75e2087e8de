extension CodePointSet {
  /// The set that `\p{name}` stands for: general categories by code or long name, scripts by code or name,
  /// and the few properties that split patterns use; nil for others.
  package static func property(_ name: String) -> CodePointSet? {
    let folded = name.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
    let bare = folded.hasPrefix("is") ? String(folded.dropFirst(2)) : folded
    if let value = bare.split(separator: "=").last, bare.contains("=") { return property(String(value)) }
    switch bare {
    case "any": return .all
    case "ascii": return CodePointSet(0...0x7F)
    case "assigned": return category("cn")?.inverted
    case "alphabetic", "alpha": return alphabetic
    case "whitespace", "space", "wspace": return whitespace
    default: break
    }
    if let set = category(Self.longNames[bare] ?? bare) { return set }
    return Script(named: bare).map { script in CodePointSet(Script.table) { $0 == script.number } }
  }

  /// A general category by its code in lower case: `l`, `lu`, `l&`.
  private static func category(_ code: String) -> CodePointSet? {
    let wanted = Category.allCases.filter { category in
      let own = category.code.lowercased()
      return own == code || own.prefix(1) == code
        || (code == "l&" || code == "lc") && ["lu", "ll", "lt"].contains(own)
    }
    if wanted.isEmpty { return nil }
    let values = Set(wanted.map(\.rawValue))
    return CodePointSet(Category.table) { values.contains($0) }
  }

  /// The property White_Space.
  package static let whitespace = CodePointSet(
    (UInt32(0)...0x3000).filter(CodePoint.isWhitespace).map { $0...$0 })

  /// The property Alphabetic. Which marks have it is taken from the standard library, whose edition may be
  /// newer, for the marks of ours.
  private static let alphabetic: CodePointSet = {
    let marks = CodePointSet(Category.table) { Category(rawValue: $0)?.matches("M") ?? false }
    let own = marks.ranges.flatMap { $0 }.filter { Unicode.Scalar($0)?.properties.isAlphabetic ?? false }
    return lettersAndMore.union(CodePointSet(own.map { $0...$0 }))
  }()

  /// The property Alphabetic without marks: letters, letter numbers, and the circled and squared Latin
  /// letters, which are symbols.
  private static let lettersAndMore: CodePointSet = {
    let letters = CodePointSet(Category.table) { value in
      guard let category = Category(rawValue: value) else { return false }
      return category.matches("L") || category == .nl
    }
    return letters.union(
      CodePointSet([0x24B6...0x24E9, 0x1F130...0x1F149, 0x1F150...0x1F169, 0x1F170...0x1F189]))
  }()

  /// What `\w` stands for. Rust adds the two joiners. Oniguruma adds the six Latin-1 superscripts and
  /// fractions, but not inside brackets.
  package static func word(_ dialect: PatternDialect, inBrackets: Bool = false) -> CodePointSet {
    let more = CodePointSet(Category.table) { value in
      guard let category = Category(rawValue: value) else { return false }
      return category.matches("M") || category == .nd || category == .pc
    }
    let extra =
      switch dialect {
      case .rust: CodePointSet(0x200C...0x200D)
      case .oniguruma: inBrackets ? CodePointSet() : CodePointSet([0xB2...0xB3, 0xB9...0xB9, 0xBC...0xBE])
      }
    return lettersAndMore.union(more).union(extra)
  }

  private static let longNames = [
    "letter": "l", "casedletter": "lc", "uppercaseletter": "lu", "lowercaseletter": "ll",
    "titlecaseletter": "lt",
    "modifierletter": "lm", "otherletter": "lo", "mark": "m", "nonspacingmark": "mn", "spacingmark": "mc",
    "enclosingmark": "me", "number": "n", "decimalnumber": "nd", "digit": "nd", "letternumber": "nl",
    "othernumber": "no", "punctuation": "p", "punct": "p", "connectorpunctuation": "pc",
    "dashpunctuation": "pd",
    "openpunctuation": "ps", "closepunctuation": "pe", "initialpunctuation": "pi", "finalpunctuation": "pf",
    "otherpunctuation": "po", "symbol": "s", "mathsymbol": "sm", "currencysymbol": "sc",
    "modifiersymbol": "sk",
    "othersymbol": "so", "separator": "z", "spaceseparator": "zs", "lineseparator": "zl",
    "paragraphseparator": "zp", "other": "c", "control": "cc", "cntrl": "cc", "format": "cf",
    "surrogate": "cs",
    "privateuse": "co", "unassigned": "cn",
  ]
}
