import Basics
import Tensors

/// Tensors as Hugging Face's library safetensors writes them.
///
/// Eight bytes with the length of the header, the header as JSON, the elements. Source: the format's description in the
/// README of huggingface/safetensors; every byte behind the header belongs to exactly one tensor.
package enum Safetensors: TensorFileFormat {
  /// Name and summary.
  package static let card = FormatCard(
    name: "safetensors", extensions: ["safetensors"], summary: "Tensors of a model.")

  /// The longest header, as in the library.
  static let headerLimit = 100_000_000

  /// A possible length and the beginning of an object.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    guard head.count > 8, head[head.startIndex + 8] == 0x7B else { return false }
    return length(head) <= UInt64(headerLimit)
  }

  /// The tensors that the header lists, in the order of their bytes.
  package static func open(_ source: TensorFileSource, _ ticket: Ticket) throws(Trouble) -> TensorFile {
    let size = source.bytes.count
    let first = try source.bytes.bytes(0..<min(8, size))
    guard first.count == 8 else { throw source.trouble("the file ends inside its first number", at: size) }
    let length = length(first[...])
    guard length <= UInt64(headerLimit), Int(length) <= size - 8 else {
      throw source.trouble(
        "a header of \(length) bytes is longer than the file or the limit of \(headerLimit)", at: 0)
    }
    let start = 8 + Int(length)
    let header = try SafetensorsHeader(source.bytes.bytes(8..<start), file: source.file)
    try ticket.step(0.5)
    var tensors: [StoredTensor] = []
    var withheld: [WithheldTensor] = []
    var end = 0
    for entry in header.entries {
      guard entry.bytes.lowerBound == end else {
        throw source.trouble(
          "its bytes begin at \(entry.bytes.lowerBound), \(entry.bytes.lowerBound < end ? "inside of" : "not behind") "
            + "the tensor before it, which ends at \(end)", of: entry.name)
      }
      end = entry.bytes.upperBound
      guard end <= size - start else {
        throw source.trouble("its bytes end behind the end of the file", of: entry.name)
      }
      if let type = types[entry.type] {
        tensors.append(try tensor(entry, type, start, source))
      } else {
        withheld.append(try Self.withheld(entry, source))
      }
    }
    if start + end < size {
      throw source.trouble("\(size - start - end) bytes follow the last tensor", at: start + end)
    }
    return try TensorFile(
      path: source.path, format: card.name, tensors: tensors, withheld: withheld, metadata: header.metadata)
  }

  private static func length(_ head: ArraySlice<UInt8>) -> UInt64 {
    head.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func tensor(
    _ entry: SafetensorsHeader.Entry, _ type: ElementType, _ start: Int, _ source: TensorFileSource
  ) throws(Trouble) -> StoredTensor {
    let layout = StoredTensor.Layout(offset: start + entry.bytes.lowerBound)
    let tensor = try StoredTensor(name: entry.name, sizes: entry.sizes, type: type, in: source.bytes, layout)
    guard tensor.byteCount == entry.bytes.count else {
      throw source.trouble(
        "\(tensor.shape) of \(entry.type) takes \(tensor.byteCount) bytes, \(entry.bytes.count) are given",
        of: entry.name)
    }
    return tensor
  }

  private static func withheld(
    _ entry: SafetensorsHeader.Entry, _ source: TensorFileSource
  ) throws(Trouble) -> WithheldTensor {
    guard let bits = otherTypes[entry.type] else {
      throw source.trouble("\(entry.type) is not an element type of safetensors", of: entry.name)
    }
    guard let count = Shape.count(of: entry.sizes), count <= Int.max / bits,
      count * bits == entry.bytes.count * 8
    else {
      throw source.trouble(
        "its sizes \(entry.sizes) do not fit its \(entry.bytes.count) bytes", of: entry.name)
    }
    return WithheldTensor(
      name: entry.name, type: entry.type,
      reason: source.trouble(
        "elements of type \(entry.type) are not read by this version, since their scales are kept elsewhere",
        of: entry.name,
        remedy: "Convert the tensor to BF16 or F32"))
  }

  static let types: [String: ElementType] = [
    "F64": .f64, "F32": .f32, "F16": .f16, "BF16": .bf16, "I64": .i64, "I32": .i32, "I16": .i16, "I8": .i8,
    "U64": .u64, "U32": .u32, "U16": .u16, "U8": .u8, "BOOL": .bool,
  ]

  /// Those that the library has and this version has not, with their bits.
  private static let otherTypes: [String: Int] = [
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8,
    "F8_E5M2FNUZ": 8, "C64": 64,
  ]
}
