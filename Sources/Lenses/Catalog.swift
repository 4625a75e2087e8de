/// Every lens, one a line, by shelf.
package enum LensCatalog {
  /// In the order of the browser.
  package static let all: [any Lens.Type] = [
    // How a text is cut
    PhantomEditsLens.self,
    StochasTokLens.self,
    // What the cuts cost
    InformationLens.self,
    PremiumLens.self,
    // How tokenizers are learned
    SuperBPELens.self,
    // What vectors tell
    OffPrincipalsLens.self,
    TransplantLens.self,
    Text2TokenLens.self,
    GlotLens.self,
    // How pictures become tokens
    EmbedLens.self,
    VisionDropLens.self,
  ]

  /// The lens of this id or number.
  package static func named(_ name: String) -> (any Lens.Type)? {
    all.first { $0.card.id == name || $0.card.number == name }
  }
}
