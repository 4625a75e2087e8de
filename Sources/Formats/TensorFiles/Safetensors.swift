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
    try checkOrder(header.entries, size - start, source)
    var tensors: [StoredTensor] = []
    var withheld: [WithheldTensor] = []
    for entry in header.entries {
      if let type = types[entry.type] {
        tensors.append(try tensor(entry, type, start, source))
      } else {
        withheld.append(try Self.withheld(entry, source))
      }
    }
    return try TensorFile(
      path: source.path, format: card.name, tensors: tensors, withheld: withheld, metadata: header.metadata)
  }

  /// Each tensor begins where the one before it ends, and the last ends with the file, `size` bytes behind the header.
  private static func checkOrder(
    _ entries: [SafetensorsHeader.Entry], _ size: Int, _ source: TensorFileSource
  ) throws(Trouble) {
    var end = 0
    for entry in entries {
      guard entry.bytes.lowerBound == end else {
        let place = entry.bytes.lowerBound < end ? "inside of" : "not behind"
        throw source.trouble(
          "its bytes begin at \(entry.bytes.lowerBound), \(place) the tensor before it, which ends at \(end)",
          of: entry.name)
      }
      end = entry.bytes.upperBound
      guard end <= size else {
        throw source.trouble("its bytes end behind the end of the file", of: entry.name)
      }
    }
    if end < size {
      throw source.trouble("\(size - end) bytes follow the last tensor", at: source.bytes.count - size + end)
    }
  }

  private static func length(_ head: ArraySlice<UInt8>) -> UInt64 {
    head.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func tensor(
    _ entry: SafetensorsHeader.Entry, _ type: ElementType, _ start: Int, _ source: TensorFileSource
  ) throws(Trouble) -> StoredTensor {
    guard Shape.count(of: entry.sizes).flatMap({ type.bytes(for: $0) }) == entry.bytes.count else {
      throw misfit(entry, source)
    }
    let layout = StoredTensor.Layout(offset: start + entry.bytes.lowerBound)
    return try StoredTensor(name: entry.name, sizes: entry.sizes, type: type, in: source.bytes, layout)
  }

  private static func misfit(_ entry: SafetensorsHeader.Entry, _ source: TensorFileSource) -> Trouble {
    source.trouble(
      "its sizes \(entry.sizes) of \(entry.type) do not make its \(entry.bytes.count) bytes", of: entry.name)
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
      throw misfit(entry, source)
    }
    return WithheldTensor(
      name: entry.name, type: entry.type,
      reason: source.trouble(
        "elements of type \(entry.type) are not read by this version, since their scales are kept elsewhere",
        of: entry.name,
        remedy: "Convert the tensor to BF16 or F32"))
  }

  /// In the order of the library, which writes tensors of later types first, so that each begins at a multiple of its
  /// element's size.
  static let ordered: [(name: String, type: ElementType)] = [
    ("BOOL", .bool), ("U8", .u8), ("I8", .i8), ("I16", .i16), ("U16", .u16), ("F16", .f16), ("BF16", .bf16),
    ("I32", .i32), ("U32", .u32), ("F32", .f32), ("F64", .f64), ("I64", .i64), ("U64", .u64),
  ]

  private static let types = Dictionary(uniqueKeysWithValues: ordered.map { ($0.name, $0.type) })

  /// Those that the library has and this version has not, with their bits.
  private static let otherTypes: [String: Int] = [
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8,
    "F8_E5M2FNUZ": 8, "C64": 64,
  ]
}
