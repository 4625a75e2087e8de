import Basics
import Formats
import Glibc
import Patches
import Tensors

/// What a process with `--work NAME …` does for `TensorBench`: the work, timed, and a line with what it took.
enum TensorWork {
  static func run(_ words: [String]) throws {
    guard words.count == 2 else { return }
    switch words[0] {
    case "matmul": matmul(Int(words[1]) ?? 256)
    case "similarity": try similarity(words[1])
    case "probe": try probe(words[1])
    case "open": try open(words[1])
    case "training": try TransformerWork.run(words[1])
    case "vision": try VisionWork.run(words[1])
    case "states": try VisionWork.writeStates(words[1])
    case "table": try ShardedModel.run(words[1])
    default: break
    }
  }

  private static func matmul(_ size: Int) {
    var random = SeededRandom(seed: 1)
    let a = Tensor.uniform([size, size], &random)
    let b = Tensor.uniform([size, size], &random)
    var sum: Float = 0
    Stopwatch { sum += a.matmul(b)[0, 0] }.report([Double(sum)])
  }

  private static func similarity(_ path: String) throws {
    let queries = try TensorFileReader.open(path).tensor(named: "queries")
    let sought = Tensor(try queries.read(), queries.shape)
    var sum = 0
    try Stopwatch {
      let vectors = try TensorFileReader.open(path).tensor(named: "vectors")
      sum = try Similarity.cosine.nearest(10, to: sought, in: vectors).reduce(0) { $0 + $1[0].index }
    }.report([Double(sum)])
  }

  private static func probe(_ path: String) throws {
    let tokens = try TensorFileReader.open(path).tensor(named: "queries")
    let sought = Tensor(try tokens.read(), tokens.shape)
    var sum = 0
    try Stopwatch(runs: 2) {
      let table = try TensorFileReader.open(path).tensor(named: "vectors")
      sum = try VisualProbe(table).nearest(sought, count: 10).reduce(0) { $0 + $1[0].id }
    }.report([Double(sum)])
  }

  private static func open(_ path: String) throws {
    var row: [Float] = []
    try Stopwatch {
      let file = try TensorFileReader.open(path)
      try file.tensor(named: file.tensors[file.tensors.count - 1].name).rows(0..<1, into: &row)
    }.report([Double(row[0])])
  }

  /// Random rows, as many and as wide as is said, and some to be sought, unless they are there.
  static func writeVectors(
    _ path: String, _ type: String, rows: Int = 128_000, width: Int = 768, queries count: Int = 64
  ) throws {
    if unsafe access(path, R_OK) == 0 { return }
    var random = SeededRandom(seed: 2)
    let queries = Tensor.normal([count, width], &random)
    let vectors = Tensor.normal([rows, width], &random)
    let stored = try type == "f32" ? nil : halved(vectors)
    try Safetensors.write(
      [
        stored.map { WrittenTensor($0) }
          ?? WrittenTensor(name: "vectors", vectors.shape, vectors.values),
        WrittenTensor(name: "queries", queries.shape, queries.values),
      ], to: path)
  }

  /// In bf16, by cutting.
  private static func halved(_ x: Tensor) throws -> StoredTensor {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * x.count)
    for value in x.values {
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> 16))
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> 24))
    }
    return try StoredTensor(
      name: "vectors", sizes: x.shape.sizes, type: .bf16, in: MemoryBytes(bytes, file: "vectors"),
      .init(offset: 0))
  }

  /// 256 tensors of a million numbers each, unless they are there.
  static func writeModel(_ path: String) throws {
    if unsafe access(path, R_OK) == 0 { return }
    let numbers = Tensor.range(1000 * 1000).values
    try Safetensors.write(
      (0..<256).map { WrittenTensor(name: "layers.\($0).weight", Shape([1000, 1000]), numbers) }, to: path)
  }
}
