import Basics
import Tensors

/// The weights of a part of a network under their common beginning: `part("0")` has `0.in`, `0.in.bias` …
///
/// Matrices are [in, out]; a bias is named after its matrix.
package struct NamedWeights<Value: NetworkValue> {
  private let all: [String: Value]
  private let path: String

  package init(_ all: [String: Value]) { self.init(all, path: "") }

  private init(_ all: [String: Value], path: String) { (self.all, self.path) = (all, path) }

  /// The weights whose names begin with `name` and a dot.
  package func part(_ name: String) -> NamedWeights { NamedWeights(all, path: path + name + ".") }

  /// One of them. A missing one is a mistake of the programmer: what comes from files is checked before (`Blueprint.fit`).
  package subscript(name: String) -> Value {
    guard let value = all[path + name] else { preconditionFailure("the network has \(path + name)") }
    return value
  }

  /// x [… in] times the matrix plus its bias: [… out].
  package func linear(_ x: Value, _ name: String) -> Value { x.matmul(self[name]) + self[name + ".bias"] }

  /// Layer norm by `name.weight` and `name.bias`.
  package func norm(_ x: Value, _ name: String) -> Value {
    x.normed(self[name + ".weight"], self[name + ".bias"])
  }
}

/// Which weights a network has and how they begin: names with sizes and beginnings.
package struct Blueprint: Sendable {
  /// How a weight begins.
  package enum Start: Sendable, Equatable {
    case zeros
    case ones
    /// Normal, with this deviation.
    case normal(Float)
  }

  /// One weight.
  package struct Entry: Sendable, Equatable {
    package var name: String
    package var sizes: [Int]
    package var start: Start
  }

  /// In the order in which they were named, which is that of their random numbers.
  package private(set) var entries: [Entry] = []

  package init() {}

  /// Names a weight.
  package mutating func add(_ name: String, _ sizes: [Int], _ start: Start) {
    entries.append(Entry(name: name, sizes: sizes, start: start))
  }

  /// A matrix [from, to] of deviation 1/√from, times `scale`, and its bias of noughts.
  package mutating func addLinear(_ name: String, _ from: Int, _ to: Int, scale: Float = 1) {
    add(name, [from, to], .normal(scale / Float(from).squareRoot()))
    add(name + ".bias", [to], .zeros)
  }

  /// A layer norm that changes nothing.
  package mutating func addNorm(_ name: String, _ width: Int) {
    add(name + ".weight", [width], .ones)
    add(name + ".bias", [width], .zeros)
  }

  /// How many numbers there are.
  package var count: Int { entries.reduce(0) { $0 + Shape($1.sizes).count } }

  /// Weights that have learned nothing.
  package func weights(_ random: inout SeededRandom) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for entry in entries {
      switch entry.start {
      case .zeros: result[entry.name] = .zeros(entry.sizes)
      case .ones: result[entry.name] = .ones(entry.sizes)
      case .normal(let deviation): result[entry.name] = .normal(entry.sizes, deviation: deviation, &random)
      }
    }
    return result
  }

  /// The weights of this network among tensors of a file. Throws when one is missing or has another shape; `file` is named then.
  package func fit(_ tensors: [StoredTensor], from file: String) throws(Trouble) -> [String: Tensor] {
    let byName = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var result: [String: Tensor] = [:]
    for entry in entries {
      guard let stored = byName[entry.name] else {
        throw Self.unfit(file, entry.name, "the network's weight is missing")
      }
      guard stored.shape.sizes == entry.sizes else {
        throw Self.unfit(
          file, entry.name, "it has the shape \(stored.shape) instead of \(Shape(entry.sizes))")
      }
      result[entry.name] = Tensor(try stored.read(), stored.shape)
    }
    return result
  }

  private static func unfit(_ file: String, _ name: String, _ what: String) -> Trouble {
    Trouble(
      .input, at: .field(file: file, name: name), what,
      remedy: "Take the file that tessera lab train writes for this model")
  }
}
