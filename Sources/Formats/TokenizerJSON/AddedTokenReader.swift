import Basics
import Tokens

/// Reads `added_tokens` and numbers them as the library does, which does not obey the `id` in the file.
///
/// A content that the vocabulary has keeps that id; others are numbered from the vocabulary's size upward, in file order.
enum AddedTokenReader {
  private static let countLimit = 100_000
  private static let contentLimit = 4 << 10
  /// All contents together.
  private static let totalLimit = 8_000_000

  /// The tokens, and how many of them stand at another id than the file says.
  static func read(
    _ section: Declaration?, _ entries: EntryTable
  ) throws(Trouble) -> (tokens: [AddedToken], renumbered: Int) {
    guard let section else { return ([], 0) }
    guard case .list(let values) = section.setting else { throw section.trouble("a list expected") }
    if values.count > countLimit { throw section.trouble("\(values.count) added tokens are over the limit of \(countLimit)") }
    var tokens: [AddedToken] = []
    var places: [[UInt8]: Int] = [:]
    var renumbered = 0
    var next = TokenID(entries.count)
    var total = 0
    for (index, value) in values.enumerated() {
      let declaration = Declaration(value, file: section.file, field: "\(section.field)[\(index)]")
      var token = try self.token(declaration)
      total += token.content.count
      if total > totalLimit { throw section.trouble("the added tokens are over the limit of \(totalLimit) bytes in all") }
      let declared = try declaration.integer("id")
      if let place = places[token.content] {
        token.id = tokens[place].id
        tokens[place] = token
      } else {
        if let known = entries.id(spelled: token.content.span) {
          token.id = known
        } else {
          token.id = next
          next += 1
        }
        places[token.content] = tokens.count
        tokens.append(token)
      }
      if declared != Int(token.id) { renumbered += 1 }
    }
    return (tokens, renumbered)
  }

  private static func token(_ declaration: Declaration) throws(Trouble) -> AddedToken {
    let content = try declaration.text("content")
    if content.isEmpty { throw declaration.trouble("an added token cannot be empty", in: "content", remedy: "Remove it") }
    if content.count > contentLimit {
      throw declaration.trouble("\(content.count) bytes are over the limit of \(contentLimit)", in: "content")
    }
    var token = AddedToken(id: 0, content: content, isSpecial: try declaration.flag("special"))
    token.stripsLeft = try declaration.flag("lstrip")
    token.stripsRight = try declaration.flag("rstrip")
    token.isSingleWord = try declaration.flag("single_word")
    token.isNormalized = try declaration.flag("normalized")
    return token
  }
}
