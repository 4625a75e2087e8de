import Basics

/// SentencePiece's normalizer as llama.cpp does it: a text of nothing but spaces gets no space before it.
package struct LlamaCppUnigram: Normalizer {
  package static let kind = "LlamaCppUnigram"
  private let usual: SentencePieceNormalizer
  private let bare: SentencePieceNormalizer

  /// `addsSpace` before the first other character; with `removesExtra` runs of spaces become one and those at the end vanish.
  package init(map: Charsmap?, addsSpace: Bool, removesExtra: Bool) {
    func make(_ addsDummy: Bool) -> SentencePieceNormalizer {
      SentencePieceNormalizer(
        map: map, symbols: nil,
        spaces: SentencePieceNormalizer.Spaces(addsDummy: addsDummy, removesExtra: removesExtra))
    }
    usual = make(addsSpace || removesExtra)
    bare = make(false)
  }

  package init(_ declaration: Declaration) throws(Trouble) {
    self.init(
      map: nil, addsSpace: try declaration.flag("add_space_prefix"),
      removesExtra: try declaration.flag("remove_extra_whitespaces"))
  }

  package var fates: ByteFates? { usual.fates }
  var map: Charsmap? { usual.map }

  /// Where text stands before it no space is put anyway.
  package func normalize(_ text: AlignedText, _ edges: StretchEdges) throws(Trouble) -> AlignedText {
    edges.contains(.before) ? try usual.normalize(text, edges) : try normalize(text, behind: edges)
  }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    try normalize(text, behind: [])
  }

  private func normalize(
    _ text: AlignedText, behind edges: StretchEdges
  ) throws(Trouble) -> AlignedText {
    let result = try usual.normalize(text, edges)
    var position = 0
    while VisibleSpace.stands(in: result.bytes.span, at: position, end: result.count) { position += 3 }
    return position == result.count ? try bare.normalize(text, edges) : result
  }
}
