import Basics
import Tokens

/// The WordPiece models of tokenizer.json.
enum WordPieceKind: ModelKind {
  static let name = "WordPiece"

  static func fits(_ section: ModelSection, _ settings: Declaration) -> Bool {
    settings.has("continuing_subword_prefix") || settings.has("max_input_chars_per_word")
  }

  static func build(
    _ sections: inout TokenizerJSON.Sections, _ settings: Declaration, spellsBytes: Bool, _ ticket: Ticket
  ) throws(Trouble) -> BuiltModel {
    try sections.model.check(.named, settings)
    let entries = try EntryTable(&sections, isByteLevel: false)
    try entries.checkRepeats(settings.file)
    try ticket.step(0.6)
    let prefix = try settings.text("continuing_subword_prefix", default: "##")
    let limit = try settings.integer("max_input_chars_per_word", default: 100)
    guard limit >= 0 else {
      throw settings.trouble("a limit of at least 0 expected, \(limit) found", in: "max_input_chars_per_word")
    }
    let (unknown, notes) = try entries.unknown(settings, default: "[UNK]")
    let rules = WordPieceRules(unknown: unknown, continuingPrefix: prefix, characterLimit: limit)
    return BuiltModel(
      model: WordPieceModel(vocabulary: entries.table, rules: rules), entries: entries, notes: notes)
  }
}
