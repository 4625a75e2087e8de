import Basics
import Tensors

/// Writes tensors as the library safetensors does, byte for byte.
extension Safetensors {
  /// Writes tensors with their element types, and texts about them. Throws when a type is missing in the format (blocks of ggml), when two have
  /// one name, and when the file cannot be written.
  package static func write(
    _ tensors: [WrittenTensor], metadata: [String: String] = [:], to path: String, _ ticket: Ticket = .open
  ) throws(Trouble) {
    // Wider elements come first, so that each tensor begins at a multiple of its element's size.
    let sorted = tensors.sorted { ($1.type.blockBytes, $0.name) < ($0.type.blockBytes, $1.name) }
    let header = try header(of: sorted, metadata)
    let output = try TensorFileOutput(path)
    try output.write(header)
    for tensor in sorted { try output.write(tensor, ticket) }
    try output.finish()
  }

  private static func header(of tensors: [WrittenTensor], _ metadata: [String: String]) throws(Trouble)
    -> [UInt8]
  {
    var json = JSONOutput()
    json.raw("{")
    if !metadata.isEmpty {
      json.raw("\"__metadata__\":{")
      for (index, key) in metadata.keys.sorted().enumerated() {
        if index > 0 { json.raw(",") }
        json.string(key)
        json.raw(":")
        json.string(metadata[key] ?? "")
      }
      json.raw("}")
    }
    var names: Set<String> = ["__metadata__"]
    var end = 0
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        throw Trouble(
          .usage, "two tensors have the name \(tensor.name)", remedy: "Give each a name of its own")
      }
      guard let type = types.first(where: { $0.value == tensor.type })?.key else {
        throw tensor.loss(in: card, remedy: "Write it as Float32")
      }
      if json.bytes.count > 1 { json.raw(",") }
      json.string(tensor.name)
      let sizes = tensor.shape.sizes.map(String.init).joined(separator: ",")
      let start = end
      end += tensor.byteCount
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
}
