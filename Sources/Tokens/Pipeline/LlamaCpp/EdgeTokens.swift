import Basics

/// Puts fixed tokens before and after a text.
package struct EdgeTokens: PostProcessor {
  package static let kind = "EdgeTokens"
  package let single: Template?

  /// Without any token nothing is put around.
  package init(before: [TokenID], after: [TokenID]) {
    single = Template([.tokens(before, type: 0), .text(0, type: 0), .tokens(after, type: 0)])
  }

  /// Reads `before` and `after`, lists of ids.
  package init(_ declaration: Declaration) throws(Trouble) {
    func ids(_ name: String) throws(Trouble) -> [TokenID] {
      guard case .list(let values) = declaration.setting[name] else { return [] }
      return try values.map { value throws(Trouble) in
        guard case .integer(let number) = value, let id = TokenID(exactly: number) else {
          throw declaration.trouble("a list of ids expected", in: name)
        }
        return id
      }
    }
    self.init(before: try ids("before"), after: try ids("after"))
  }
}
