import Figures
import Tokens

extension InspectionReport {
  /// The characters of the bytes; bytes that are no character of their own have a row each.
  func characters(_ bytes: [UInt8]) -> Table {
    var rows: [[Value]] = []
    var rest = bytes[...]
    while let first = rest.first {
      var decoder = UTF8()
      var iterator = rest.prefix(4).makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        let length = UTF8.width(scalar)
        rows.append(row(scalar, Array(rest.prefix(length))))
        rest = rest.dropFirst(length)
      } else {
        rows.append([
          .none, .bytes([first]), .text("part of a character, or not UTF-8"), .none, .text(hexText([first])),
        ])
        rest = rest.dropFirst()
      }
    }
    return Table(
      title: "Characters",
      columns: [
        Table.Column("code", key: "code_point"), Table.Column("char", key: "character"),
        Table.Column("name", key: "name"), Table.Column("cat", key: "category"),
        Table.Column("bytes", key: "hex"),
      ], rows: rows)
  }

  private func row(_ scalar: Unicode.Scalar, _ bytes: [UInt8]) -> [Value] {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return [
      .text(code), .bytes(bytes), .text(characterName(scalar)),
      .text(categoryName(scalar.properties.generalCategory)),
      .text(hexText(bytes)),
    ]
  }

  /// The merges from bytes up, the entry at the root; nil when the model tells nothing.
  func merges(_ id: TokenID) -> Tree? {
    guard let derivation = tokenizer.derivation(of: id), !derivation.nodes.isEmpty else { return nil }
    var nodes: [Tree.Node] = []
    var waiting = [(node: derivation.nodes.count - 1, depth: 0)]
    while let (place, depth) = waiting.popLast() {
      let node = derivation.nodes[place]
      let details: [Value] = [
        node.id.map { .integer(Int($0)) } ?? .none, node.rank.map { .integer($0) } ?? .none,
      ]
      nodes.append(Tree.Node(depth: depth, label: .bytes(node.bytes), details: details))
      if let parts = node.parts { waiting += [(parts.right, depth + 1), (parts.left, depth + 1)] }
    }
    let remark = derivation.remark.isEmpty ? "" : " (\(derivation.remark))"
    return Tree(title: "Merges\(remark)", detailTitles: ["id", "rank"], nodes: nodes)
  }
}

/// The controls that occur in texts, by the names of NameAliases.txt in the Unicode Character Database.
private let controls: [(value: UInt32, name: String)] = [
  (0x00, "NULL"), (0x01, "START OF HEADING"), (0x02, "START OF TEXT"), (0x03, "END OF TEXT"),
  (0x04, "END OF TRANSMISSION"), (0x05, "ENQUIRY"), (0x06, "ACKNOWLEDGE"), (0x07, "ALERT"),
  (0x08, "BACKSPACE"),
  (0x09, "CHARACTER TABULATION"), (0x0A, "LINE FEED"), (0x0B, "LINE TABULATION"), (0x0C, "FORM FEED"),
  (0x0D, "CARRIAGE RETURN"), (0x0E, "SHIFT OUT"), (0x0F, "SHIFT IN"), (0x10, "DATA LINK ESCAPE"),
  (0x11, "DEVICE CONTROL ONE"), (0x12, "DEVICE CONTROL TWO"), (0x13, "DEVICE CONTROL THREE"),
  (0x14, "DEVICE CONTROL FOUR"), (0x15, "NEGATIVE ACKNOWLEDGE"), (0x16, "SYNCHRONOUS IDLE"),
  (0x17, "END OF TRANSMISSION BLOCK"), (0x18, "CANCEL"), (0x19, "END OF MEDIUM"), (0x1A, "SUBSTITUTE"),
  (0x1B, "ESCAPE"), (0x1C, "INFORMATION SEPARATOR FOUR"), (0x1D, "INFORMATION SEPARATOR THREE"),
  (0x1E, "INFORMATION SEPARATOR TWO"), (0x1F, "INFORMATION SEPARATOR ONE"), (0x7F, "DELETE"),
  (0x85, "NEXT LINE"),
  (0x8E, "SINGLE SHIFT TWO"), (0x90, "DEVICE CONTROL STRING"), (0x9B, "CONTROL SEQUENCE INTRODUCER"),
  (0x9C, "STRING TERMINATOR"), (0x9D, "OPERATING SYSTEM COMMAND"),
]

/// The character's name in Unicode; for controls, which have none, the name that people use.
package func characterName(_ scalar: Unicode.Scalar) -> String {
  if let name = scalar.properties.name { return name }
  if let place = controls.firstIndex(where: { $0.value == scalar.value }) { return controls[place].name }
  return switch scalar.properties.generalCategory {
  case .control: "control"
  case .privateUse: "private use"
  case .surrogate: "surrogate"
  default: "unassigned"
  }
}

/// The general category as in the Unicode standard: `Lu` for an uppercase letter.
package func categoryName(_ category: Unicode.GeneralCategory) -> String { categories[category] ?? "Cn" }

private let categories: [Unicode.GeneralCategory: String] = [
  .uppercaseLetter: "Lu",
  .lowercaseLetter: "Ll",
  .titlecaseLetter: "Lt",
  .modifierLetter: "Lm",
  .otherLetter: "Lo",
  .nonspacingMark: "Mn",
  .spacingMark: "Mc",
  .enclosingMark: "Me",
  .decimalNumber: "Nd",
  .letterNumber: "Nl",
  .otherNumber: "No",
  .connectorPunctuation: "Pc",
  .dashPunctuation: "Pd",
  .openPunctuation: "Ps",
  .closePunctuation: "Pe",
  .initialPunctuation: "Pi",
  .finalPunctuation: "Pf",
  .otherPunctuation: "Po",
  .mathSymbol: "Sm",
  .currencySymbol: "Sc",
  .modifierSymbol: "Sk",
  .otherSymbol: "So",
  .spaceSeparator: "Zs",
  .lineSeparator: "Zl",
  .paragraphSeparator: "Zp",
  .control: "Cc",
  .format: "Cf",
  .surrogate: "Cs",
  .privateUse: "Co",
  .unassigned: "Cn",
]
