import Screen

/// Opening, closing, moving between and resizing panes.
enum PaneCommands {
  static let all =
    [
      Command("pane.next", "Next pane", keys: ["tab"], .panes, hint: "next pane") { state, _ in
        state.layout.focusNext()
        return state.reinspect()
      },
      Command("pane.previous", "Previous pane", keys: ["backtab"], .panes) { state, _ in
        state.layout.focusNext(backwards: true)
        return state.reinspect()
      },
      Command("pane.zoom", "Zoom the pane, or end zooming", keys: ["z", "f6"], .panes, hint: "zoom") {
        state, _ in
        state.layout.toggleZoom()
        return state.resegment() + state.reviewTensors()
      },
      Command("pane.splitRight", "Open a pane to the right", keys: ["|", "f8"], .panes, argument: "pane") {
        state, name in
        state.open(.horizontal, name)
      },
      Command("pane.splitBelow", "Open a pane below", keys: ["_"], .panes, argument: "pane") { state, name in
        state.open(.vertical, name)
      },
      Command(
        "pane.close", "Close the pane", keys: ["x"], .panes,
        unavailable: { $0.layout.panes.count == 1 ? "it is the last one" : nil }
      ) { state, _ in
        state.layout.close(state.layout.focused)
        return state.resegment() + state.reinspect()
      },
      resize("pane.wider", "Make the pane wider", ">", .horizontal, 0.05),
      resize("pane.narrower", "Make the pane narrower", "<", .horizontal, -0.05),
      resize("pane.taller", "Make the pane taller", "+", .vertical, 0.05),
      resize("pane.lower", "Make the pane lower", "-", .vertical, -0.05),
      Command(
        "figures.export", "Write what the pane shows to a file: .md .html .csv .json .svg .png and more",
        keys: ["E"],
        .panes, argument: "path"
      ) { state, path in state.exportFigures(to: path, replacing: false) },
      Command(
        "figures.preview", "Show what the pane shows in real pixels, until the next key", keys: ["Z"], .panes
      ) { state, _ in state.previewFigures() },
      Command("figures.replace", "Write what the pane shows over a file", .panes, argument: "path") {
        state, path in
        state.exportFigures(to: path, replacing: true)
      },
      Command("pane.standard", "Standard arrangement of panes", keys: ["="], .panes) { state, _ in
        state.layout = Arrangement.standard(for: state.size)
        return state.resegment() + state.reinspect()
      },
    ] + PaneKind.allCases.map(show)

  private static func show(_ pane: PaneKind) -> Command {
    Command(
      "pane.\(pane)", "Go to: \(pane.title) (\(pane.purpose))", keys: pane == .vocabulary ? ["f3"] : [],
      .panes,
      hint: pane == .vocabulary ? "vocabulary" : nil
    ) { state, _ in
      if pane == .vocabulary { return state.showVocabulary() }
      if pane == .training { return state.run(line: "training.begin") }
      if pane == .lenses { return state.browseLenses() }
      if pane == .tensors { return state.openTensors([], asking: true) }
      if pane == .tokenGrid { return state.openMap(state.map.order ?? MapOrder()) }
      if pane == .lab { return state.layout.panes.contains(pane.rawValue) ? [] : state.toggleLab() }
      if pane == .lens { return state.lenses.open.map { state.openLens($0) } ?? state.browseLenses() }
      state.show(pane)
      return state.resegment() + state.reinspect()
    }
  }

  private static func resize(
    _ id: String, _ title: String, _ key: String, _ axis: Layout.Axis, _ share: Double
  ) -> Command {
    Command(id, title, keys: [key], .panes) { state, _ in
      state.layout.resize(axis, by: share)
      return state.resegment() + state.reviewTensors()
    }
  }
}

extension State {
  /// Opens the named pane beside the focused one, or asks which.
  mutating func open(_ axis: Layout.Axis, _ name: String) -> [Effect] {
    if let pane = PaneKind.allCases.first(where: { "\($0)" == name }) {
      layout.split(axis, opening: pane.rawValue)
      layout.focus(pane.rawValue)
      return resegment() + reinspect() + (pane == .vocabulary ? searchVocabulary() : [])
    }
    if PaneKind.allCases.allSatisfy({ layout.panes.contains($0.rawValue) }) {
      return say("All panes are open already; Tab goes to the next")
    }
    overlays.append(.chooser(Chooser(.panes(axis))))
    return []
  }

  /// Opens the vocabulary browser at the token under the caret.
  mutating func showVocabulary() -> [Effect] {
    let id = focus == .text ? currentTokenIndex.flatMap { segmentation?.tokens[$0].id } : nil
    show(.vocabulary)
    if let id {
      vocabulary.query = ""
      vocabulary.ids = nil
      vocabulary.wanted = id
    }
    return searchVocabulary() + resegment()
  }
}
