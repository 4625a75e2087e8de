import Basics

/// Puts one token before the text and one after; a second text follows, with one after it.
package struct BertProcessing: PostProcessor {
  package static let kind = "BertProcessing"
  package let single: Template?
  package let pair: Template?

  package init(_ declaration: Declaration) throws(Trouble) {
    let (first, last) = (try declaration.tokenPair("cls"), try declaration.tokenPair("sep"))
    let one: [Template.Part] = [
      .tokens([first], type: 0), .text(0, type: 0), .tokens([last], type: 0),
    ]
    single = Template(one)
    pair = Template(one + [.text(1, type: 1), .tokens([last], type: 1)])
  }
}
