import Basics
import Figures
import Lab
import Patches
import Tensors

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
  func plan(_ rows: [Int], of count: Int) -> ReadingPlan {
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

/// How many of some questions were answered right.
package struct ReaderScore: Sendable, Equatable {
  package var right = 0
  package var asked = 0
  /// How many tokens were treated, over all scenes.
  package var treated = 0

  /// 0…1; not a number when nothing was asked.
  package var accuracy: Double { asked == 0 ? .nan : Double(right) / Double(asked) }
  /// The standard error of the accuracy, as of independent answers.
  package var error: Double { (accuracy * (1 - accuracy) / Double(max(1, asked))).squareRoot() }
}

/// Fresh scenes with their tokens and questions, on which a reader is tried.
package struct ReaderTrial: Sendable {
  /// A scene as the reader gets it.
  package struct Case: Sendable {
    package let picture: MapPicture
    package let nearest: [[WordMatch]]
    /// Ids of the words of each question, and of its answer.
    package let questions: [(question: [Int], answer: Int)]
  }

  package let reader: MapReader
  package let cases: [Case]
  package let seed: UInt64

  /// How many scenes are drawn.
  package static let sceneCount = 200
  /// Added to the seed, so that scenes are none that a model was trained on.
  private static let offset: UInt64 = 0x5CE_7E57

  /// Draws scenes of one object each and makes their tokens. Throws when the ticket is cancelled.
  package init(
    _ reader: MapReader, scenes: Int = ReaderTrial.sceneCount, seed: UInt64, _ ticket: Ticket = .open
  ) throws(Trouble) {
    self.reader = reader
    self.seed = seed
    var maker = SceneMaker(seed: seed &+ Self.offset)
    var cases: [Case] = []
    for index in 0..<scenes {
      try ticket.step(Double(index) / Double(scenes))
      cases.append(try Self.drawn(maker.next(objects: 1...1), index, reader, ticket))
    }
    self.cases = cases
  }

  private static func drawn(_ scene: Scene, _ index: Int, _ reader: MapReader, _ ticket: Ticket)
    throws(Trouble) -> Case
  {
    let tokens = try reader.model.tokens(
      of: Picture(pixels: scene.pixels), named: "fresh scene \(index)", ticket)
    let picture = MapPicture(tokens)
    let words = try reader.model.words.map { words throws(Trouble) in
      try VisualProbe(words: words).nearest(
        picture.layers[picture.layers.count - 1].rows, count: MapKnobs.wordLimit)
    }
    return Case(
      picture: picture, nearest: words ?? [],
      questions: scene.questions.map {
        (LabVocabulary.ids(of: $0.words), LabVocabulary.ids(of: [$0.answer])[0])
      })
  }

  /// How many questions are answered right when in each scene the tokens that `rows` names are treated. Throws when the ticket is cancelled.
  package func score(
    _ trial: MapTrial, _ ticket: Ticket, rows: (Int, MapPicture) throws(Trouble) -> [Int]
  ) throws(Trouble) -> ReaderScore {
    var score = ReaderScore()
    for (index, scene) in cases.enumerated() {
      try ticket.step(Double(index) / Double(cases.count))
      let layer = scene.picture.layers[scene.picture.layers.count - 1]
      let chosen = try rows(index, scene.picture)
      let plan = trial.plan(chosen, of: scene.picture.grid.count)
      score.treated += chosen.count
      for (question, answer) in scene.questions {
        let word = reader.reader.answer(question, visual: layer.rows, plan: plan).word
        score.right += word == answer ? 1 : 0
        score.asked += 1
      }
    }
    return score
  }
}
