import Basics
import Lab
import Lenses
import Patches

/// What is done with tokens before or while a reader reads them.
package enum MapTrial: String, Sendable, CaseIterable {
  case prune, blur, skip, keep

  /// What a person reads.
  package var title: String {
    switch self {
    case .prune: "leave them out"
    case .blur: "make them their mean"
    case .skip: "let no layer change them"
    case .keep: "keep only them"
    }
  }

  /// The next one in the order of the list.
  var next: MapTrial {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// What the reader does with some tokens of `count`.
  package func plan(_ rows: [Int], of count: Int) -> ReadingPlan {
    let rows = Set(rows)
    switch self {
    case .prune: return ReadingPlan(removed: rows)
    case .blur: return ReadingPlan(averaged: rows)
    case .skip:
      let all = Set(Sublayer.all(layers: MicroReader.layers))
      return ReadingPlan(skips: rows.isEmpty ? [] : [ReadingPlan.Skip(rows: rows, sublayers: all)])
    case .keep: return ReadingPlan(removed: Set(0..<count).subtracting(rows))
    }
  }
}

/// Fresh scenes on which a reader is tried, as an album, so that rules and groups see them as they see any picture.
package struct ReaderTrial: Sendable {
  package let scenes: SceneTrial
  package let album: MapAlbum
  package let seed: UInt64

  /// How many scenes are drawn.
  package static let sceneCount = 200

  /// Draws scenes and looks up what their tokens read as. Throws when the ticket is cancelled.
  package init(
    _ reader: MapReader, scenes count: Int = ReaderTrial.sceneCount, seed: UInt64, _ ticket: Ticket = .open
  ) throws(Trouble) {
    let model = reader.model
    scenes = try SceneTrial(model, count: count, seed: seed, ticket)
    self.seed = seed
    var nearest: [[[WordMatch]]?] = []
    for scene in scenes.scenes {
      nearest.append(
        try model.words.map { words throws(Trouble) in
          try VisualProbe(words: words).nearest(scene.tokens, count: MapKnobs.wordLimit)
        })
    }
    let side = Scene.side / MicroProjector.patch
    album = MapAlbum(
      number: MapAlbum.Number(opening: -1, step: 0), order: MapOrder(), label: model.label,
      words: model.words,
      pictures: scenes.scenes.enumerated().map { index, scene in
        MapPicture(
          name: "fresh scene \(index)",
          grid: PatchGrid(rows: side, columns: side, patch: MicroProjector.patch),
          pixels: scene.asked.scene.pixels,
          layers: [MapLayer(name: MapLayer.entry, rows: scene.tokens)])
      }, layer: 0, nearestWords: nearest)
  }

  /// How the reader fares when of each scene the tokens that `rows` names are treated. Throws what `rows` throws first, and when the ticket is
  /// cancelled.
  package func score(
    _ trial: MapTrial, _ ticket: Ticket, rows: (Int) throws(Trouble) -> [Int]
  ) throws(Trouble) -> SceneTrial.Score {
    var chosen: [[Int]] = []
    for index in scenes.scenes.indices { chosen.append(try rows(index)) }
    return try scenes.score(ticket) { index in
      let tokens = scenes.scenes[index].tokens
      return SceneTrial.Trial(
        tokens, plan: trial.plan(chosen[index], of: tokens.size(0)), touched: chosen[index].count)
    }
  }
}
