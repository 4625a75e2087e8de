import Screen

/// The panes of the workbench; each is on the screen at most once.
package enum PaneKind: Int, Sendable, CaseIterable {
  case text, inspector, measures, vocabulary, log, pipeline, why, check, training, diff, vocabularies,
    corpus, lenses, lens, measuring, tensors, similarity, neighbours, projection, graph, tokenGrid,
    lab

  /// What its border says.
  package var title: String {
    switch self {
    case .text: "Text"
    case .inspector: "Inspector"
    case .measures: "Measures"
    case .vocabulary: "Vocabulary"
    case .log: "Log"
    case .pipeline: "Pipeline"
    case .why: "Why"
    case .check: "Check"
    case .training: "Training"
    case .diff: "Diff"
    case .measuring: "All measures"
    case .vocabularies: "Vocabularies"
    case .corpus: "Corpus"
    case .lenses: "Lenses"
    case .lens: "Lens"
    case .tensors: "Tensors"
    case .similarity: "Similarity"
    case .neighbours: "Neighbours"
    case .projection: "Projection"
    case .graph: "Token graph"
    case .tokenGrid: "Visual tokens"
    case .lab: "Micro models"
    }
  }

  /// What it is for, in the list of panes.
  package var purpose: String {
    switch self {
    case .text: "the text, cut into tokens"
    case .inspector: "everything about the token under the cursor"
    case .measures: "counts and ratios of the whole text"
    case .vocabulary: "all entries of the tokenizer, searchable"
    case .log: "what the program said"
    case .pipeline: "what each stage makes of the text"
    case .why: "why the model cuts here, step by step"
    case .check: "what is wrong with the vocabulary"
    case .training: "a tokenizer learned from the text, merge by merge"
    case .measuring: "compression, words, entropies and code lengths of the text, with definitions"
    case .vocabularies: "how two vocabularies and configurations differ"
    case .corpus: "what files and folders cost under the compared tokenizers"
    case .diff: "where other tokenizers cut the text differently, and why"
    case .lenses: "research methods, each on its sample or on the text"
    case .lens: "the method that was opened last, with its knobs"
    case .tensors: "what is in a file of tensors, with statistics and slices"
    case .similarity: "how near the tokens of the text are to each other, as a heatmap"
    case .neighbours: "the entries whose vectors are nearest"
    case .projection: "vectors on a plane, the near ones near each other"
    case .graph: "tokens joined where they are nearer than a threshold"
    case .lab: "small models trained here, with the curve of their loss"
    case .tokenGrid: "a picture as a language model reads it: sink, dead and alive tokens"
    }
  }
}

/// Layouts to start with.
package enum Arrangement {
  /// Text with inspector and measures: beside it on a wide screen, below it on a narrow one.
  package static func standard(for size: Size) -> Layout {
    var layout = Layout(PaneKind.text.rawValue)
    if size.columns >= 100 {
      layout.split(
        .horizontal, opening: PaneKind.inspector.rawValue, share: size.columns >= 160 ? 0.34 : 0.38)
      layout.split(.vertical, opening: PaneKind.measures.rawValue, share: 0.48)
    } else {
      layout.split(.vertical, opening: PaneKind.inspector.rawValue, share: 0.4)
      layout.split(.horizontal, opening: PaneKind.measures.rawValue, share: 0.48)
    }
    layout.focus(PaneKind.text.rawValue)
    return layout
  }

  /// The text above, and below it over the whole width a pane that needs room.
  package static func under(text pane: PaneKind) -> Layout {
    var layout = Layout(PaneKind.text.rawValue)
    layout.split(.vertical, opening: pane.rawValue, share: 0.62)
    layout.focus(pane.rawValue)
    return layout
  }

  /// The text, and beside it on a wide screen a pane that shows a square; below it, with more rows than the text, on a narrow one.
  package static func mapping(_ pane: PaneKind, for size: Size) -> Layout {
    guard pane == .similarity else { return under(text: pane) }
    var layout = Layout(PaneKind.text.rawValue)
    let isWide = size.columns >= 70
    layout.split(isWide ? .horizontal : .vertical, opening: pane.rawValue, share: isWide ? 0.66 : 0.74)
    layout.focus(pane.rawValue)
    return layout
  }

  /// The text above, and what other tokenizers make of it below, which needs more rows.
  package static func comparing(for size: Size) -> Layout {
    var layout = Layout(PaneKind.text.rawValue)
    layout.split(.vertical, opening: PaneKind.diff.rawValue, share: size.rows >= 50 ? 0.6 : 0.68)
    layout.focus(PaneKind.diff.rawValue)
    return layout
  }

  /// The text above, what each stage makes of it and why below.
  package static func explaining(for size: Size) -> Layout {
    var layout = Layout(PaneKind.text.rawValue)
    layout.split(.vertical, opening: PaneKind.pipeline.rawValue, share: size.rows >= 50 ? 0.7 : 0.66)
    let axis: Layout.Axis = size.columns >= 100 ? .horizontal : .vertical
    layout.split(axis, opening: PaneKind.why.rawValue, share: 0.5)
    layout.focus(PaneKind.text.rawValue)
    return layout
  }
}

extension State {
  /// The pane that gets the keys.
  package var focus: PaneKind { PaneKind(rawValue: layout.focused) ?? .text }

  /// The part of the screen that panes share: all but the title line, the status line and the key bar.
  package var paneArea: Rect {
    let all = Rect(size)
    if size.rows < 5 || size.columns < 20 { return all }
    return Rect(column: 0, row: 1, width: size.columns, height: size.rows - 3)
  }

  /// Where a pane stands, border included; nil when it is not on the screen.
  package func place(of pane: PaneKind) -> Rect? { layout.rect(of: pane.rawValue, in: paneArea) }

  /// Where the text itself stands, without border and line numbers.
  package var textArea: Rect {
    var (inner, gutter) = textRoom
    if hasMinimap(beside: inner) { inner.width -= Self.minimapWidth }
    return inner.split(left: gutter).rest
  }

  /// The inside of the text pane, and the columns of its line numbers.
  var textRoom: (inner: Rect, gutter: Int) {
    let place = place(of: .text) ?? paneArea
    let inner = place.height >= 3 && place.width >= 12 ? place.inset(by: 1) : place
    return (inner, min(gutterWidth, inner.width / 2))
  }

  /// Columns for line numbers and the space behind them.
  package var gutterWidth: Int {
    switch view.mode {
    case .hex: 9
    case .list: 0
    case .spans, .ids:
      view.showsLineNumbers ? max(3, String(document.text.lineCount).utf8.count) + 1 : 0
    }
  }

  /// Opens a pane if it is not open, and gives it the focus.
  package mutating func show(_ pane: PaneKind) {
    if !layout.panes.contains(pane.rawValue) { open(pane) }
    layout.focus(pane.rawValue)
    if layout.isZoomed { layout.toggleZoom() }
  }

  /// The vocabulary needs rows: beside the text on a narrow screen, in the inspector's column on a wide one.
  private mutating func open(_ pane: PaneKind) {
    let isWide = size.columns >= 100
    if pane == .vocabulary { layout.focus((isWide ? PaneKind.inspector : .text).rawValue) }
    let axis: Layout.Axis = isWide ? .vertical : .horizontal
    layout.split(axis, opening: pane.rawValue, share: pane == .vocabulary ? (isWide ? 0.62 : 0.46) : 0.5)
  }
}
