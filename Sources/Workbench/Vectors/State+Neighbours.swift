import Basics
import Figures
import Screen
import Tensors
import Tokens

/// The nearest entries of something, and how a person came to it.
package struct NeighboursView: Sendable, Equatable {
  /// What is looked at: an entry or a sum in words; nil for the token under the caret.
  package var query: String?
  /// What was looked at before, the newest last.
  package var earlier: [String?] = []
  package var similarity = Similarity.cosine
  /// How many neighbours are listed.
  package var count = 20
  package var selected = 0
  /// Tokens of pictures that were sent here; nil for the entries of the tokenizer.
  var sent: SentVectors?
  /// What was asked last, and the last answer.
  var asked: NeighboursRequest?
  package var found: NeighboursFound?

  package init() {}

  static let counts = [5, 10, 20, 50, 100, 200, 500, 1000]

  /// The chosen neighbour.
  package var selectedID: TokenID? {
    let neighbours = found?.neighbours ?? []
    return neighbours.indices.contains(selected) ? TokenID(neighbours[selected].index) : nil
  }

  /// What was found, as a table.
  package var figures: [Figure] {
    guard let found, let embeddings = found.request.embeddings, !found.neighbours.isEmpty else { return [] }
    let report = NeighboursReport(embeddings, found.request.similarity)
    return [.table(report.table(found.neighbours, nearestTo: found.request.words))]
  }
}

/// Find the entries nearest to a sum.
package struct NeighboursRequest: Sendable, Equatable {
  package var loaded: LoadedEmbeddings
  /// The sum in words, as `Embeddings.terms` reads them.
  package var words: String
  package var count: Int
  package var similarity: Similarity

  var embeddings: Embeddings? { try? loaded.result.get() }
}

/// The neighbours, or why there are none; two are equal when they answer the same question.
package struct NeighboursFound: Sendable, Equatable {
  /// What was found.
  package struct Found: Sendable {
    package var terms: [Embeddings.Term]
    /// The length of the sum.
    package var length: Float
    /// Nearest first.
    package var neighbours: [Ranked]
    /// The entries of the sum whose rows are nothing but noughts.
    package var unseen: [TokenID]
  }

  package var request: NeighboursRequest
  package var result: Result<Found, Trouble>

  package var neighbours: [Ranked] { (try? result.get().neighbours) ?? [] }

  package static func == (a: NeighboursFound, b: NeighboursFound) -> Bool { a.request == b.request }
}

extension State {
  /// Asks for the neighbours when the pane is on the screen and something else is to be looked at.
  mutating func refindNeighbours() -> [Effect] {
    guard layout.panes.contains(PaneKind.neighbours.rawValue),
      let loaded = neighbours.sent?.loaded ?? (currentEmbeddings != nil ? embeddings.loaded : nil),
      let words = neighbourWords
    else { return [] }
    let request = NeighboursRequest(
      loaded: loaded, words: words, count: neighbours.count, similarity: neighbours.similarity)
    guard request != neighbours.asked else { return [] }
    neighbours.asked = request
    jobs[.neighbours] = 0
    return [.findNeighbours(request)]
  }

  private var neighbourWords: String? { neighbours.query ?? currentEntry.map { "#\($0)" } }

  mutating func take(_ new: NeighboursFound) -> [Effect] {
    guard new.request == neighbours.asked else { return [] }
    jobs[.neighbours] = nil
    if neighbours.found?.request.words != new.request.words { neighbours.selected = 0 }
    neighbours.found = new
    neighbours.selected = max(0, min(neighbours.selected, new.neighbours.count - 1))
    return []
  }

  /// Looks at something else; what was looked at before can be gone back to.
  mutating func lookForNeighbours(of words: String?) -> [Effect] {
    guard words != neighbours.query else { return [] }
    neighbours.earlier.append(neighbours.query)
    if neighbours.earlier.count > 100 { neighbours.earlier.removeFirst() }
    neighbours.query = words
    return reinspect()
  }

  /// Goes back to what was looked at before, or at the last to the text.
  mutating func leaveNeighbours() -> [Effect] {
    guard let query = neighbours.earlier.popLast() else {
      if neighbours.sent != nil { return leaveSent() }
      layout.focus(PaneKind.text.rawValue)
      return reinspect()
    }
    neighbours.query = query
    return reinspect()
  }

  /// Moves the selection; the text shows the entry where it stands there.
  mutating func chooseNeighbour(by rows: Int) -> [Effect] {
    let last = max(0, (neighbours.found?.neighbours.count ?? 0) - 1)
    neighbours.selected = max(0, min(neighbours.selected + max(-last - 1, min(rows, last + 1)), last))
    return showLinked()
  }

  /// Lists fewer or more neighbours.
  mutating func countNeighbours(by steps: Int) -> [Effect] {
    let counts = NeighboursView.counts
    let now = counts.firstIndex { $0 >= neighbours.count } ?? counts.count - 1
    neighbours.count = counts[max(0, min(now + steps, counts.count - 1))]
    return reinspect()
  }
}
