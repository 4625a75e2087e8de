import Basics
import Patches
import Tensors

/// Two small networks that meet in a product: one reads a patch with its surroundings, the other a colour and a shape; where both fit, f · s + b is above 0.
///
/// Patches of 4 pixels with the 20 × 20 pixels around them go through 1200, 48 and 48 numbers to f; the vectors of the two words, 24 numbers each, are added and go
/// through 24, 64 and 48 to s. 64,913 weights. It stands in for the language model of "Reasoning to Attend" (CVPR 2025), arXiv 2412.17741, where s is
/// the state that says <SEG> and f the states of the picture's tokens: it matches words with places and does nothing else, no reasoning and no masks.
package struct TwoTower: MicroModel {
  package static let name = "two-tower"
  /// Pixels of a patch's side.
  package static let patch = 4
  static let (context, inner, width, wordWidth) = (20, 48, 48, 24)
  /// Tokens of a side.
  package static let grid = Scene.side / patch
  /// The words that it knows: colours, then shapes.
  package static let words = LabVocabulary.colours + LabVocabulary.shapes

  /// Its weights, by name.
  package let weights: [String: Tensor]
  package let about: ModelLabel

  package init(_ tensors: [String: Tensor], label: ModelLabel) { (weights, about) = (tensors, label) }

  package static func blueprint(having names: Set<String> = []) -> Blueprint {
    var plan = Blueprint()
    plan.addLinear("patch.first", 3 * context * context, inner)
    plan.addLinear("patch.second", inner, width)
    plan.add("words", [words.count, wordWidth], .normal(1 / Float(wordWidth).squareRoot()))
    plan.addLinear("query.first", wordWidth, 64)
    plan.addLinear("query.second", 64, width)
    plan.add("bias", [1], .zeros)
    return plan
  }

  /// A colour and a shape.
  package struct Query: Sendable, Hashable {
    /// Of `LabVocabulary.colours` and `.shapes`, by number.
    package var colour: Int
    package var shape: Int

    package init(colour: Int, shape: Int) { (self.colour, self.shape) = (colour, shape) }

    /// All that can be asked, colour by colour.
    package static let all = LabVocabulary.colours.indices.flatMap { colour in
      LabVocabulary.shapes.indices.map { Query(colour: colour, shape: $0) }
    }

    /// `red square`.
    package var name: String { LabVocabulary.colours[colour] + " " + LabVocabulary.shapes[shape] }

    /// From words in any order, white space between them. Throws when they are not one colour and one shape.
    package init(_ text: String) throws(Trouble) {
      let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
      let colours = words.compactMap { LabVocabulary.colours.firstIndex(of: $0) }
      let shapes = words.compactMap { LabVocabulary.shapes.firstIndex(of: $0) }
      guard words.count == 2, colours.count == 1, shapes.count == 1 else {
        throw Trouble(
          .usage, at: .option("query"), "“\(text)” is not a colour and a shape that the model knows",
          remedy: "Colours are \(LabVocabulary.colours.joined(separator: ", ")); shapes are "
            + LabVocabulary.shapes.joined(separator: ", "))
      }
      self.init(colour: colours[0], shape: shapes[0])
    }

    /// 1 at its two words: [words].
    var places: [Float] {
      TwoTower.words.indices.map { $0 == colour || $0 == LabVocabulary.colours.count + shape ? 1 : 0 }
    }
  }

  /// The tokens f of a picture, [64, 48]. Throws when it is not 32 × 32.
  package func tokens(of picture: Picture, named name: String) throws(Trouble) -> Tensor {
    tokens(of: [try MicroPictures.pixels(of: picture, named: name)]).at(0)
  }

  /// As above of several pictures of 32 × 32: [pictures, 64, 48].
  package func tokens(of pictures: [Pixels]) -> Tensor {
    Network(NamedWeights(weights)).tokens(Self.batch(pictures))
  }

  /// The vectors s of queries, [queries, 48].
  package func vectors(of queries: [Query]) -> Tensor {
    Network(NamedWeights(weights)).vectors(Tensor(rows: queries.map(\.places)))
  }

  /// b: f · s + b above 0 is what it was trained to say of patches of the object.
  package var bias: Float { weights["bias"]?.scalar ?? 0 }

  static func batch(_ pictures: [Pixels]) -> Tensor {
    PatchContexts.batch(pictures, patch: patch, context: context)
  }

  /// The arithmetic, for tensors and variables.
  struct Network<Value: NetworkValue> {
    private let weights: NamedWeights<Value>

    init(_ weights: NamedWeights<Value>) { self.weights = weights }

    /// Contexts [… 1200] as f [… 48].
    func tokens(_ contexts: Value) -> Value {
      weights.linear(weights.linear(contexts, "patch.first").activated(), "patch.second")
    }

    /// Rows with ones at words, [queries, 8], as s [queries, 48].
    func vectors(_ places: Value) -> Value {
      let words = places.matmul(weights["words"])
      return weights.linear(weights.linear(words, "query.first").activated(), "query.second")
    }

    /// f · s + b of pictures with one query each: [pictures, 64].
    func logits(_ contexts: Value, _ places: Value) -> Value {
      let f = tokens(contexts)
      let s = vectors(places)
      let sizes = f.sizes
      return f.matmul(s.reshaped([sizes[0], sizes[2], 1])).reshaped([sizes[0], sizes[1]]) + weights["bias"]
    }
  }
}
