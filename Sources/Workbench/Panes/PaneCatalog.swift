import Screen

/// Draws one pane into its rectangle, border included; pure.
protocol Pane {
  /// What the border says for this state.
  static func title(_ state: State) -> String
  /// Draws the inside.
  static func draw(_ state: State, into frame: inout Frame, _ area: Rect)
}

/// Every pane, one a line.
enum Panes {
  static func pane(_ kind: PaneKind) -> any Pane.Type {
    switch kind {
    case .text: TextPane.self
    case .inspector: InspectorPane.self
    case .measures: MeasuresPane.self
    case .vocabulary: VocabularyPane.self
    case .log: LogPane.self
    case .pipeline: PipelinePane.self
    case .why: WhyPane.self
    case .check: CheckPane.self
    case .training: TrainingPane.self
    case .diff: DiffPane.self
    case .measuring: MeasuringPane.self
    case .vocabularies: VocabulariesPane.self
    case .corpus: CorpusPane.self
    case .lenses: LensBrowserPane.self
    case .lens: LensPane.self
    case .tensors: TensorsPane.self
    case .similarity: SimilarityPane.self
    case .neighbours: NeighboursPane.self
    case .projection: ProjectionPane.self
    case .graph: GraphPane.self
    case .tokenGrid: TokenGridPane.self
    case .lab: LabPane.self
    }
  }
}
