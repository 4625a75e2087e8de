import Basics

/// Puts one token before the text and one after, and trims spaces from reported places.
package struct RobertaProcessing: PostProcessor {
  package static let kind = "RobertaProcessing"
  package let frame: Frame
  package let trim: Trim?

  package init(_ declaration: Declaration) throws(Trouble) {
    frame = Frame(before: [try declaration.tokenPair("cls")], after: [try declaration.tokenPair("sep")])
    let addsPrefixSpace = try declaration.flag("add_prefix_space")
    trim = try declaration.flag("trim_offsets") ? Trim(addsPrefixSpace: addsPrefixSpace) : nil
  }
}
