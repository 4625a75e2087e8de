import Basics
import Tokens

/// Reads the `model` section of one kind.
protocol ModelKind: Sendable {
  /// The `type` in tokenizer.json.
  static var name: String { get }

  /// Whether a section without a type, as old files have it, is of this kind.
  static func fits(_ section: ModelSection, _ settings: Declaration) -> Bool

  /// The model. The sections' file is given back as soon as it is not needed any more.
  static func build(
    _ sections: inout TokenizerJSON.Sections, _ settings: Declaration, spellsBytes: Bool, _ ticket: Ticket
  ) throws(Trouble) -> BuiltModel
}

/// A model with what the rest of the tokenizer needs of its section.
struct BuiltModel {
  let model: any Model
  let entries: EntryTable
  /// Whether the model works on bytes.
  var isByteLevel = false
  var notes: [String] = []
}

/// Every kind of model, one a line; the first that fits takes a section without a type.
enum ModelCatalog {
  static let all: [any ModelKind.Type] = [
    BytePairKind.self,
    UnigramKind.self,
    WordPieceKind.self,
    WordLevelKind.self,
  ]

  /// The kind that the section names, or, in old files that name none, the one whose settings it has.
  static func find(_ section: ModelSection, _ settings: Declaration) throws(Trouble) -> any ModelKind.Type {
    guard let name = try settings.kind() else {
      if let kind = all.first(where: { $0.fits(section, settings) }) { return kind }
      throw settings.trouble("the model has neither a type nor the settings of a known one", in: "type")
    }
    if let kind = all.first(where: { $0.name == name }) { return kind }
    throw settings.trouble(
      "\(name) is not a known model", in: "type",
      remedy: "Known are \(all.map { $0.name }.joined(separator: ", "))")
  }
}
