import Basics
import Tensors

/// Vectors that a person brought: those of the picture's tokens, and one or more that look for something in it.
struct ReadStates: Sendable {
  /// f, [tokens, width], of the chosen layer.
  let tokens: Tensor
  /// s, [vectors, width].
  let vectors: Tensor
  /// [height, width] or [tokens], not nought on the object; nil when none was brought.
  let mask: Tensor?
  /// Which tensors of which files these are, and the layer.
  let origin: String

  /// The most numbers that are read of a file: 64 Mi, 256 MiB.
  private static let limit = 1 << 26

  /// f is called f or tokens or image, or is the matrix with most rows; s is called s or seg or query, or has as many numbers as f is wide; a mask has mask in its
  /// name. Throws when one is missing or they do not fit each other.
  init(_ sets: [Subject.TensorSet], layer: Int) throws(Trouble) {
    let found = try NamedTensor.all(of: sets)
    let mask = found.first { $0.name.contains("mask") }
    let others = found.filter { !$0.name.contains("mask") }
    let f = try Self.tokens(others)
    let depth = f.tensor.shape.rank == 3 ? f.tensor.shape.sizes[0] : 1
    let chosen = layer < 0 ? depth - 1 : layer
    guard chosen < depth else {
      throw Trouble(
        .usage, at: .option("layer"), "there is no layer \(layer): \(f.shown) has \(depth)",
        remedy: "Choose 0 to \(depth - 1), or -1 for the last")
    }
    tokens = try Self.matrix(f, layer: chosen, of: depth)
    let s = try Self.vectors(others.filter { $0.shown != f.shown }, width: tokens.size(1), f)
    // Of as many vectors as there are layers each is of its own layer.
    let rows = try Self.rows(s, width: tokens.size(1))
    vectors = depth > 1 && rows.size(0) == depth ? rows.sliced(0, chosen..<chosen + 1) : rows
    self.mask = try mask.map { mask throws(Trouble) in
      Tensor(try Self.read(mask), mask.tensor.shape)
    }
    origin = "\(f.shown)\(depth > 1 ? ", layer \(chosen) of \(depth)" : "") and \(s.shown)"
  }

  private static func tokens(_ found: [NamedTensor]) throws(Trouble) -> NamedTensor {
    let fitting = found.filter { (2...3).contains($0.tensor.shape.rank) && $0.tensor.shape.count > 0 }
    let named = fitting.first { isCalled($0.name, ["f", "tokens", "image"]) }
    guard let best = named ?? fitting.max(by: { $0.tensor.rowCount < $1.tensor.rowCount }) else {
      throw Trouble(
        .input, "no tensor is [tokens, width]",
        remedy:
          "Save the hidden states of the picture's tokens as f, and the one that looks for something as s")
    }
    return best
  }

  private static func vectors(
    _ found: [NamedTensor], width: Int, _ f: NamedTensor
  ) throws(Trouble) -> NamedTensor {
    let fitting = found.filter {
      (1...2).contains($0.tensor.shape.rank) && $0.tensor.columnCount == width && $0.tensor.rowCount > 0
    }
    guard let best = fitting.first(where: { isCalled($0.name, ["s", "seg", "query"]) }) ?? fitting.first
    else {
      throw Trouble(
        .input, at: f.place, "no tensor beside \(f.shown) is \(width) numbers wide",
        remedy: "Save the hidden state at the place before <SEG>, which says it, as s [\(width)]")
    }
    return best
  }

  private static func isCalled(_ name: String, _ names: [String]) -> Bool {
    let stem = name.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? name
    return names.contains { stem == $0 || ($0.count > 1 && stem.contains($0)) }
  }

  private static func matrix(_ f: NamedTensor, layer: Int, of depth: Int) throws(Trouble) -> Tensor {
    let all = Tensor(try read(f), f.tensor.shape)
    let matrix = depth > 1 || all.rank == 3 ? all.at(layer) : all
    let (count, side) = (matrix.size(0), Int(Double(matrix.size(0)).squareRoot()))
    guard side * side == count else {
      let extra = count - side * side
      throw Trouble(
        .input, at: f.place,
        "\(count) tokens are no square grid: they are \(side) × \(side) and \(extra) more",
        remedy: extra == 1 ? "Leave out the row of CLS" : "Leave out the rows that are no patches")
    }
    return matrix
  }

  private static func rows(_ s: NamedTensor, width: Int) throws(Trouble) -> Tensor {
    Tensor(try read(s), [max(1, s.tensor.rowCount), width])
  }

  private static func read(_ one: NamedTensor) throws(Trouble) -> [Float] {
    guard one.tensor.shape.count <= limit else {
      throw Trouble(
        .limit, at: one.place, "\(one.tensor.shape) is more than \(limit) numbers",
        remedy: "Save one layer of one picture")
    }
    let values = try one.tensor.read()
    guard values.allSatisfy(\.isFinite) else {
      throw Trouble(
        .input, at: one.place, "it has numbers that are not finite", remedy: "Save it anew, without them")
    }
    return values
  }
}
