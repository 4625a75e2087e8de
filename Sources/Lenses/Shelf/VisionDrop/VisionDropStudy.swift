import Basics
import Figures
import Lab
import Patches
import Tensors

/// A picture of the micro models with all stages, and what the reader answers at each budget.
struct VisionDropStudy: Sendable {
  let knobs: Knobs
  let stages: VisionDropStages
  let vlm: MicroVLM
  let vit: MicroViT
  let reader: MicroReader
  let name: String
  let picture: VisualTokens
  let tokens: Tensor
  let pages: [StagePage]
  /// The shown picture read with all its tokens.
  let whole: MicroReader.Reading
  /// What the reader answers with all tokens, and after the stages.
  let answers: (all: String, less: String)
  let label: [String]
  /// By budget; empty until the reader was asked.
  var rows: [BudgetRow] = []
  var allTokens: SceneTrial.Score?
  var drifts = Drifts()

  init(_ subject: Subject, _ ticket: Ticket) throws(Trouble) {
    knobs = subject.knobs
    let stages = try VisionDropStages(knobs)
    let vlm = try MicroModels.vlm(of: subject)
    let vit = try MicroModels.vit(of: subject)
    guard let reader = vlm.reader else {
      throw Trouble(
        .input, "the model has no reader", remedy: "Bring reader.safetensors beside the projector")
    }
    let (name, picture) = Self.picture(subject)
    let seen = try vit.tokens(of: picture, named: name, ticket)
    let tokens = vlm.projector.tokens(of: [picture.pixels]).at(0)
    let depth = min(knobs.integer("layer"), seen.layers.count - 1)
    let state = TokenState(seen.layers[depth], of: seen)
    let question = Self.question(knobs)
    let scores = try stages.scores(of: state)
    let less = stages.encoded(tokens, scores, state.metric)
    let plan = ReadingPlan(stages: stages.stages)
    let reading = reader.answer(question, visual: less.tokens, plan: plan)
    whole = reader.answer(question, visual: tokens)
    pages = Self.turned(less, scores, reading, stages, layer: depth)
    answers = (LabVocabulary.words[whole.word], LabVocabulary.words[reading.word])
    (self.stages, self.vlm, self.vit, self.reader, self.name) = (stages, vlm, vit, reader, name)
    (self.picture, self.tokens) = (seen, tokens)
    let source =
      subject.pictures.isEmpty ? "a fresh scene" : subject.isSample ? "our sample scenes" : "your picture"
    label = [
      "Looked at \(source). Attention and keys of stage E are those of a \(vit.label); tokens those of a \(vlm.label); read by a \(reader.about.sentence). Nothing here is a claim about LLaVA."
    ]
  }

  private static func picture(_ subject: Subject) -> (String, Picture) {
    if subject.pictures.isEmpty {
      var maker = SceneMaker(seed: UInt64(subject.knobs.integer("seed")))
      return ("a fresh scene", Picture(pixels: maker.next().pixels))
    }
    let named = subject.pictures[min(subject.knobs.integer("picture"), subject.pictures.count - 1)]
    return (named.name, named.picture)
  }

  private static func question(_ knobs: Knobs) -> [Int] {
    LabVocabulary.ids(of: [knobs.text("question"), LabVocabulary.asks])
  }

  private static func turned(
    _ less: TokenReduction, _ scores: [Float], _ reading: MicroReader.Reading, _ stages: VisionDropStages,
    layer: Int
  ) -> [StagePage] {
    var trail = TokenTrail(count: scores.count)
    let by = stages.encoder?.title ?? "the length of each patch's vector"
    var pages = [
      StagePage(
        title: "Stage E: between vision model and reader", report: less.report, scores: scores, trail: trail,
        notes: [
          "Score: \(by), layer \(layer) of the vision model; likeness by the mean of its keys over heads."
        ])
    ]
    trail.follow(less.report)
    for (index, layer) in reading.layers.enumerated() {
      guard let reduced = layer.reduction else { continue }
      pages.append(
        StagePage(
          title: "Stage L\(index): before layer \(index) of the reader", report: reduced.report,
          scores: reduced.scores, trail: trail,
          notes: [
            "Score: \(stages.stages.first?.score.title ?? "") in layer \(index); likeness by the mean of its rotated keys over heads. A token that took up others before stands in its first cell."
          ]))
      trail.follow(reduced.report)
    }
    return pages
  }
}

extension AttentionScore {
  /// What a person reads.
  var title: String {
    switch self {
    case .cls: "attention of CLS, heads summed"
    case .visualMean: "mean attention of visual tokens"
    case .correctedMean: "mean attention of visual tokens, corrected for their order (ours)"
    case .lastText: "attention of the last word"
    }
  }
}
