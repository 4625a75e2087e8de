import Basics
import Patches
import Tensors

/// A causal language model of three layers that answers questions from visual tokens: `<s>`, 64 tokens, `colour`, `?`, and then the answer.
///
/// Width 32, 4 heads, a network of 128, positions by rotation of queries and keys; words and visual tokens go in as they are. It was trained with all
/// tokens in their places, so what a plan takes away is new to it. Keys are handed out rotated, as they are compared with queries.
package struct MicroReader: MicroModel {
  package static let name = "reader"
  /// How many layers there are.
  package static let layers = 3
  /// Heads of a layer.
  package static let heads = 4
  static let (width, inner) = (32, 128)

  /// The vectors of words, [54, 32]: those of the projector whose tokens it reads, not trained with it.
  package let words: Tensor
  /// What was trained.
  package let weights: [String: Tensor]
  package let about: ModelLabel
  private let rotation = MicroReader.rotation(128)

  package init(_ tensors: [String: Tensor], label: ModelLabel) {
    guard let words = tensors["words"] else { preconditionFailure("a reader has its words") }
    (self.words, about) = (words, label)
    weights = tensors.filter { $0.key != "words" }
  }

  package static func blueprint(having names: Set<String> = []) -> Blueprint {
    var plan = trained
    plan.add("words", [LabVocabulary.words.count, width], .normal(1))
    return plan
  }

  /// What is trained: all but the words.
  static var trained: Blueprint {
    var plan = Blueprint()
    for layer in 0..<layers {
      TransformerBlock<Tensor>.plan("\(layer)", width: width, inner: inner, layers: layers, in: &plan)
    }
    plan.addNorm("norm", width)
    plan.addLinear("head", width, LabVocabulary.words.count)
    return plan
  }

  static func rotation(_ count: Int) -> Rotation {
    Rotation(0..<count, heads: heads, width: width / heads)
  }

  /// Contexts [scenes, places, 32] of equal length as scores of the word behind them, [scenes, 54]: what training goes through.
  static func scores<Value: NetworkValue>(
    _ x: Value, _ weights: NamedWeights<Value>, mask: Tensor, _ rotation: Rotation
  ) -> Value {
    var x = x
    for layer in 0..<layers {
      x = TransformerBlock(weights.part("\(layer)"), heads: heads)(x, mask: mask, rotation)
    }
    let sizes = x.sizes
    return said(x.sliced(1, sizes[1] - 1..<sizes[1]).reshaped([sizes[0], width]), weights)
  }

  private static func said<Value: NetworkValue>(_ last: Value, _ weights: NamedWeights<Value>) -> Value {
    weights.linear(weights.norm(last, "norm"), "head")
  }
}

extension MicroReader {
  /// What it makes of a question.
  package struct Reading: Sendable {
    /// One layer at work.
    package struct Layer: Sendable {
      /// The states, [states, 32], as they come to it.
      package var hidden: Tensor
      /// [heads, states, states] after what the plan cuts.
      package var attention: Tensor
      /// [heads, states, 8], rotated.
      package var keys: Tensor
      /// Where visual tokens are among the states, and for each the row that it was handed over as.
      package var visual: Range<Int>
      package var rows: [Int?]
      /// What a stage of the plan did before this layer, and the scores that it went by; nil where there was none.
      package var reduction: Reduced?
    }

    /// A stage of a plan, carried out.
    package struct Reduced: Sendable {
      package var report: ReductionReport
      /// By visual token that came in.
      package var scores: [Float]
    }

    /// The id of the word that scores highest, of all 54.
    package var word: Int
    /// By id, a logit: [54].
    package var scores: Tensor
    package var layers: [Layer]
    /// The states behind the last layer, before its norm.
    package var last: Tensor

    /// The states before each layer and behind the last.
    package var hidden: [Tensor] { layers.map(\.hidden) + [last] }
    /// By layer, [heads, states, states].
    package var attention: [Tensor] { layers.map(\.attention) }
  }

  /// Answers a question, ids of words after the visual tokens [n, 32], as a plan has it.
  ///
  /// `positions` [n], ascending, are those of the tokens; 1…n unless told, as `<s>` is at 0. Questions that name no word of ours stop the program.
  package func answer(
    _ question: [Int], visual: Tensor, positions: [Int]? = nil, plan: ReadingPlan = .everything
  ) -> Reading {
    var sequence = ReadingSequence(
      before: words.gathered(LabVocabulary.ids(of: [LabVocabulary.begin])), visual: visual,
      after: words.gathered(question), visualPositions: positions, plan: plan)
    let named = NamedWeights(weights)
    var layers: [Reading.Layer] = []
    for layer in 0..<Self.layers {
      let block = TransformerBlock(named.part("\(layer)"), heads: Self.heads)
      sequence.arrive(at: layer)
      let reduced = plan.stage(before: layer).map { reduce(&sequence, by: $0, for: block) }
      layers.append(read(&sequence, block, layer, reduced))
    }
    sequence.arrive(at: Self.layers)
    let scores = Self.said(sequence.hidden.sliced(0, sequence.count - 1..<sequence.count), named).at(0)
    return Reading(
      word: scores.reshaped([1, -1]).largest()[0], scores: scores, layers: layers, last: sequence.hidden)
  }

  private func reduce(
    _ sequence: inout ReadingSequence, by stage: ReadingPlan.Stage, for block: TransformerBlock<Tensor>
  ) -> Reading.Reduced {
    let looks = block.looks(sequence.hidden, turns(sequence.positions))
    let weights = block.attention(looks, mask: .causalMask(sequence.count))
    let (report, scores) = sequence.reduce(stage, weights: weights, keys: looks.keys)
    return Reading.Reduced(report: report, scores: scores)
  }

  private func read(
    _ sequence: inout ReadingSequence, _ block: TransformerBlock<Tensor>, _ layer: Int,
    _ reduced: Reading.Reduced?
  ) -> Reading.Layer {
    let (hidden, visual, rows) = (sequence.hidden, sequence.visual, sequence.rows)
    let looks = block.looks(hidden, turns(sequence.positions))
    let whole = block.attention(looks, mask: .causalMask(sequence.count))
    let attention = sequence.cut(whole, in: layer)
    let mixed = block.mixed(attention, looks)
    sequence.hidden = hidden + sequence.silence(mixed, at: Sublayer(layer, .attention))
    let more = block.network(sequence.hidden)
    sequence.hidden = sequence.hidden + sequence.silence(more, at: Sublayer(layer, .network))
    return Reading.Layer(
      hidden: hidden, attention: attention, keys: looks.keys, visual: visual, rows: rows,
      reduction: reduced)
  }

  private func turns(_ positions: [Int]) -> Rotation {
    let count = (positions.last ?? 0) + 1
    return (count <= rotation.count ? rotation : Self.rotation(count)).at(positions)
  }
}
