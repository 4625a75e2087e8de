import Basics
import Tokens

/// The WordLevel models of tokenizer.json.
enum WordLevelKind: ModelKind {
  static let name = "WordLevel"

  static func fits(_ section: ModelSection, _ settings: Declaration) -> Bool {
    section.shape == .named && !section.hasMerges
  }

  static func build(
    _ sections: inout TokenizerJSON.Sections, _ settings: Declaration, spellsBytes: Bool, _ ticket: Ticket
  ) throws(Trouble) -> BuiltModel {
    try sections.model.check(.named, settings)
    let entries = try EntryTable(&sections, isByteLevel: false)
    try entries.checkRepeats(settings.file)
    try ticket.step(0.6)
    let (unknown, notes) = try entries.unknown(settings, default: "<unk>")
    return BuiltModel(
      model: WordLevelModel(vocabulary: entries.table, unknown: unknown), entries: entries, notes: notes)
  }
}
