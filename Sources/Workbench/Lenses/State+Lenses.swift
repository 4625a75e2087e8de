import Basics
import Documents
import Figures
import Lenses
import Screen

/// What a person does with lenses.
extension State {
  /// Shows the list of lenses, over the whole screen.
  mutating func browseLenses() -> [Effect] {
    layout = Layout(PaneKind.lenses.rawValue)
    lenses.isTyping = false
    return resegment() + reinspect()
  }

  /// Opens a lens, and has it look.
  mutating func openLens(_ id: String) -> [Effect] {
    guard let card = LensCatalog.named(id)?.card else {
      let near = nearNames(id, among: LensCatalog.all.map { $0.card.id }, limit: 1).first
      return say("There is no lens \(id)" + (near.map { "; did you mean \($0)?" } ?? ""), warning: true)
    }
    if lenses.open != card.id {
      lenses.open = card.id
      lenses.shown = nil
      lenses.request = nil
      lenses.trouble = nil
      (lenses.knob, lenses.figure, lenses.item) = (0, 0, nil)
    }
    arrangeLens()
    return showCaret() + resegment() + reinspect()
  }

  /// On its sample the lens has the screen; on the person's text that stands above it, with few rows on a small screen.
  private mutating func arrangeLens() {
    layout = Layout(lenses.usesOwnText ? PaneKind.text.rawValue : PaneKind.lens.rawValue)
    if lenses.usesOwnText {
      layout.split(.vertical, opening: PaneKind.lens.rawValue, share: size.rows >= 40 ? 0.7 : 0.76)
    }
    layout.focus(PaneKind.lens.rawValue)
  }

  /// Changes between the person's text and the sample.
  mutating func toggleLensText() -> [Effect] {
    lenses.usesOwnText.toggle()
    lenses.item = nil
    arrangeLens()
    return showCaret() + resegment() + reinspect()
  }

  /// Asks the open lens to look when something it looks at has changed.
  mutating func relook() -> [Effect] {
    guard layout.panes.contains(PaneKind.lens.rawValue), let request = lookRequest, request != lenses.request
    else { return [] }
    lenses.request = request
    jobs[.look] = 0
    return [.look(request)]
  }

  /// What the open lens should look at now.
  private var lookRequest: LookRequest? {
    guard let card = lenses.card, tokenizer.number > 0 else { return nil }
    let own = lenses.usesOwnText
    return LookRequest(
      lens: card.id, knobs: lenses.settings, text: own ? document.text : nil, name: own ? title : "",
      version: own ? document.version : 0, caret: own ? view.selection.caret : 0,
      tokenizers: [tokenizer] + diff.others, tensorPaths: own ? tensors.paths : [],
      picturePaths: own ? map.order?.paths.filter { LensSubject.sorted([$0]).tensors.isEmpty } ?? [] : [])
  }

  /// Sets a knob of the open lens from words.
  mutating func setKnob(_ key: String, _ value: String) -> [Effect] {
    guard let card = lenses.card else { return say("No lens is open; M lists them", warning: true) }
    var knobs = lenses.settings
    do { try knobs.set(key, value) } catch { return show(error) }
    lenses.knobs[card.id] = knobs
    return reinspect()
  }

  /// Turns a knob of the open lens.
  mutating func turnKnob(_ key: String?, by steps: Int) -> [Effect] {
    guard let card = lenses.card, let key else { return [] }
    var knobs = lenses.settings
    knobs.turn(key, by: steps)
    lenses.knobs[card.id] = knobs
    return reinspect()
  }

  /// Chooses a figure of the plate, to stand first.
  mutating func chooseFigure(_ index: Int) -> [Effect] {
    let count = lenses.shown?.figures.count ?? 0
    lenses.figure = count == 0 ? 0 : max(0, min(index, count - 1))
    lenses.item = nil
    return []
  }

  /// Moves to another part of the first figure; the text shows the bytes that it stands for.
  mutating func chooseItem(by steps: Int) -> [Effect] {
    guard let figures = lenses.shown?.figures, figures.indices.contains(lenses.figure) else { return [] }
    let last = figures[lenses.figure].itemCount - 1
    guard last >= 0 else { return [] }
    let now = lenses.item ?? (steps > 0 ? -1 : 0)
    lenses.item = max(0, min(now + max(-last - 1, min(steps, last + 1)), last))
    return showLinked()
  }

  /// The bytes of the text that what is chosen in the focused pane stands for.
  package var linkedBytes: Range<Int>? {
    switch focus {
    case .neighbours: neighbours.sent == nil ? neighbours.selectedID.flatMap(nearestBytes) : nil
    case .projection: projection.sent == nil ? projection.selected.flatMap(nearestBytes) : nil
    case .graph: graphBytes
    default: lensBytes
    }
  }

  /// The bytes of the text that the chosen part of a lens's figure stands for.
  private var lensBytes: Range<Int>? {
    guard layout.panes.contains(PaneKind.lens.rawValue), let item = lenses.item, let shown = lenses.shown,
      shown.request.text != nil, shown.request.version == document.version
    else { return nil }
    return shown.plate.links.first { $0.figure == lenses.figure && $0.item == item }?.bytes
  }

  /// What lights up in the text: what the chosen part of the focused pane stands for, and the chosen row and column of the heatmap.
  package var litBytes: [Range<Int>] { (linkedBytes.map { [$0] } ?? []) + similarityBytes }

  /// Scrolls the text so that what is chosen in the focused pane is in sight.
  mutating func showLinked() -> [Effect] { show(linkedBytes) }

  /// Scrolls the text so that bytes are in sight; the caret stays where it is.
  mutating func show(_ bytes: Range<Int>?) -> [Effect] {
    guard let bytes else { return [] }
    let rows = textLayout.rows(from: view.top, limit: textRowLimit)
    let seen = view.top..<max(view.top, rows.last?.range.upperBound ?? view.top)
    if !seen.contains(bytes.lowerBound) {
      view.top = textLayout.row(holding: bytes.lowerBound).range.lowerBound
    }
    return resegment()
  }

  /// Takes what a lens showed; the answer to an older question is dropped.
  mutating func take(_ plate: Plate, _ request: LookRequest, isComplete: Bool) -> [Effect] {
    guard request == lenses.request else { return [] }
    lenses.shown = LensView.Shown(request: request, plate: plate)
    lenses.trouble = nil
    if isComplete { jobs[.look] = nil }
    lenses.figure = min(lenses.figure, plate.figures.count)
    if let item = lenses.item {
      let figures = lenses.shown?.figures ?? []
      let count = figures.indices.contains(lenses.figure) ? figures[lenses.figure].itemCount : 0
      lenses.item = count == 0 ? nil : min(item, count - 1)
    }
    return []
  }

  /// The look failed: what was there stays, and the reason stands above it.
  mutating func takeLookTrouble(_ trouble: Trouble) -> [Effect] {
    jobs[.look] = nil
    if trouble.kind != .cancelled { lenses.trouble = "\(trouble)" }
    return []
  }

  /// Asks whether a file may be replaced.
  mutating func askToReplace(_ request: ExportRequest) -> [Effect] {
    let choice = Confirm.Choice(
      key: "y", label: "replace it", command: "figures.replace", argument: request.path)
    overlays.append(.confirm(Confirm(question: "“\(request.path)” is there already.", choices: [choice])))
    return []
  }

  /// Typing in the search line of the lenses.
  mutating func typeLensQuery(_ key: Key) -> [Effect] {
    switch key.code {
    case .escape, .enter, .down, .tab:
      lenses.isTyping = false
      return key.code == .down ? scrollList(rows: 1) : []
    default:
      var line = LineInput(lenses.query)
      guard line.take(key) else {
        guard let command = Keymap.command(for: Chord(key), in: self) else { return [] }
        return run(command.0, command.1)
      }
      lenses.query = line.text
      lenses.selected = 0
      return []
    }
  }
}
