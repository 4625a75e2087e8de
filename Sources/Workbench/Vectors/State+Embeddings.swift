import Basics
import Screen

/// The matrix with a vector for each entry of the tokenizer in use.
package struct EmbeddingsView: Sendable, Equatable {
  /// The file that was named by hand, and the tensor in it; without one, what stands beside the tokenizer is taken.
  package var path: String?
  package var tensor: String?
  /// What was asked last.
  var asked: EmbeddingsRequest?
  package var loaded: LoadedEmbeddings?

  package init() {}
}

/// Open the embeddings of a tokenizer.
package struct EmbeddingsRequest: Sendable, Equatable {
  package var tokenizer: LoadedTokenizer
  package var path: String?
  package var tensor: String?
}

/// The embeddings, or why there are none; two are equal when they answer the same question.
package struct LoadedEmbeddings: Sendable, Equatable {
  package var request: EmbeddingsRequest
  package var result: Result<Embeddings, Trouble>

  package static func == (a: LoadedEmbeddings, b: LoadedEmbeddings) -> Bool { a.request == b.request }
}

extension State {
  private static let vectorPanes: [PaneKind] = [.similarity, .neighbours, .projection, .graph]

  /// The embeddings of the tokenizer in use, once they are open.
  package var currentEmbeddings: Embeddings? {
    guard let loaded = embeddings.loaded, loaded.request == embeddingsRequest else { return nil }
    return try? loaded.result.get()
  }

  /// Why there are no embeddings.
  package var embeddingsTrouble: Trouble? {
    guard let loaded = embeddings.loaded, loaded.request == embeddingsRequest,
      case .failure(let trouble) = loaded.result
    else { return nil }
    return trouble
  }

  private var embeddingsRequest: EmbeddingsRequest {
    EmbeddingsRequest(tokenizer: tokenizer, path: embeddings.path, tensor: embeddings.tensor)
  }

  /// Asks for whatever the panes of vectors lack, when one is on the screen.
  mutating func reviewVectors() -> [Effect] {
    var effects: [Effect] = []
    if Self.vectorPanes.contains(where: { layout.panes.contains($0.rawValue) }), tokenizer.number > 0,
      embeddings.asked != embeddingsRequest
    {
      embeddings.asked = embeddingsRequest
      jobs[.embeddings] = 0
      effects.append(.loadEmbeddings(embeddingsRequest))
    }
    return effects + reviewTensors() + recompareVectors() + refindNeighbours() + reproject() + relinkTokens()
      + reviewMap()
  }

  /// Takes a file of embeddings that a person names: a path, and behind it perhaps the name of the tensor.
  mutating func nameEmbeddings(_ words: String) -> [Effect] {
    let parts = words.split(separator: " ").map(String.init)
    embeddings.path = parts.first
    embeddings.tensor = parts.dropFirst().first
    return reinspect()
  }

  mutating func take(_ new: LoadedEmbeddings) -> [Effect] {
    guard new.request == embeddingsRequest else { return [] }
    embeddings.loaded = new
    jobs[.embeddings] = nil
    return reinspect()
  }
}

extension Runner {
  /// Opens them; reads no more than the header of the file.
  nonisolated func loadEmbeddings(_ request: EmbeddingsRequest) {
    let result: Result<Embeddings, Trouble>
    do {
      result = .success(
        try Embeddings(request.tokenizer.tokenizer, path: request.path, tensor: request.tensor))
    } catch { result = .failure(error) }
    answer(.embeddingsLoaded(LoadedEmbeddings(request: request, result: result)))
  }
}
