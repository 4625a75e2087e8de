import Basics
import Tokens

/// The Unigram models of tokenizer.json: a list of pieces with their scores.
enum UnigramKind: ModelKind {
  static let name = "Unigram"

  static func fits(_ section: ModelSection, _ settings: Declaration) -> Bool {
    section.shape == .scored || settings.has("unk_id")
  }

  static func build(
    _ sections: inout TokenizerJSON.Sections, _ settings: Declaration, spellsBytes: Bool, _ ticket: Ticket
  ) throws(Trouble) -> BuiltModel {
    try sections.model.check(.scored, settings)
    let scores = sections.model.scores
    let entries = try EntryTable(&sections, isByteLevel: false)
    try ticket.step(0.6)
    let unknown = settings.has("unk_id") ? try settings.integer("unk_id") : nil
    if let unknown, !scores.indices.contains(unknown) {
      throw settings.trouble(
        "\(unknown) is no place in the vocabulary of \(scores.count)", in: "unk_id",
        remedy: "Let it be the place of the unknown token")
    }
    let model = try UnigramModel(
      vocabulary: entries.table, scores: scores, unknown: unknown.map { TokenID($0) },
      fallsBackToBytes: try settings.flag("byte_fallback", default: false), precision: .double,
      place: .field(file: settings.file, name: "model.vocab"))
    let note =
      "There is no unk_id: characters without an entry give no token; the library refuses texts with them."
    return BuiltModel(model: model, entries: entries, notes: unknown == nil ? [note] : [])
  }
}
