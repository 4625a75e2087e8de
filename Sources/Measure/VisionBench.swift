import Formats
import Glibc

/// Vision Transformers beside PyTorch, and the table of words of a large checkpoint beside the library safetensors.
enum VisionBench {
  private static let folder = ".build/bench"

  static func run(_ filter: String, python: String?) throws {
    let cases: [(String, (TensorBench.Peers) throws -> Void)] = [
      ("vision", vision), ("embedding table", table),
    ]
    let wanted = cases.filter { filter.isEmpty || $0.0.contains(filter) }
    if wanted.isEmpty { return }
    let peers = TensorBench.Peers(python)
    if let sentence = peers.sentence { print(sentence) }
    _ = unsafe mkdir(folder, 0o755)
    for (_, run) in wanted { try run(peers) }
  }

  private static func vision(_ peers: TensorBench.Peers) throws {
    let path = folder + "/vit-b-16"
    try VisionWork.write(path)
    for count in TensorBench.threads {
      let found = Contest(
        name: "vision, ViT-B/16 of one picture of 224 × 224",
        rivals: peers.rivals(["vision", path], ["PyTorch"]),
        threads: count, amount: VisionWork.gigaflops, unit: "GFLOP"
      ).run()
      guard let gap = found["PyTorch"]?.rest.first else { continue }
      print("  largest difference of a number in any of 13 hidden states: \(gap) of the largest of its layer")
    }
  }

  private static func table(_ peers: TensorBench.Peers) throws {
    let path = folder + "/sharded-14-gb"
    let bytes = try ShardedModel.write(path)
    let found = Contest(
      name:
        "embedding table, \(ShardedModel.table.rows) rows of a checkpoint of \(Double(bytes / 100_000_000) / 10) GB in shards",
      rivals: peers.rivals(["table", path], ["safetensors"]), threads: 1, amount: 1, unit: "table"
    ).run()
    guard let read = found["ours"]?.rest.first else { return }
    let rows = ShardedModel.table.rows * ShardedModel.table.sizes[1] * 2
    print(
      "  bytes read by ours: \(Int(read)), of which \(rows) are the rows; the rest is the index and the header of one shard"
    )
  }
}
