import Basics
import Figures
import Lenses
import Tensors

/// Open pictures, or take another layer of them.
package struct MapRequest: Sendable, Equatable {
  package var order: MapOrder
  /// Counted from 0; nil for the last.
  package var layer: Int?
  /// The file of a vector that tokens are compared with; empty for none.
  package var vector: String
  /// The picture that is wanted first, whatever else is asked.
  package var first: Int

  package static func == (a: MapRequest, b: MapRequest) -> Bool {
    (a.order, a.layer, a.vector) == (b.order, b.layer, b.vector)
  }
}

/// The pictures as far as they have come, or why there are none; two are equal when they answer the same question as far.
package struct MapFound: Sendable, Equatable {
  package var request: MapRequest
  /// How many pictures are there with the words of their tokens.
  package var step: Int
  package var isComplete: Bool
  package var result: Result<MapAlbum, Trouble>

  package init(request: MapRequest, step: Int, isComplete: Bool, result: Result<MapAlbum, Trouble>) {
    (self.request, self.step, self.isComplete, self.result) = (request, step, isComplete, result)
  }

  package static func == (a: MapFound, b: MapFound) -> Bool {
    (a.request, a.step, a.isComplete) == (b.request, b.step, b.isComplete)
  }
}

/// Look closer at one picture or token of the album: what takes longer than a frame.
package struct CloserRequest: Sendable, Equatable {
  /// What is asked.
  package enum Question: Sendable, Equatable {
    /// How alike all tokens of the picture are.
    case alike
    /// What a token reads as in every layer.
    case path(cell: Int)
  }

  package var question: Question
  package var picture: Int
  package var layer: Int
  package var album: MapAlbum

  package static func == (a: CloserRequest, b: CloserRequest) -> Bool {
    (a.question, a.picture, a.layer, a.album.number) == (b.question, b.picture, b.layer, b.album.number)
  }
}

extension CloserRequest {
  /// Looks. Throws when there are too many tokens, what reading throws, and when the ticket is cancelled.
  func answer(_ ticket: Ticket) throws(Trouble) -> CloserFound.Answer {
    switch question {
    case .path(let cell): return .path(try album.path(picture: picture, cell: cell, ticket))
    case .alike:
      let rows = album.pictures[picture].layers[layer].rows
      guard rows.size(0) <= SimilaritySource.limit else {
        throw Trouble(
          .limit, "\(rows.size(0)) tokens are more than \(SimilaritySource.limit) that are compared at once",
          remedy: "Take a model with larger patches")
      }
      return .alike(Similarity.cosine.matrix(rows, rows))
    }
  }
}

/// The answer to such a question.
package struct CloserFound: Sendable, Equatable {
  /// What was found.
  package enum Answer: Sendable {
    /// [tokens, tokens] cosines in reading order.
    case alike(Tensor)
    case path([PathStep])
  }

  package var request: CloserRequest
  package var result: Result<Answer, Trouble>

  package static func == (a: CloserFound, b: CloserFound) -> Bool { a.request == b.request }
}

/// Try the reader without some tokens.
package struct TrialRequest: Sendable, Equatable {
  package var reader: MapReader
  package var trial: MapTrial
  package var rule: MapRule
  package var targets: MapTargets?
  package var knobs: Knobs

  package static func == (a: TrialRequest, b: TrialRequest) -> Bool {
    (a.trial, a.rule, a.targets, a.knobs) == (b.trial, b.rule, b.targets, b.knobs)
  }
}

/// What was found so far, or why nothing was.
package struct TrialFound: Sendable, Equatable {
  package var request: TrialRequest
  package var isComplete: Bool
  package var result: Result<TrialReport, Trouble>
}
