import Basics

/// The pane without a screen.
extension MapView {
  /// Opens what is ordered and finds all that the view needs, at once: the command line shows what the pane does.
  ///
  /// Throws what is wrong with pictures, model, vectors and rules, and when the ticket is cancelled.
  package mutating func look(_ folders: AssetFolders, _ ticket: Ticket = .open) throws(Trouble) {
    let order = order ?? MapOrder()
    self.order = order
    let request = MapRequest(order: order, layer: layer, vector: vector, first: 0)
    let album = try OpenedMap.album(request, folders, ticket.part(0..<0.5))
    shown = MapFound(
      request: request, step: album.pictures.count, isComplete: true, result: .success(album))
    retarget()
    try check()
    if let question = question {
      let asked = CloserRequest(
        question: question, picture: min(picture, album.pictures.count - 1),
        layer: album.layer(of: min(picture, album.pictures.count - 1)), album: album)
      closer = CloserFound(request: asked, result: .success(try asked.answer(ticket.part(0.5..<1))))
    }
    if tab == .rules { _ = try report?.comparison(rules) }
    if tab == .reader { try tryReader(album, ticket.part(0.5..<1)) }
  }

  /// What a pane would tell in a note, where nothing else was asked for.
  private func check() throws(Trouble) {
    guard let report else { return }
    if score != .states, report.numbers(score) == nil {
      throw Trouble(.usage, report.missing(score), remedy: "Choose another view, layer or vector")
    }
    let widths = report.picture.layers.map { $0.rows.size(1) }
    if order?.words != nil, let words = report.album.words?.rows.width, !widths.contains(words) {
      throw Trouble(
        .usage, at: .option("--words"),
        "words have \(words) numbers, but tokens have \(Set(widths).sorted().map(String.init).joined(separator: " or "))",
        remedy: "Bring the input embeddings of the language model that receives these tokens")
    }
  }

  private mutating func tryReader(_ album: MapAlbum, _ ticket: Ticket) throws(Trouble) {
    guard let reader = album.reader else {
      throw Trouble(
        .usage, "only the micro model has a reader that answers questions", remedy: "Leave --model out")
    }
    let request = TrialRequest(reader: reader, trial: trial, rule: rules[0], targets: targets, knobs: knobs)
    let trial = try ReaderTrial(reader, seed: UInt64(knobs.integer("seed")), ticket.part(0..<0.1))
    let report = try trial.report(
      request.trial, rule: request.rule, targets: targets, knobs, ticket.part(0.1..<1))
    trialFound = TrialFound(request: request, isComplete: true, result: .success(report))
  }

  /// What the view needs beside the album; nil where that is enough.
  var question: CloserRequest.Question? {
    switch tab {
    case .alike: .alike
    case .path: .path(cell: cell)
    default: nil
    }
  }
}
