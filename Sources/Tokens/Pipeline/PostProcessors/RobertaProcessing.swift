import Basics

/// Puts one token before each text and one after, two between them, and trims spaces from reported places.
///
/// All belong to text 0, as in the original program.
package struct RobertaProcessing: PostProcessor {
  package static let kind = "RobertaProcessing"
  package let single: Template?
  package let pair: Template?
  package let trim: Trim?

  package init(_ declaration: Declaration) throws(Trouble) {
    let (first, last) = (try declaration.tokenPair("cls"), try declaration.tokenPair("sep"))
    let one: [Template.Part] = [
      .tokens([first], type: 0), .text(0, type: 0), .tokens([last], type: 0),
    ]
    single = Template(one)
    pair = Template(one + [.tokens([last], type: 0), .text(1, type: 0), .tokens([last], type: 0)])
    let addsPrefixSpace = try declaration.flag("add_prefix_space")
    trim = try declaration.flag("trim_offsets") ? Trim(addsPrefixSpace: addsPrefixSpace) : nil
  }
}
