import Basics

/// Puts one token before the text and one after.
package struct BertProcessing: PostProcessor {
  package static let kind = "BertProcessing"
  package let frame: Frame

  package init(_ declaration: Declaration) throws(Trouble) {
    frame = Frame(before: [try declaration.tokenPair("cls")], after: [try declaration.tokenPair("sep")])
  }
}
