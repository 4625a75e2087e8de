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
    if values.count > countLimit {
      throw section.trouble("\(values.count) added tokens are over the limit of \(countLimit)")
    }
    var numbering = Numbering(entries)
    var total = 0
    for (index, value) in values.enumerated() {
      let declaration = Declaration(value, file: section.file, field: "\(section.field)[\(index)]")
      let token = try self.token(declaration)
      total += token.content.count
      if total > totalLimit {
        throw section.trouble("the added tokens are over the limit of \(totalLimit) bytes in all")
      }
      numbering.add(token, declared: try declaration.integer("id"))
    }
    return (numbering.tokens, numbering.renumbered)
  }

  /// Gives ids in the order of the file. Of two tokens with one content the later takes the place of the earlier.
  private struct Numbering {
    private let entries: EntryTable
    private(set) var tokens: [AddedToken] = []
    private(set) var renumbered = 0
    private var places: [[UInt8]: Int] = [:]
    private var next: TokenID

    init(_ entries: EntryTable) {
      self.entries = entries
      next = TokenID(entries.count)
    }

    mutating func add(_ token: AddedToken, declared: Int) {
      var token = token
      if let place = places[token.content] {
        token.id = tokens[place].id
        tokens[place] = token
      } else {
        let known = entries.id(spelled: token.content.span)
        token.id = known ?? next
        if known == nil { next += 1 }
        places[token.content] = tokens.count
        tokens.append(token)
      }
      if declared != Int(token.id) { renumbered += 1 }
    }
  }

  private static func token(_ declaration: Declaration) throws(Trouble) -> AddedToken {
    let content = try declaration.text("content")
    if content.isEmpty {
      throw declaration.trouble("an added token cannot be empty", in: "content", remedy: "Remove it")
    }
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
