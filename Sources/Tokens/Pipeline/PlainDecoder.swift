import Basics

/// Puts the bytes of ids together; an id that is none is an error.
package struct PlainDecoder: IDDecoder {
  private let vocabulary: VocabularyTable

  package init(_ vocabulary: VocabularyTable) { self.vocabulary = vocabulary }

  package func decode(_ ids: [TokenID]) throws(Trouble) -> [UInt8] {
    var text: [UInt8] = []
    for id in ids where !vocabulary.append(id, to: &text) {
      throw Trouble(
        .input, "\(id) is not an id of this tokenizer", remedy: "Ids run from 0 to \(vocabulary.idLimit - 1)")
    }
    return text
  }
}
