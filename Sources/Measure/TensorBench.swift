import Basics
import Formats
import Glibc
import Tensors

/// The engine of tensors beside NumPy and PyTorch: products, searches, opening, training.
enum TensorBench {
  private static let folder = ".build/bench"
  private static let script = "Tests/References/bench_tensors.py"

  static func run(_ filter: String, python: String?) throws {
    let cases: [(String, (Peers) throws -> Void)] = [
      ("matmul", matmul), ("similarity", similarity), ("probe", probe), ("open", open),
      ("training", training),
    ]
    let wanted = cases.filter { filter.isEmpty || $0.0.contains(filter) }
    if wanted.isEmpty { return }
    let peers = Peers(python)
    if let sentence = peers.sentence { print(sentence) }
    _ = unsafe mkdir(folder, 0o755)
    for (_, run) in wanted { try run(peers) }
  }

  /// The Python libraries that are there.
  struct Peers {
    let python: String?
    /// Why there are none.
    let sentence: String?

    init(_ python: String?) {
      let test = ["-c", "import numpy, torch, safetensors; print(1)"]
      let works = python.flatMap { Reference.numbers([$0] + test) } == [1]
      self.python = works ? python : nil
      sentence =
        works
        ? nil
        : "tensors: without NumPy and PyTorch beside them, for want of a Python that has both (make bench-venv)"
    }

    /// The libraries with their input in memory.
    func loaded(_ work: [String]) -> [Contest.Rival] {
      guard let python else { return [] }
      return ["NumPy", "PyTorch"].map {
        Contest.Rival(
          name: "\($0), matrix in memory", command: [python, script, $0.lowercased()] + work)
      }
    }

    /// Ours first, then those of the names that can run.
    func rivals(_ work: [String], _ names: [String] = ["NumPy", "PyTorch"]) -> [Contest.Rival] {
      let ours = Contest.Rival(name: "ours", command: [CommandLine.arguments[0], "--work"] + work)
      guard let python else { return [ours] }
      return [ours]
        + names.map {
          Contest.Rival(name: $0, command: [python, script, $0.lowercased()] + work)
        }
    }
  }

  static let threads = Array(1...max(1, min(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  private static func matmul(_ peers: Peers) {
    for size in [256, 1024, 2048] {
      for count in threads {
        Contest(
          name: "matmul \(size)", rivals: peers.rivals(["matmul", "\(size)"]), threads: count,
          amount: 2e-9 * Double(size * size * size), unit: "GFLOP"
        ).run()
      }
    }
  }

  /// The ten nearest of 128,000 rows to 64, by cosine, from a file to the answer; and the libraries' times with the matrix in memory before.
  private static func similarity(_ peers: Peers) throws {
    for type in ["f32", "bf16"] {
      let path = "\(folder)/vectors-\(type).safetensors"
      try TensorWork.writeVectors(path, type)
      for count in threads {
        Contest(
          name: "similarity 64 to 128,000 × 768 in \(type), best ten",
          rivals: peers.rivals(["similarity", path]) + peers.loaded(["search", path]), threads: count,
          amount: 2e-9 * 64 * 128_000 * 768,
          unit: "GFLOP"
        ).run()
      }
    }
  }

  /// The ten nearest words of the 576 visual tokens of a picture, by cosine to an input table of 32,000 × 4,096, from a file to the answer.
  private static func probe(_ peers: Peers) throws {
    for type in ["bf16", "f32"] {
      let path = "\(folder)/words-\(type).safetensors"
      try TensorWork.writeVectors(path, type, rows: 32_000, width: 4096, queries: 576)
      for count in threads {
        let found = Contest(
          name: "probe 576 tokens with 32,000 × 4,096 words in \(type), best ten",
          rivals: peers.rivals(["probe", path]), threads: count, amount: 2e-9 * 576 * 32_000 * 4096,
          unit: "GFLOP"
        ).run()
        // The sums of the nearest ids: equal where the same words were found.
        let sums = Set(found.values.compactMap(\.rest.first))
        if sums.count > 1 { print("  the nearest words differ: \(sums.sorted())") }
      }
    }
  }

  private static func open(_ peers: Peers) throws {
    let path = "\(folder)/model.safetensors"
    try TensorWork.writeModel(path)
    Contest(
      name: "open a model of 1 GB in 256 tensors", rivals: peers.rivals(["open", path], ["safetensors"]),
      threads: 1, amount: 1, unit: "file"
    ).run()
  }

  private static func training(_ peers: Peers) throws {
    let path = "\(folder)/training.safetensors"
    try TransformerWork.write(path)
    for count in threads {
      let found = Contest(
        name: "training, \(TransformerWork.parameterCount) parameters",
        rivals: peers.rivals(["training", path], ["PyTorch"]), threads: count,
        amount: Double(TransformerWork.steps), unit: "step"
      ).run()
      guard let ours = found["ours"]?.rest, let theirs = found["PyTorch"]?.rest, theirs.count >= 3 else {
        continue
      }
      print("  loss \(theirs[0]) before, \(ours[1]) after, PyTorch's \(theirs[1])")
      print("  largest difference of a gradient of the first step: \(theirs[2]) of the largest of its tensor")
    }
  }
}
