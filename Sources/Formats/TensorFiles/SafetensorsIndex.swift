import Basics
import Tensors

/// A model in several safetensors files, opened by the index that says which file has which tensor.
package enum SafetensorsIndex: TensorFileFormat {
  /// Name and summary.
  package static let card = FormatCard(
    name: "sharded safetensors", extensions: ["safetensors.index.json"],
    summary: "Tensors of a model in several files, by their index.")

  /// The most files, since each is held open.
  private static let shardLimit = 512
  private static let field = "weight_map"

  /// An object with a `weight_map` near its beginning.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    guard head.first(where: { $0 > 0x20 }) == 0x7B else { return false }
    return String(decoding: head, as: UTF8.self).contains("\"\(field)\"")
  }

  /// The tensors of the index, file by file.
  package static func open(_ source: TensorFileSource, _ ticket: Ticket) throws(Trouble) -> TensorFile {
    guard source.bytes.count <= JSONLimits.file else {
      throw Trouble(
        .limit, at: .file(source.file),
        "\(source.bytes.count) bytes are more than the limit of \(JSONLimits.file)")
    }
    let map = try map(source)
    let shards = Set(map.values).sorted()
    guard shards.count <= shardLimit else {
      throw Trouble(
        .limit, at: .field(file: source.file, name: field),
        "\(shards.count) files are more than the limit of \(shardLimit)")
    }
    var tensors: [StoredTensor] = []
    var withheld: [WithheldTensor] = []
    var metadata: [String: String] = [:]
    for (index, shard) in shards.enumerated() {
      try ticket.step(Double(index) / Double(shards.count))
      let file = try open(shard, source)
      tensors += file.tensors.filter { map[$0.name] == shard }
      withheld += file.withheld.filter { map[$0.name] == shard }
      metadata.merge(file.metadata) { first, _ in first }
    }
    try checkAll(in: map, are: Set(tensors.map(\.name) + withheld.map(\.name)), source)
    return try TensorFile(
      path: source.path, format: card.name, tensors: tensors, withheld: withheld, metadata: metadata)
  }

  private static func checkAll(
    in map: [String: String], are found: Set<String>, _ source: TensorFileSource
  ) throws(Trouble) {
    guard let name = map.keys.filter({ !found.contains($0) }).min() else { return }
    throw source.trouble(
      "it should be in \(map[name] ?? ""), but is not", of: name,
      remedy: "Fetch index and files again, all of one version")
  }

  /// One of the files.
  static func open(_ shard: String, _ source: TensorFileSource) throws(Trouble) -> TensorFile {
    let path = PathNames.folder(source.path) + "/" + shard
    guard PathNames.isFile(path) else {
      throw source.trouble("the file \(shard) is missing", of: field, remedy: "Fetch it into the same folder")
    }
    return try Safetensors.open(TensorFileSource(path: path, bytes: FileBytes(path)), .open)
  }

  /// Tensors and their files, whose names must be plain: nothing outside of the folder is opened.
  static func map(_ source: TensorFileSource) throws(Trouble) -> [String: String] {
    var scanner = try JSONScanner(source.bytes.bytes(0..<source.bytes.count), file: source.file)
    var map: [String: String]?
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      if scanner.string(key) != field {
        try scanner.skip()
        continue
      }
      guard map == nil else { throw scanner.trouble("\(field) stands there twice") }
      map = try shards(&scanner)
    }
    try scanner.end()
    guard let map, !map.isEmpty else {
      throw source.trouble("the index names no tensors", of: field, remedy: "Fetch the index again")
    }
    return map
  }

  private static func shards(_ scanner: inout JSONScanner) throws(Trouble) -> [String: String] {
    var map: [String: String] = [:]
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      let name = scanner.string(key)
      let text = try scanner.text()
      let shard = scanner.string(text)
      guard !shard.isEmpty, !shard.contains("/"), !shard.contains("\0"), shard != "..", shard != "." else {
        throw scanner.trouble(
          "the file of \(name) is outside of the index's folder",
          remedy: "Open only indexes that name files beside them")
      }
      guard map.updateValue(shard, forKey: name) == nil else {
        throw scanner.trouble("\(name) is listed twice")
      }
    }
    return map
  }
}
