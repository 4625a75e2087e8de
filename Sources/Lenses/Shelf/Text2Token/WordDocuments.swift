import Basics
import Tokens

/// Documents of so many words each, cut from texts one behind the other, over the most frequent words.
package struct WordDocuments: Sendable, Hashable {
  /// One document.
  package struct Document: Sendable, Hashable {
    /// The words, by their places in the vocabulary.
    package var tokens: [Int]
    /// Which text it is from, and the bytes of each word there.
    package var text: Int
    package var ranges: [Range<Int>]
  }

  /// The words, most frequent first; words that are equally frequent in the order of their letters.
  package let words: [String]
  package let documents: [Document]

  /// Words of documents that stand one behind the other in one text, in windows that begin every `step` words: more to learn from. Only documents that
  /// `admits` names are in them; all are of one length.
  package func windows(step: Int, where admits: (Int) -> Bool) -> [[Int]] {
    var windows: [[Int]] = []
    for index in documents.indices where admits(index) {
      let own = documents[index].tokens
      windows.append(own)
      let next = index + 1
      guard next < documents.count, admits(next), documents[next].text == documents[index].text else {
        continue
      }
      let both = own + documents[next].tokens
      windows += stride(from: step, to: own.count, by: step).map { Array(both[$0..<$0 + own.count]) }
    }
    return windows
  }

  /// Words are runs of letters in small letters; those that are not among the first `size` are left out. A rest that does not fill a document is too.
  package init(_ texts: [[UInt8]], size: Int = 1000, length: Int = 48, _ ticket: Ticket) throws(Trouble) {
    var found: [[(word: String, range: Range<Int>)]] = []
    var counts: [String: Int] = [:]
    for text in texts {
      try ticket.step(0)
      let words = WordSpans.words(in: text).map { range in
        (word: String(decoding: text[range], as: UTF8.self).lowercased(), range: range)
      }
      for word in words { counts[word.word, default: 0] += 1 }
      found.append(words)
    }
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(size)
    words = sorted.map(\.key)
    let places = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    var documents: [Document] = []
    for (index, words) in found.enumerated() {
      let known = words.compactMap { word in places[word.word].map { (token: $0, range: word.range) } }
      for start in stride(from: 0, to: known.count - length + 1, by: length) {
        let part = known[start..<start + length]
        documents.append(Document(tokens: part.map(\.token), text: index, ranges: part.map(\.range)))
      }
    }
    self.documents = documents
  }
}
