import Basics
import Documents
import Figures
import Screen
import Sketches
import Tokens

/// The heatmap of similarities: what is compared, how, and what of it is looked at.
package struct SimilarityView: Sendable, Equatable {
  package var source = Source.text
  /// The tensors that are compared; the rows of the first with themselves when there is no second.
  package var first: TensorName?
  package var second: TensorName?
  package var measure = SimilarityMeasure.cosine
  package var order = SimilarityOrder.position
  package var layer = 0
  package var head = 0
  /// Cells below it have no colour.
  package var threshold: Float?
  /// The chosen row and column, by the things they stand for, whatever their order.
  package var cursor = HeatmapViewport.Cross(row: 0, column: 0)
  package var viewport = HeatmapViewport()
  /// What was asked last, and what came last, which may answer an older question.
  package var asked: SimilarityRequest?
  package var shown: SimilarityPicture?
  /// Why the last question has no answer.
  package var trouble: String?
  /// The tensors of the files that are open.
  package var choices: [TensorChoice] = []

  package init() {}

  /// What is compared.
  package enum Source: Sendable, Equatable, CaseIterable {
    /// The tokens of the text with each other, those of the text with those of the earlier text, or tensors.
    case text, earlier, tensors
  }

  /// What a file of it holds.
  package var figures: [Figure] {
    guard var heatmap = shown?.heatmap else { return [] }
    heatmap.threshold = threshold
    if let threshold, let share = shown?.shareShown {
      heatmap.footnotes.append(
        "\(Decimals.text(share * 100, 1)) % of the cells have at least \(Decimals.text(Double(threshold), heatmap.decimals)); the others are left blank."
      )
    }
    return [.heatmap(heatmap)]
  }
}

/// Compare vectors.
package struct SimilarityRequest: Sendable, Equatable {
  package var source: SimilarityView.Source
  package var text: Rope
  package var version: Int
  /// The byte of the text about which tokens are taken.
  package var around: Int
  package var before: Rope?
  package var tokenizer: LoadedTokenizer
  package var options: EncodeOptions
  package var embeddings: LoadedEmbeddings?
  package var first: TensorName?
  package var second: TensorName?
  /// Files that are open.
  package var paths: [String]
  package var measure: SimilarityMeasure
  package var order: SimilarityOrder
  package var layer: Int
  package var head: Int

  package static func == (a: SimilarityRequest, b: SimilarityRequest) -> Bool {
    a.isAboutSame(as: b) && a.measure == b.measure && a.order == b.order && a.layer == b.layer
      && a.head == b.head
  }

  /// Whether rows and columns are the same things, however they are compared.
  func isAboutSame(as other: SimilarityRequest) -> Bool {
    source == other.source && version == other.version && around == other.around
      && tokenizer == other.tokenizer && options == other.options && embeddings == other.embeddings
      && first == other.first && second == other.second && paths == other.paths
      && (before == nil) == (other.before == nil)
      && before.map { $0.isSameVersion(as: other.before ?? Rope()) } ?? true
  }
}

/// What came of it.
package struct SimilarityFound: Sendable, Equatable {
  package var request: SimilarityRequest
  package var choices: [TensorChoice]
  package var result: Result<SimilarityPicture, Trouble>

  package static func == (a: SimilarityFound, b: SimilarityFound) -> Bool { a.request == b.request }
}

extension State {
  /// What the pane should show now; nil while the embeddings are being opened, or without a tokenizer.
  private var similarityRequest: SimilarityRequest? {
    guard layout.panes.contains(PaneKind.similarity.rawValue), tokenizer.number > 0 else { return nil }
    let view = similarity
    let isWaiting = currentEmbeddings == nil && embeddingsTrouble == nil
    if view.source != .tensors && isWaiting { return nil }
    var request = SimilarityRequest(
      source: view.source, text: document.text, version: document.version,
      around: self.view.selection.caret, before: view.source == .earlier ? diff.before : nil,
      tokenizer: tokenizer, options: encodeOptions,
      embeddings: view.source == .tensors ? nil : embeddings.loaded,
      first: view.source == .tensors ? view.first : nil, second: view.source == .tensors ? view.second : nil,
      paths: tensors.paths, measure: view.measure, order: view.order, layer: view.layer, head: view.head)
    // As long as the caret is among the tokens that are compared, they stay.
    if let last = view.asked, last.version == request.version {
      let window = view.shown.flatMap { $0.request.isAboutSame(as: last) ? $0.window : nil }
      let isInside = window.map { $0.contains(request.around) || $0.upperBound == request.around } ?? true
      if isInside { request.around = last.around }
    }
    return request
  }

  /// Asks for a new picture when what it shows has changed, and follows the caret.
  mutating func recompareVectors() -> [Effect] {
    if focus == .text { pointSimilarityAtCaret() }
    guard let request = similarityRequest, request != similarity.asked else { return [] }
    similarity.asked = request
    jobs[.similarity] = 0
    return [.compareVectors(request)]
  }

  /// Takes a picture; what was chosen stays chosen.
  mutating func take(_ new: SimilarityFound) -> [Effect] {
    guard new.request == similarity.asked else { return [] }
    jobs[.similarity] = nil
    similarity.choices = new.choices
    switch new.result {
    case .failure(let trouble):
      similarity.trouble = "\(trouble)"
      similarity.shown = nil
    case .success(let picture):
      let old = similarity.shown
      similarity.trouble = nil
      similarity.shown = picture
      similarity.measure = picture.measure
      similarity.asked?.measure = picture.measure
      similarity.layer = picture.layer.index
      similarity.head = picture.head.index
      similarity.asked?.layer = picture.layer.index
      similarity.asked?.head = picture.head.index
      similarity.viewport.levels = picture.levels
      let sizes = (picture.rows.count, picture.columns.count)
      if old.map({ ($0.rows.count, $0.columns.count) != sizes }) ?? true {
        (similarity.viewport.row, similarity.viewport.column) = (0, 0)
      }
      if old?.measure != picture.measure { similarity.threshold = nil }
      countShown()
      if focus != .similarity { pointSimilarityAtCaret() }
      showCross()
    }
    return []
  }
}
