import Basics
import Formats
import Glibc
import Patches
import Tensors

/// A language model of 14 GB in shards, as far as its files tell: their headers and the index are written, their numbers are holes.
enum ShardedModel {
  /// What the table of input embeddings is called, its sizes, and how many rows are read.
  static let table = (name: "language_model.model.embed_tokens.weight", sizes: [32_064, 4096], rows: 10)
  private static let (shardSize, layers) = (2_000_000_000, 32)

  private struct Entry {
    var name: String
    var sizes: [Int]
    var bytes: Int { 2 * sizes.reduce(1, *) }
  }

  /// Ten rows of the table, from the folder to the numbers; how many bytes were read is told by the system.
  static func run(_ folder: String) throws {
    var sum: Float = 0
    func read() throws {
      guard let table = try WordTableReader.table(of: Checkpoint(folder)) else { return }
      var row: [Float] = []
      for number in 0..<Self.table.rows {
        let id = number * 3001
        try table.rows(id..<id + 1, into: &row)
        sum += row[0]
      }
    }
    let before = bytesRead
    try read()
    let once = bytesRead - before
    try Stopwatch(read).report([Double(once), Double(sum)])
  }

  /// The bytes that this process has asked for in reads.
  private static var bytesRead: Int {
    guard let bytes = try? Files.read("/proc/self/io"),
      let line = bytes.split(separator: UInt8(ascii: "\n")).first(where: { $0.starts(with: "rchar".utf8) })
    else { return 0 }
    return Int(String(decoding: line.dropFirst(7), as: UTF8.self)) ?? 0
  }

  /// Writes it unless it is there; how many bytes it seems to have.
  @discardableResult
  static func write(_ folder: String) throws -> Int {
    _ = unsafe mkdir(folder, 0o755)
    var (shards, size) = ([[Entry]](), 0)
    for entry in entries {
      if shards.isEmpty || size + entry.bytes > shardSize { (shards, size) = (shards + [[]], 0) }
      shards[shards.count - 1].append(entry)
      size += entry.bytes
    }
    var map: [String] = []
    for (number, shard) in shards.enumerated() {
      let file = "model-0000\(number + 1)-of-0000\(shards.count).safetensors"
      map += shard.map { "\"\($0.name)\":\"\(file)\"" }
      try write(shard, folder + "/" + file)
    }
    try VisionWork.write(
      "{\"metadata\":{},\"weight_map\":{\(map.joined(separator: ","))}}",
      folder + "/model.safetensors.index.json")
    return entries.reduce(0) { $0 + $1.bytes }
  }

  private static var entries: [Entry] {
    let (width, inner) = (4096, 11_008)
    var all = [Entry(name: table.name, sizes: table.sizes)]
    for layer in 0..<layers {
      let head = "language_model.model.layers.\(layer)."
      all += ["q", "k", "v", "o"].map {
        Entry(name: head + "self_attn.\($0)_proj.weight", sizes: [width, width])
      }
      all += ["gate", "up"].map { Entry(name: head + "mlp.\($0)_proj.weight", sizes: [inner, width]) }
      all += [
        Entry(name: head + "mlp.down_proj.weight", sizes: [width, inner]),
        Entry(name: head + "input_layernorm.weight", sizes: [width]),
        Entry(name: head + "post_attention_layernorm.weight", sizes: [width]),
      ]
    }
    return all + [Entry(name: "language_model.lm_head.weight", sizes: table.sizes)]
  }

  private static func write(_ shard: [Entry], _ path: String) throws {
    var (fields, end) = ([String](), 0)
    for entry in shard {
      let sizes = entry.sizes.map(String.init).joined(separator: ",")
      fields.append(
        "\"\(entry.name)\":{\"dtype\":\"BF16\",\"shape\":[\(sizes)],\"data_offsets\":[\(end),\(end + entry.bytes)]}"
      )
      end += entry.bytes
    }
    let header = "{\(fields.joined(separator: ","))}"
    guard let file = unsafe fopen(path, "w") else {
      throw Trouble(.input, at: .file(path), "it cannot be written")
    }
    defer { unsafe _ = fclose(file) }
    var length = UInt64(header.utf8.count)
    unsafe fwrite(&length, 8, 1, file)
    unsafe fwrite(header, 1, header.utf8.count, file)
    unsafe _ = fflush(file)
    guard unsafe ftruncate(fileno(file), 8 + header.utf8.count + end) == 0 else {
      throw Trouble(.input, at: .file(path), "the disk allows no file with holes of this size")
    }
  }
}
