import Basics

/// Puts special tokens around the text as a template says: `[CLS] $A [SEP]`.
///
/// A special token of the template may stand for several ids. The template for pairs of texts is checked but not
/// used: one text is encoded at a time.
package struct TemplateProcessing: PostProcessor {
  package static let kind = "TemplateProcessing"
  package let frame: Frame

  package init(_ declaration: Declaration) throws(Trouble) {
    let ids = try Self.specialTokens(declaration)
    frame = try Self.frame(try declaration.list("single"), ids)
    _ = try Self.frame(try declaration.list("pair"), ids)
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

  private static func frame(_ pieces: [Declaration], _ ids: [[UInt8]: [TokenID]]) throws(Trouble) -> Frame {
    var frame = Frame()
    frame.keepsText = false
    for piece in pieces {
      if let sequence = piece.part("Sequence") {
        if try sequence.text("id").elementsEqual("A".utf8) { frame.keepsText = true }
      } else if let token = piece.part("SpecialToken") {
        let name = try token.text("id")
        guard let more = ids[name] else {
          throw token.trouble(
            "the special token \(String(decoding: name, as: UTF8.self)) has no entry in special_tokens",
            in: "id",
            remedy: "Add its ids there")
        }
        if frame.keepsText { frame.after += more } else { frame.before += more }
      } else {
        throw piece.trouble("Sequence or SpecialToken expected")
      }
    }
    return frame
  }
}
