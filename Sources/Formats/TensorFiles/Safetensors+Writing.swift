import Basics
import Tensors

/// Writes tensors as the library safetensors does, byte for byte.
extension Safetensors {
  /// Writes tensors with their element types, and texts about them. Throws when a type is missing in the format (blocks
  /// of ggml), when two have one name, and when the file cannot be written.
  package static func write(
    _ tensors: [WrittenTensor], metadata: [String: String] = [:], to path: String, _ ticket: Ticket = .open
  ) throws(Trouble) {
    let ranks = try tensors.map { tensor throws(Trouble) in try rank(tensor) }
    let sorted = zip(ranks, tensors).sorted { ($1.0, $0.1.name) < ($0.0, $1.1.name) }.map(\.1)
    let header = try header(of: sorted, metadata)
    let output = try TensorFileOutput(path)
    try output.write(header)
    for tensor in sorted { try output.write(tensor, ticket) }
    try output.finish()
  }

  /// The place of its type in the library's order.
  private static func rank(_ tensor: WrittenTensor) throws(Trouble) -> Int {
    guard let rank = ordered.firstIndex(where: { $0.type == tensor.type }) else {
      throw tensor.loss(in: card, remedy: "Write it as Float32")
    }
    return rank
  }

  /// Its length in eight bytes, and the JSON, padded with spaces to a multiple of eight.
  private static func header(of tensors: [WrittenTensor], _ metadata: [String: String]) throws(Trouble)
    -> [UInt8]
  {
    var json = JSONOutput()
    json.raw("{")
    if !metadata.isEmpty { add(metadata, to: &json) }
    var names: Set<String> = ["__metadata__"]
    var end = 0
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        throw Trouble(
          .usage, "two tensors have the name \(tensor.name)", remedy: "Give each a name of its own")
      }
      if json.bytes.count > 1 { json.raw(",") }
      json.string(tensor.name)
      let sizes = tensor.shape.sizes.map(String.init).joined(separator: ",")
      let start = end
      end += tensor.byteCount
      let type = ordered[try rank(tensor)].name
      json.raw(":{\"dtype\":\"\(type)\",\"shape\":[\(sizes)],\"data_offsets\":[\(start),\(end)]}")
    }
    json.raw("}")
    while json.bytes.count % 8 != 0 { json.raw(" ") }
    guard json.bytes.count <= headerLimit else {
      throw Trouble(
        .limit, "the header's \(json.bytes.count) bytes are more than the limit of \(headerLimit)")
    }
    return (0..<8).map { UInt8(truncatingIfNeeded: json.bytes.count >> (8 * $0)) } + json.bytes
  }

  private static func add(_ metadata: [String: String], to json: inout JSONOutput) {
    json.raw("\"__metadata__\":{")
    for (index, (key, value)) in metadata.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { json.raw(",") }
      json.string(key)
      json.raw(":")
      json.string(value)
    }
    json.raw("}")
  }
}
