/// Every output format, one a line, as offered by `--format`.
package enum PrintCatalog {
  /// In the order of help and manual.
  package static let all: [any Print.Type] = [
    // For people
    TextPrint.self,
    MarkdownPrint.self,
    HTMLPrint.self,
    SVGPrint.self,
    PNGPrint.self,
    // For programs
    IDsPrint.self,
    JSONPrint.self,
    JSONLinesPrint.self,
    CSVPrint.self,
  ]

  /// The format of this name.
  package static func named(_ name: String) -> (any Print.Type)? { all.first { $0.card.name == name } }

  /// All names in the order of the catalogue.
  package static var names: [String] { all.map { $0.card.name } }
}
