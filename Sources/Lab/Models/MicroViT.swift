import Basics
import Patches
import Tensors

/// A Vision Transformer of 29,640 weights that tells which colours and shapes are in a scene.
///
/// 64 patches of 4 pixels and a CLS token before them, width 32, 3 layers of 4 heads, learned positions; the eight labels are read from CLS after
/// the last norm. Source of the form: Dosovitskiy et al., "An Image Is Worth 16x16 Words" (2021), arXiv 2010.11929.
package struct MicroViT: MicroModel, VisionSource {
  package static let name = "cls-vit"
  /// Pixels of a patch's side.
  package static let patch = 4
  /// Heads of a layer.
  package static let heads = 4
  /// How many layers there are.
  package static let layers = 3
  static let width = 32
  static let grid = Scene.side / patch

  /// The eight labels, by place in `probabilities`.
  package static let labels = LabVocabulary.colours + LabVocabulary.shapes

  /// Its weights, by name.
  package let weights: [String: Tensor]
  package let about: ModelLabel

  package init(_ tensors: [String: Tensor], label: ModelLabel) { (weights, about) = (tensors, label) }

  package static func blueprint(having names: Set<String> = []) -> Blueprint {
    var plan = Blueprint()
    plan.addLinear("patches", 3 * patch * patch, width)
    plan.add("cls", [width], .normal(0.02))
    plan.add("positions", [grid * grid + 1, width], .normal(0.02))
    for layer in 0..<layers {
      TransformerBlock<Tensor>.plan("\(layer)", width: width, inner: 2 * width, layers: layers, in: &plan)
    }
    plan.addNorm("norm", width)
    plan.addLinear("head", width, labels.count)
    return plan
  }

  /// What it is, with steps and seed.
  package var label: String { about.sentence }
  /// It has no words.
  package var words: WordTable? { nil }

  /// Every layer with its attention and keys; CLS is kept apart. Throws when the picture is not 32 × 32.
  package func tokens(
    of picture: Picture, named name: String, _ ticket: Ticket
  ) throws(Trouble) -> VisualTokens {
    try ticket.step(0)
    let pixels = try MicroPictures.pixels(of: picture, named: name)
    let states = Network(NamedWeights(weights)).states(Self.batch([pixels]).at(0))
    return VisualTokens(
      name: name,
      grid: PatchGrid(rows: Self.grid, columns: Self.grid, patch: Self.patch, origin: "row 0 is CLS"),
      pixels: pixels, specials: ["CLS"], firstPatch: 1, layers: states.map(Self.layer), notes: [label])
  }

  private static func layer(_ state: Network<Tensor>.State) -> VisualTokens.Layer {
    VisualTokens.Layer(
      name: state.name, hidden: state.hidden.sliced(0, 1..<state.hidden.size(0)),
      special: state.hidden.sliced(0, 0..<1), attention: state.attention, keys: state.keys)
  }

  /// By picture of 32 × 32, how sure it is of each of `labels`, 0…1.
  package func probabilities(of pictures: [Pixels]) -> Tensor {
    Network(NamedWeights(weights)).logits(Self.batch(pictures)).map(.sigmoid)
  }

  /// [pictures, 64, 48].
  static func batch(_ pictures: [Pixels]) -> Tensor {
    PatchContexts.batch(pictures, patch: patch, context: patch)
  }
}

extension MicroViT {
  /// The arithmetic, for tensors and variables.
  struct Network<Value: NetworkValue> {
    /// A depth of it.
    struct State {
      var name: String
      /// [… 65, width], CLS first.
      var hidden: Value
      /// [… heads, 65, 65] of the attention that made it; nil for the embeddings.
      var attention: Value?
      /// [… heads, 65, width of a head].
      var keys: Value?
    }

    private let weights: NamedWeights<Value>

    init(_ weights: NamedWeights<Value>) { self.weights = weights }

    /// Patches [… 64, 48] as the embeddings and the states after each layer.
    func states(_ patches: Value) -> [State] {
      let embedded = weights.linear(patches, "patches")
      let front = embedded.sizes.dropLast(2)
      let cls = weights["cls"].broadcast(to: Shape(front + [1, MicroViT.width]))
      let input = Value.joined([cls, embedded], axis: embedded.sizes.count - 2) + weights["positions"]
      var states = [State(name: "embeddings", hidden: input)]
      for layer in 0..<MicroViT.layers {
        let block = TransformerBlock(weights.part("\(layer)"), heads: MicroViT.heads)
        let x = states[layer].hidden
        let looks = block.looks(x)
        let attention = block.attention(looks, mask: nil)
        let mixed = x + block.mixed(attention, looks)
        states.append(
          State(
            name: "layer \(layer + 1)", hidden: mixed + block.network(mixed), attention: attention,
            keys: looks.keys))
      }
      return states
    }

    /// Patches [pictures, 64, 48] as [pictures, 8] logits of the labels.
    func logits(_ patches: Value) -> Value {
      let states = states(patches)
      let last = states[states.count - 1].hidden
      let cls = last.sliced(-2, 0..<1).reshaped([last.sizes[0], MicroViT.width])
      return weights.linear(weights.norm(cls, "norm"), "head")
    }
  }
}
