import Screen
import Tensors

/// The nearest entries.
enum NeighboursCommands {
  static let all: [Command] = [
    Command(
      "neighbours.look", "Look at the chosen entry: its neighbours", keys: ["enter"], in: .neighbours,
      .vectors,
      hint: "look"
    ) { state, _ in
      guard let id = state.neighbours.selectedID else { return state.say("Nothing is selected") }
      return state.lookForNeighbours(of: "#\(id)")
    },
    Command(
      "neighbours.query", "Type an entry, a sum as king - man + woman, or the id of a row as #12",
      keys: ["/", "i"],
      in: .neighbours, .vectors, hint: "type", argument: "sum"
    ) { state, words in
      if !words.isEmpty { return state.lookForNeighbours(of: words) }
      state.overlays.append(.prompt(Prompt(.neighbours, text: state.neighbours.query ?? "")))
      return []
    },
    Command(
      "neighbours.measure", "By what entries are near: dot product, cosine, centred cosine, distance",
      keys: ["m"],
      in: .neighbours, .vectors, hint: "measure"
    ) { state, _ in
      state.neighbours.similarity = state.neighbours.similarity.next
      return state.reinspect()
    },
    Command(
      "neighbours.more", "List more neighbours", keys: ["right", "l"], in: .neighbours, .vectors, hint: "more"
    ) { state, _ in state.countNeighbours(by: 1) },
    Command("neighbours.fewer", "List fewer neighbours", keys: ["left", "h"], in: .neighbours, .vectors) {
      state, _ in state.countNeighbours(by: -1)
    },
    Command(
      "neighbours.back", "Back to what was looked at before, at the last to the text",
      keys: ["esc", "backspace"],
      in: .neighbours, .vectors, hint: "back"
    ) { state, _ in state.leaveNeighbours() },
    Command(
      "neighbours.caret", "Look at the token under the cursor again", keys: ["c"], in: .neighbours, .vectors,
      hint: "cursor"
    ) { state, _ in
      state.neighbours.sent = nil
      return state.lookForNeighbours(of: nil)
    },
    Command(
      "neighbours.vocabulary", "Show the chosen entry in the vocabulary", keys: ["v"], in: .neighbours,
      .vectors,
      hint: "vocabulary"
    ) { state, _ in
      guard let id = state.neighbours.selectedID else { return state.say("Nothing is selected") }
      return state.showInVocabulary(id)
    },
    Command(
      "neighbours.find", "Go to where the chosen entry stands in the text", keys: ["g"], in: .neighbours,
      .vectors
    ) { state, _ in
      guard let id = state.neighbours.selectedID else { return state.say("Nothing is selected") }
      return state.goToEntry(id)
    },
  ]
}
