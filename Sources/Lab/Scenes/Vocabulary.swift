/// The 54 words of the scenes: what captions are written in, what questions are asked in, what answers are.
///
/// A word's id is its place in `words`. Most of it never stands in a caption: fillers are there so that a nearest word can be wrong.
package enum LabVocabulary {
  /// Colours of objects.
  package static let colours = ["red", "green", "blue", "yellow"]
  /// Shapes of objects.
  package static let shapes = ["square", "disc", "triangle", "cross"]
  /// The rows of cells, from the top.
  package static let rows = ["top", "upper", "lower", "bottom"]
  /// How many objects, from one.
  package static let numbers = ["one", "two", "three", "four"]
  /// The letters that may stand in a scene.
  package static let letters = ["A", "E", "H", "L", "T", "X"]
  /// What is asked for.
  package static let topics = ["colour", "shape", "row", "count", "letter"]
  /// In every caption, whatever the scene.
  package static let common = ["the", "of"]
  /// Begins what a reader reads.
  package static let begin = "<s>"
  /// Ends a question.
  package static let asks = "?"

  private static let fillers = [
    "and", "in", "is", "to", "with", "near", "under", "over", "left", "right", "small", "large", "sky",
    "tree",
    "house", "water", "dog", "cat", "road", "night", "day", "old", "new",
  ]

  /// All of them, by id.
  package static let words =
    common + colours + shapes + rows + numbers + letters + topics + [begin, asks] + fillers

  private static let ids = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })

  /// The id of a word; nil when it is none of ours.
  package static func id(_ word: String) -> Int? { ids[word] }

  /// The ids of words of ours, in their order; words that are none of ours stop the program.
  package static func ids(of words: [String]) -> [Int] {
    words.map { word in
      guard let id = ids[word] else {
        preconditionFailure("\(word) is not among the \(self.words.count) words")
      }
      return id
    }
  }
}
