import Basics
import Screen
import Sketches

/// What the heatmap compares.
extension State {
  /// The next source for which there is something.
  mutating func turnSimilaritySource() -> [Effect] {
    let all = SimilarityView.Source.allCases
    var index = all.firstIndex(of: similarity.source) ?? 0
    repeat { index = (index + 1) % all.count } while !hasSource(all[index])
    let says =
      all[index] == similarity.source
      ? say("Only the text is there: P keeps it to compare with a later one, o opens tensors") : []
    similarity.source = all[index]
    similarity.trouble = nil
    return says + reinspect()
  }

  private func hasSource(_ source: SimilarityView.Source) -> Bool {
    switch source {
    case .text: true
    case .earlier: diff.before != nil
    case .tensors: similarity.first != nil || !tensors.paths.isEmpty
    }
  }

  /// The next measure that suits the source.
  mutating func turnSimilarityMeasure() -> [Effect] {
    let all = SimilarityMeasure.allCases.filter { measure in
      switch measure {
      case .alignment: similarity.source == .tensors && similarity.shown?.layer.count ?? 1 > 1
      case .values: similarity.source == .tensors && similarity.second == nil
      default: true
      }
    }
    similarity.measure = all[((all.firstIndex(of: similarity.measure) ?? 0) + 1) % all.count]
    return reinspect()
  }

  /// Takes a tensor to compare, or to compare with: named in words (a path, and behind it perhaps a tensor), or else chosen from the files
  /// that are open.
  mutating func chooseTensor(_ words: String, isSecond: Bool) -> [Effect] {
    guard !words.isEmpty else {
      overlays.append(
        similarity.choices.isEmpty
          ? .prompt(Prompt(.tensor(isSecond: isSecond))) : .chooser(Chooser(.tensors(isSecond: isSecond))))
      return []
    }
    // A name without an end of file in it may hold spaces; the tensor is what stands behind a tab, or else the last word.
    let parts = words.split(separator: words.contains("\t") ? "\t" : " ", maxSplits: 1).map(String.init)
    let tensor = TensorName(path: parts[0], name: parts.count > 1 ? parts[1] : nil)
    if isSecond { similarity.second = tensor } else { similarity.first = tensor }
    if !isSecond {
      (similarity.second, similarity.layer, similarity.head) = (nil, 0, 0)
      similarity.cursor = HeatmapViewport.Cross(row: 0, column: 0)
    }
    similarity.source = .tensors
    similarity.viewport.step = nil
    return reinspect()
  }

  /// From a token to its place in the text, from a pair of layers to the tokens in the first.
  mutating func goFromSimilarity() -> [Effect] {
    guard let shown = similarity.shown else { return [] }
    if shown.measure == .alignment {
      (similarity.layer, similarity.measure) = (similarity.cursor.row, .cosine)
      return reinspect()
    }
    guard shown.request.version == document.version, shown.rows.indices.contains(similarity.cursor.row),
      let bytes = shown.rows[similarity.cursor.row].item.bytes
    else { return say("This row is no token of the text") }
    layout.focus(PaneKind.text.rawValue)
    return moveCaret(to: bytes.lowerBound, extending: false)
  }
}
