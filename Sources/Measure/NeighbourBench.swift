import Basics
import Formats
import Glibc
import Tensors

/// The nearest rows of a matrix [128000, 4096] in bf16, 1 GiB: the first question, which reads all of it, and later ones by an index.
enum NeighbourBench {
  private static let (rows, width) = (128_000, 4096)
  private static let path = ".build/bench/neighbours.safetensors"

  static func run() async throws {
    _ = unsafe mkdir(".build/bench", 0o755)
    if unsafe access(path, R_OK) != 0 { try write() }
    let clock = ContinuousClock()
    let matrix = try TensorFileReader.open(path).tensor(named: "vectors")
    func times(_ count: Int, _ search: ([Float]) async throws -> [Ranked]) async throws -> Percentiles {
      var times: [Double] = []
      for run in 0..<count {
        var row: [Float] = []
        try matrix.rows(run * 997..<run * 997 + 1, into: &row)
        let start = clock.now
        let found = try await search(row)
        times.append((clock.now - start) / .milliseconds(1))
        precondition(found.first?.index == run * 997, "a row is nearest to itself")
      }
      return Percentiles(times)
    }
    let plain = try await times(5) {
      try Similarity.cosine.nearest(10, to: Tensor($0, [1, width]), in: matrix).first ?? []
    }
    print("neighbours 128,000 x 4,096 in bf16, all rows read in blocks (plain): \(plain)")
    let fused = try await times(20) {
      try await Similarity.cosine.nearest(10, to: $0, amongAllOf: matrix, .open)
    }
    print("neighbours, all rows read in one pass, as the first question does: \(fused)")
    let start = clock.now
    let index = try await NeighbourIndex(of: matrix, Ticket())
    let made = (clock.now - start) / .milliseconds(1)
    print("neighbours, making the index: \(made.rounded()) ms, \(index.byteCount >> 20) MiB")
    print(
      "neighbours, by the index: \(try await times(50) { try await index.nearest(10, to: $0, by: .cosine, .open) })"
    )
  }

  private static func write() throws {
    var random = SeededRandom(seed: 3)
    guard let file = unsafe fopen(path, "w") else {
      throw Trouble(.input, at: .file(path), "it cannot be written")
    }
    defer { unsafe _ = fclose(file) }
    let header =
      "{\"vectors\":{\"dtype\":\"BF16\",\"shape\":[\(rows),\(width)],\"data_offsets\":[0,\(rows * width * 2)]}}"
    var length = UInt64(header.utf8.count)
    unsafe fwrite(&length, 8, 1, file)
    unsafe fwrite(header, 1, header.utf8.count, file)
    for _ in 0..<rows / 1000 {
      let halves = Tensor.normal([1000, width], &random).values.map {
        UInt16(truncatingIfNeeded: $0.bitPattern >> 16)
      }
      unsafe fwrite(halves, 2, halves.count, file)
    }
  }
}
