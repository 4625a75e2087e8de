import Basics
import Tokens

/// The BPE models of tokenizer.json: a vocabulary and a list of merges.
enum BytePairKind: ModelKind {
  static let name = "BPE"

  static func fits(_ section: ModelSection, _ settings: Declaration) -> Bool { section.hasMerges }

  static func build(
    _ sections: inout TokenizerJSON.Sections, _ settings: Declaration, spellsBytes: Bool, _ ticket: Ticket
  ) throws(Trouble) -> BuiltModel {
    try sections.model.check(.named, settings)
    if !sections.model.hasMerges { throw settings.trouble("the merges are missing", in: "merges") }
    var rules = try rules(settings)
    if spellsBytes && !rules.fallsBackToBytes { rules.alphabet = .bytes }
    let notes = try dropout(settings, &rules)
    let (entries, merges) = try tables(sections, rules)
    sections.release()
    rules.unknown = try unknown(settings, entries)
    try ticket.step(0.7)
    let model = try BytePairModel(
      vocabulary: entries.table, merges: merges.pairs, results: merges.results, rules: rules,
      place: .field(file: settings.file, name: "model.merges"))
    return BuiltModel(model: model, entries: entries, isByteLevel: rules.alphabet == .bytes, notes: notes)
  }

  /// The entries, and the merges by their ids: quickly, or in the way that knows what is wrong with them.
  private static func tables(
    _ sections: TokenizerJSON.Sections, _ rules: BytePairRules
  ) throws(Trouble) -> (EntryTable, MergeIDs) {
    let isByteLevel = rules.alphabet == .bytes
    let entries: EntryTable
    do {
      entries = try EntryTable(sections.model, sections.scanner, isByteLevel: isByteLevel)
    } catch {
      // What is wrong with the merges is said first.
      _ = try MergeIDs(sections.model, sections.scanner, prefix: rules.continuingPrefix)
      throw error
    }
    if rules.continuingPrefix.isEmpty, let merges = MergeIDs(sections.model, sections.scanner, in: entries) {
      return (entries, merges)
    }
    var merges = try MergeIDs(sections.model, sections.scanner, prefix: rules.continuingPrefix)
    merges.dropLiteral(entries)
    return (entries, merges)
  }

  /// The rules that the model's settings ask for. Empty affixes mean none.
  private static func rules(_ settings: Declaration) throws(Trouble) -> BytePairRules {
    var rules = BytePairRules(alphabet: .characters)
    rules.ignoresMerges = try settings.flag("ignore_merges", default: false)
    rules.fusesUnknown = try settings.flag("fuse_unk", default: false)
    rules.fallsBackToBytes = try settings.flag("byte_fallback", default: false)
    rules.continuingPrefix = try settings.text("continuing_subword_prefix", default: "")
    rules.endOfWordSuffix = try settings.text("end_of_word_suffix", default: "")
    return rules
  }

  private static func unknown(_ settings: Declaration, _ entries: EntryTable) throws(Trouble) -> TokenID? {
    guard settings.has("unk_token") else { return nil }
    let name = try settings.text("unk_token")
    if let id = entries.id(spelled: name.span) { return id }
    throw settings.trouble(
      "the token \(String(decoding: name, as: UTF8.self)) is not in the vocabulary", in: "unk_token",
      remedy: "Add it to the vocabulary, or remove unk_token")
  }

  /// Dropout (Provilkov, Emelianenko and Voita, "BPE-dropout", ACL 2020) makes a model see several spellings while it is
  /// trained. Here every text has one unless dropout is asked for.
  private static func dropout(_ settings: Declaration, _ rules: inout BytePairRules) throws(Trouble)
    -> [String]
  {
    guard settings.has("dropout") else { return [] }
    let share = try settings.number("dropout")
    guard (0...1).contains(share) else {
      throw settings.trouble("a share from 0 to 1 expected, \(share) found", in: "dropout")
    }
    rules.dropout = share
    return share == 0
      ? [] : ["The file leaves out merges at random (dropout \(share)), for training; here all are made."]
  }
}
