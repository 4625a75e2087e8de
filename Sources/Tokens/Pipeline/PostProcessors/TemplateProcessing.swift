import Basics

/// Puts special tokens around and between texts as templates say: `[CLS] $A [SEP]`.
///
/// A special token of the template may stand for several ids.
package struct TemplateProcessing: PostProcessor {
  package static let kind = "TemplateProcessing"
  package let single: Template?
  package let pair: Template?

  /// Templates as they are.
  package init(single: Template?, pair: Template? = nil) {
    self.single = single
    self.pair = pair
  }

  package init(_ declaration: Declaration) throws(Trouble) {
    let ids = try Self.specialTokens(declaration)
    single = try Self.template(declaration, "single", texts: 1, ids)
    pair = try Self.template(declaration, "pair", texts: 2, ids)
  }

  private static func specialTokens(_ declaration: Declaration) throws(Trouble) -> [[UInt8]: [TokenID]] {
    guard let tokens = declaration.part("special_tokens"), case .fields(let fields) = tokens.setting else {
      return [:]
    }
    var result: [[UInt8]: [TokenID]] = [:]
    for field in fields {
      let name = String(decoding: field.name, as: UTF8.self)
      guard case .list(let values) = field.value["ids"] else {
        throw tokens.trouble("a list of ids expected", in: name)
      }
      result[field.name] = try values.map { value throws(Trouble) in
        guard case .integer(let number) = value, let id = TokenID(exactly: number) else {
          throw tokens.trouble("an id expected", in: "\(name).ids")
        }
        return id
      }
    }
    return result
  }

  private static func template(
    _ declaration: Declaration, _ name: String, texts: Int, _ ids: [[UInt8]: [TokenID]]
  ) throws(Trouble) -> Template {
    var template = Template([])
    for piece in try declaration.list(name) {
      let part = try part(piece, texts: texts, ids)
      if case .text(let text, _) = part, template.keeps(text) {
        throw piece.trouble(
          "this text stands twice in the template", remedy: "Keep one of the two; it is encoded once")
      }
      template.parts.append(part)
    }
    return template
  }

  private static func part(
    _ piece: Declaration, texts: Int, _ ids: [[UInt8]: [TokenID]]
  ) throws(Trouble) -> Template.Part {
    if let sequence = piece.part("Sequence") {
      let name = String(decoding: try sequence.text("id"), as: UTF8.self)
      guard let text = ["A": 0, "B": 1][name], text < texts else {
        throw sequence.trouble(
          texts == 1 ? "A expected, \(name) found" : "A or B expected, \(name) found", in: "id")
      }
      return .text(text, type: try type(sequence))
    }
    guard let token = piece.part("SpecialToken") else {
      throw piece.trouble("Sequence or SpecialToken expected")
    }
    let name = try token.text("id")
    guard let more = ids[name] else {
      throw token.trouble(
        "the special token \(String(decoding: name, as: UTF8.self)) has no entry in special_tokens",
        in: "id", remedy: "Add its ids there")
    }
    return .tokens(more, type: try type(token))
  }

  private static func type(_ part: Declaration) throws(Trouble) -> UInt32 {
    guard let type = UInt32(exactly: try part.integer("type_id")) else {
      throw part.trouble("a number from 0 to \(UInt32.max) expected", in: "type_id")
    }
    return type
  }
}
