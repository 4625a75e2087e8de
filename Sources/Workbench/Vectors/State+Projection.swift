import Basics
import Figures
import Screen
import Tensors
import Tokens

/// Vectors on a plane, and how a person looks at them.
package struct ProjectionView: Sendable, Equatable {
  /// Of what the vectors are.
  package enum Choice: String, Sendable, CaseIterable {
    case around = "entries around the cursor"
    case frequent = "most frequent entries of the text"
    case neighbours = "nearest entries of the token under the cursor"
  }

  package var choice = Choice.around
  package var method = ProjectionReport.Method.pca
  package var seed: UInt64 = 1
  /// How many entries at most.
  package var count = 100
  package var search = ""
  package var plane = PlaneView()
  /// The entry that is chosen.
  package var selected: TokenID?
  /// Tokens of pictures that were sent here; nil for the entries of the tokenizer.
  var sent: SentVectors?
  /// The part of the text whose entries are shown.
  var window: TokenWindow?
  var asked: ProjectionRequest?
  package var found: ProjectionFound?

  package init() {}

  static let counts = [25, 50, 100, 200, 400, 800]

  /// What is shown, when it could be laid out.
  package var points: ProjectedPoints? { found.flatMap { try? $0.result.get() } }

  /// The index of the chosen point.
  package var selectedIndex: Int? { selected.flatMap { id in points?.ids.firstIndex(of: id) } }

  /// All points as a picture and as a table.
  package var figures: [Figure] {
    guard let points, let embeddings = found.flatMap({ try? $0.request.loaded.result.get() }) else {
      return []
    }
    return ProjectionFigures(points, embeddings.tokenizer.vocabulary).figures
  }
}

/// Lay out the vectors of entries.
package struct ProjectionRequest: Sendable, Equatable {
  /// Which entries.
  package enum Subject: Sendable, Equatable {
    case entries([TokenID])
    /// An entry and as many of its nearest.
    case neighbours(TokenID, Int)
  }

  package var loaded: LoadedEmbeddings
  package var subject: Subject
  package var method: ProjectionReport.Method
  package var seed: UInt64
}

/// Where entries lie on the plane.
package struct ProjectedPoints: Sendable, Equatable {
  package var ids: [TokenID]
  package var places: [PointPlace]
  package var method: ProjectionReport.Method
  /// Entries that were left out, since their rows are nothing but noughts.
  package var unseen: [TokenID]
  /// The shares of the variance along the two directions.
  package var shares: [Double] = []
  /// What t-SNE leaves of the divergence between chances, in nats, once it is done.
  package var divergence: Double?
  package var perplexity: Double?
  package var step = 0
  package var steps = 0

  package var isComplete: Bool { step == steps }
}

/// A layout, or a step on the way to it, or why there is none; two are equal when they answer the same question as far.
package struct ProjectionFound: Sendable, Equatable {
  package var request: ProjectionRequest
  package var result: Result<ProjectedPoints, Trouble>

  package static func == (a: ProjectionFound, b: ProjectionFound) -> Bool {
    a.request == b.request && (try? a.result.get().step) == (try? b.result.get().step)
  }
}

extension State {
  /// Asks for a layout when the pane is on the screen and other entries are to be laid out, or in another way.
  mutating func reproject() -> [Effect] {
    guard layout.panes.contains(PaneKind.projection.rawValue),
      let loaded = projection.sent?.loaded ?? (currentEmbeddings != nil ? embeddings.loaded : nil),
      let subject = projectionSubject()
    else { return [] }
    let request = ProjectionRequest(
      loaded: loaded, subject: subject, method: projection.method, seed: projection.seed)
    guard request != projection.asked else { return [] }
    projection.asked = request
    jobs[.projection] = 0
    return [.project(request)]
  }

  private mutating func projectionSubject() -> ProjectionRequest.Subject? {
    if let sent = projection.sent { return .entries(sent.ids) }
    switch projection.choice {
    case .around:
      guard let window = tokenWindow(keeping: projection.window, limit: projection.count),
        let tokens = tokens(in: window.bytes)
      else { return nil }
      projection.window = window
      return .entries(Embeddings.mostFrequent(tokens.map(\.id), projection.count))
    case .frequent:
      guard census.isComplete else { return nil }
      return .entries(census.leaders(projection.count).top.map(\.id))
    case .neighbours: return currentEntry.map { .neighbours($0, projection.count) }
    }
  }

  mutating func take(_ new: ProjectionFound) -> [Effect] {
    guard new.request == projection.asked else { return [] }
    if let points = try? new.result.get(), !points.isComplete {
      jobs[.projection] = max(0.01, Double(points.step) / Double(points.steps))
    } else {
      jobs[.projection] = nil
    }
    projection.found = new
    if projection.selectedIndex == nil { projection.selected = nil }
    return []
  }

  // MARK: - Choosing

  /// Moves to the next point in a direction, at first to that of the token under the caret.
  mutating func choosePoint(dx: Double, dy: Double) -> [Effect] {
    guard let points = projection.points, !points.ids.isEmpty else { return [] }
    guard let now = projection.selectedIndex else { return choosePoint(startingPoint(points)) }
    let area = place(of: .projection) ?? paneArea
    let next = points.places.next(
      from: now, dx: dx, dy: dy, width: Double(area.width), height: Double(area.height * 2))
    return choosePoint(next ?? now)
  }

  private func startingPoint(_ points: ProjectedPoints) -> Int {
    projection.sent == nil ? currentEntry.flatMap { id in points.ids.firstIndex(of: id) } ?? 0 : 0
  }

  /// Moves to the next or previous point that holds what is searched for, in the order of the points.
  mutating func choosePoint(by step: Int) -> [Effect] {
    guard let points = projection.points, !points.ids.isEmpty else { return [] }
    let matches = points.ids.indices.filter { holds(points.ids[$0], projection.search) }
    guard !matches.isEmpty else { return say("No point holds “\(projection.search)”") }
    guard let now = projection.selectedIndex else { return choosePoint(matches[0]) }
    let next =
      step > 0
      ? matches.first { $0 > now } ?? matches[0] : matches.last { $0 < now } ?? matches[matches.count - 1]
    return choosePoint(next)
  }

  private mutating func choosePoint(_ index: Int) -> [Effect] {
    guard let points = projection.points, points.ids.indices.contains(index) else { return [] }
    projection.selected = points.ids[index]
    projection.plane.show(PlaneView.share(of: points.places[index], among: points.places))
    return showLinked()
  }

  /// Whether the text of an entry holds some words, whatever their case.
  func holds(_ id: TokenID, _ words: String) -> Bool {
    words.isEmpty || entryText(id, in: projection.sent?.loaded).lowercased().contains(words.lowercased())
  }

  /// Searches the points, and goes to the first that matches.
  mutating func searchPoints(_ words: String) -> [Effect] {
    projection.search = words
    projection.selected = nil
    return choosePoint(by: 1)
  }

  /// Makes the plane larger or smaller around the chosen point.
  mutating func magnifyPlane(by factor: Double) -> [Effect] {
    let target = projection.points.flatMap { points in
      projection.selectedIndex.map { PlaneView.share(of: points.places[$0], among: points.places) }
    }
    projection.plane.magnify(by: factor, around: factor > 1 ? target : nil)
    return []
  }

  /// Lays out fewer or more entries.
  mutating func countPoints(by steps: Int) -> [Effect] {
    let now = ProjectionView.counts.firstIndex { $0 >= projection.count } ?? 0
    projection.count = ProjectionView.counts[max(0, min(now + steps, ProjectionView.counts.count - 1))]
    return reinspect() + say("At most \(projection.count) entries")
  }

  /// Stops the layout; the places that were reached stay.
  mutating func stopProjecting() -> [Effect] {
    guard jobs[.projection] != nil else { return say("Nothing is being laid out") }
    jobs[.projection] = nil
    return [.cancel(.projection)]
  }
}
