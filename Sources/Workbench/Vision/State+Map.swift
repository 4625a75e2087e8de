import Basics
import Figures
import Screen

/// The pane of visual tokens: what is open in it.
extension State {
  /// Opens or closes the pane, over the whole screen. Nothing brought, it shows the sample scenes.
  mutating func toggleMap() -> [Effect] {
    if layout.panes.contains(PaneKind.tokenGrid.rawValue) {
      layout = Arrangement.standard(for: size)
      return showCaret() + resegment() + reinspect()
    }
    return openMap(map.order ?? MapOrder())
  }

  /// Opens pictures, folders of them or files of vectors, over the whole screen.
  package mutating func openMap(_ order: MapOrder) -> [Effect] {
    if map.order != order {
      if map.order?.model != order.model { map.knobs = MapKnobs.initial(order.model) }
      map.order = order
      (map.picture, map.cell, map.layer, map.scroll) = (0, 0, nil, 0)
    }
    if !layout.panes.contains(PaneKind.tokenGrid.rawValue) { layout = Layout(PaneKind.tokenGrid.rawValue) }
    layout.focus(PaneKind.tokenGrid.rawValue)
    return resegment() + reinspect()
  }

  /// Opens what a person names, under the model that is in use; words are paths with blanks between them, or one path that holds blanks.
  mutating func openMap(words: String) -> [Effect] {
    guard !words.isEmpty else {
      overlays.append(.prompt(Prompt(.pictures)))
      return []
    }
    var order = map.order ?? MapOrder()
    order.paths =
      words == "samples"
      ? [] : SafeFile.exists(words) ? [words] : words.split(separator: " ").map(String.init)
    return openMap(order)
  }

  /// Takes another model: `micro`, `handmade`, or a folder.
  mutating func useVisionModel(_ words: String) -> [Effect] {
    guard !words.isEmpty else {
      overlays.append(.prompt(Prompt(.visionModel, text: map.order?.model.words ?? "")))
      return []
    }
    var order = map.order ?? MapOrder()
    order.model = MapModel(words)
    return openMap(order)
  }

  /// Asks for whatever the pane lacks, when it is on the screen.
  mutating func reviewMap() -> [Effect] {
    guard layout.panes.contains(PaneKind.tokenGrid.rawValue) else { return [] }
    let order = map.order ?? MapOrder()
    map.order = order
    let request = MapRequest(order: order, layer: map.layer, vector: map.vector, first: map.picture)
    var effects: [Effect] = []
    if request != map.asked {
      map.asked = request
      jobs[.map] = 0
      effects.append(.mapTokens(request))
    }
    return effects + lookCloser() + tryReader()
  }

  /// Takes pictures, or more of them; the answer to an older question is dropped.
  mutating func take(_ new: MapFound) -> [Effect] {
    guard new.request == map.asked else { return [] }
    if new.isComplete { jobs[.map] = nil }
    switch new.result {
    case .failure(let trouble):
      map.trouble = "\(trouble)"
      if map.shown?.request.order != new.request.order { map.shown = nil }
    case .success(let album):
      map.trouble = nil
      map.shown = new
      map.picture = min(map.picture, album.pictures.count - 1)
      map.cell = min(map.cell, album.pictures[map.picture].grid.count - 1)
      map.retarget()
    }
    return lookCloser() + tryReader()
  }

  /// Asks for what takes longer than a frame, when its view is shown.
  mutating func lookCloser() -> [Effect] {
    guard let album = map.album, let question = map.question else { return [] }
    let request = CloserRequest(
      question: question, picture: map.picture, layer: album.layer(of: map.picture), album: album)
    guard request != map.closerAsked else { return [] }
    map.closerAsked = request
    return [.lookCloser(request)]
  }

  mutating func take(_ new: CloserFound) -> [Effect] {
    guard new.request == map.closerAsked else { return [] }
    map.closer = new
    return []
  }
}

/// The reader.
extension State {
  /// Asks the reader when its view is shown and something else is to be tried; what was tried of other tokens stays until then.
  mutating func tryReader() -> [Effect] {
    guard map.tab == .reader, map.shown?.isComplete == true, let album = map.album, let reader = album.reader
    else { return [] }
    let request = TrialRequest(
      reader: reader, trial: map.trial, rule: map.rules[0], targets: map.targets, knobs: map.knobs)
    guard request != map.trialAsked else { return [] }
    map.trialAsked = request
    jobs[.mapTrial] = 0
    return [.tryReader(request)]
  }

  mutating func take(_ new: TrialFound) -> [Effect] {
    guard new.request == map.trialAsked else { return [] }
    map.trialFound = new
    if new.isComplete { jobs[.mapTrial] = nil }
    return []
  }

  /// Brings a vector: a file, and behind it perhaps the tensor and the row.
  mutating func bringVector(_ words: String) -> [Effect] {
    guard !words.isEmpty else {
      overlays.append(.prompt(Prompt(.mapVector, text: map.vector)))
      return []
    }
    map.vector = words == "-" ? "" : words
    map.score = map.vector.isEmpty ? .states : .vector
    return reviewMap()
  }
}
