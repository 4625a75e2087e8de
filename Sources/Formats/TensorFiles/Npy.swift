import Basics
import Tensors

/// Arrays of numpy, one a file.
///
/// Versions 1, 2 and 3; numbers of any size and byte order, true and false. Source: NEP 1, "A simple file format for
/// NumPy arrays".
package enum Npy: TensorFileFormat {
  /// Name and summary.
  package static let card = FormatCard(name: "npy", extensions: ["npy"], summary: "An array of numpy.")

  /// The longest header that is read.
  static let headerLimit = 64 << 10
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The magic number.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool { head.starts(with: magic) }

  /// The array, without a name.
  package static func open(_ source: TensorFileSource, _ ticket: Ticket) throws(Trouble) -> TensorFile {
    let (header, start) = try header(source)
    let tensor = try tensor(header, at: start, name: "", in: source.bytes)
    return try TensorFile(path: source.path, format: card.name, tensors: [tensor])
  }

  /// The header, and where the elements begin.
  static func header(_ source: TensorFileSource) throws(Trouble) -> (NpyHeader, Int) {
    let head = try source.bytes.bytes(0..<min(source.bytes.count, 12))
    guard head.count > 9, sniff(head[...]) else { throw source.trouble("a .npy file expected here", at: 0) }
    let isShort = head[6] == 1
    guard (1...3).contains(head[6]), head[7] == 0 else {
      throw source.trouble(
        "version \(head[6]).\(head[7]) of the .npy format is not known", at: 6,
        remedy: "Save the array again with numpy")
    }
    let start = isShort ? 10 : 12
    guard head.count >= start else { throw source.trouble("the file ends inside its header", at: head.count) }
    let count = head[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= headerLimit else {
      throw Trouble(
        .limit, at: .byte(file: source.file, offset: 8),
        "the header's \(count) bytes are more than the limit of \(headerLimit)")
    }
    guard count <= source.bytes.count - start else {
      throw source.trouble("the header's \(count) bytes are more than the file has", at: 8)
    }
    let text = try source.bytes.bytes(start..<start + count)
    return (try NpyHeader(text, offset: start, file: source.file), start + count)
  }

  /// The array whose elements begin at a byte and end with the file.
  static func tensor(
    _ header: NpyHeader, at start: Int, name: String, in bytes: any ByteStore
  ) throws(Trouble) -> StoredTensor {
    guard let type = types[String(header.type.dropFirst())], let order = header.type.first,
      "<>|=".contains(order)
    else {
      throw refusal(header.type, bytes.file)
    }
    if order == "|" && type.blockBytes > 1 { throw refusal(header.type, bytes.file) }
    let layout = StoredTensor.Layout(
      offset: start, isColumnMajor: header.isColumnMajor, isBigEndian: order == ">" && type.blockBytes > 1)
    let tensor = try StoredTensor(name: name, sizes: header.sizes, type: type, in: bytes, layout)
    guard tensor.byteCount == bytes.count - start else {
      throw Trouble(
        .input, at: .byte(file: bytes.file, offset: start + tensor.byteCount),
        "\(bytes.count - start - tensor.byteCount) bytes follow the array of shape \(tensor.shape)",
        remedy: "Save the array again with numpy, one a file")
    }
    return tensor
  }

  /// By numpy's letters without the byte order.
  static let types: [String: ElementType] = [
    "f8": .f64, "f4": .f32, "f2": .f16, "i8": .i64, "i4": .i32, "i2": .i16, "i1": .i8, "u8": .u64, "u4": .u32,
    "u2": .u16, "u1": .u8, "b1": .bool,
  ]

  private static func refusal(_ type: String, _ file: String) -> Trouble {
    let kind = type.drop { "<>|=".contains($0) }.first
    let (what, remedy) =
      switch kind {
      case "O":
        (
          "an array of Python objects, which can run code when it is opened",
          "Save it with a number type: array.astype(\"float32\")"
        )
      case "c": ("an array of complex numbers", "Save its parts: array.real and array.imag")
      case "U", "S", "a": ("an array of texts", "Save the texts as a text file, one a line")
      case "V":
        (
          "an array of raw bytes (numpy writes bfloat16 and float8 like this, without saying so)",
          "Save it as float32 or as safetensors"
        )
      case "M", "m": ("an array of dates", "Save it with a number type: array.astype(\"int64\")")
      default:
        ("an array of an element type that is not read", "Save it as float32: array.astype(\"float32\")")
      }
    return Trouble(.input, at: .field(file: file, name: "descr"), "\(type) is \(what)", remedy: remedy)
  }
}
