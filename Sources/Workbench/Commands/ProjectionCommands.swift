import Screen

/// Vectors on a plane.
enum ProjectionCommands {
  static let all: [Command] =
    [
      move("projection.right", "Point to the right", ["right", "l"], 1, 0, hint: "point"),
      move("projection.left", "Point to the left", ["left", "h"], -1, 0),
      move("projection.up", "Point above", ["up", "k"], 0, 1),
      move("projection.down", "Point below", ["down", "j"], 0, -1),
      Command(
        "projection.next", "Next point, of those that match a search", keys: ["n"], in: .projection, .vectors
      ) {
        state, _ in state.choosePoint(by: 1)
      },
      Command(
        "projection.previous", "Previous point, of those that match a search", keys: ["N"], in: .projection,
        .vectors
      ) { state, _ in state.choosePoint(by: -1) },
      Command(
        "projection.method", "By principal components, or by t-SNE", keys: ["v"], in: .projection, .vectors,
        hint: "PCA/t-SNE"
      ) { state, _ in
        state.projection.method = state.projection.method == .pca ? .tsne : .pca
        return state.reinspect()
      },
      Command(
        "projection.choice", "Of what: around the cursor, the most frequent, the neighbours", keys: ["o"],
        in: .projection, .vectors, hint: "of what"
      ) { state, _ in
        let all = ProjectionView.Choice.allCases
        let now = all.firstIndex(of: state.projection.choice) ?? 0
        state.projection.choice = all[(now + 1) % all.count]
        return state.reinspect() + state.say("Of the \(state.projection.choice.rawValue)")
      },
      Command(
        "projection.search", "Search the points", keys: ["/", "i"], in: .projection, .vectors, hint: "search",
        argument: "text"
      ) { state, words in
        if !words.isEmpty { return state.searchPoints(words) }
        state.overlays.append(.prompt(Prompt(.point, text: state.projection.search)))
        return []
      },
      Command(
        "projection.reroll", "Lay out again, from the next seed", keys: ["r"], in: .projection, .vectors,
        hint: "re-roll",
        unavailable: { $0.projection.method == .pca ? "principal components draw nothing" : nil }
      ) { state, _ in
        state.projection.seed += 1
        return state.reinspect()
      },
      Command(
        "projection.stop", "Stop laying out; the places that were reached stay", keys: ["s"], in: .projection,
        .vectors
      ) { state, _ in state.stopProjecting() },
      Command(
        "projection.text", "Go to the point's token in the text", keys: ["enter"], in: .projection, .vectors,
        hint: "in text"
      ) { state, _ in
        state.projection.selected.map { state.goToEntry($0) } ?? state.say("No point is chosen")
      },
      Command(
        "projection.leave", "End searching and choosing, or go back to the text", keys: ["esc"],
        in: .projection,
        .vectors, hint: "back"
      ) { state, _ in
        if state.projection.search.isEmpty && state.projection.selected == nil {
          if state.projection.sent != nil { return state.leaveSent() }
          state.layout.focus(PaneKind.text.rawValue)
          return state.reinspect()
        }
        (state.projection.search, state.projection.selected) = ("", nil)
        return []
      },
      count("projection.more", "More entries", "]", 1), count("projection.fewer", "Fewer entries", "[", -1),
    ] + looks

  private static let looks: [Command] = [
    zoom("projection.zoomIn", "Make the plane larger", ["+"], PlaneView.steps, hint: "zoom"),
    zoom("projection.zoomOut", "Make the plane smaller", ["-"], 1 / PlaneView.steps),
    zoom("projection.whole", "Show the whole plane", ["0"], 0),
    pan("projection.panRight", "Look further right", "shift+right", 1, 0),
    pan("projection.panLeft", "Look further left", "shift+left", -1, 0),
    pan("projection.panUp", "Look further up", "shift+up", 0, 1),
    pan("projection.panDown", "Look further down", "shift+down", 0, -1),
  ]

  private static func move(
    _ id: String, _ title: String, _ keys: [String], _ dx: Double, _ dy: Double, hint: String? = nil
  ) -> Command {
    Command(id, title, keys: keys, in: .projection, .vectors, hint: hint) { state, _ in
      state.choosePoint(dx: dx, dy: dy)
    }
  }

  private static func count(_ id: String, _ title: String, _ key: String, _ steps: Int) -> Command {
    Command(id, title, keys: [key], in: .projection, .vectors) { state, _ in state.countPoints(by: steps) }
  }

  private static func zoom(
    _ id: String, _ title: String, _ keys: [String], _ factor: Double, hint: String? = nil
  ) -> Command {
    Command(id, title, keys: keys, in: .projection, .vectors, hint: hint) { state, _ in
      state.magnifyPlane(by: factor)
    }
  }

  private static func pan(_ id: String, _ title: String, _ key: String, _ dx: Double, _ dy: Double) -> Command
  {
    Command(id, title, keys: [key], in: .projection, .vectors) { state, _ in
      state.projection.plane.pan(dx * 0.25, dy * 0.25)
      return []
    }
  }
}
