import Basics
import Tensors

/// The tensors of GGUF models.
///
/// Source: `docs/gguf.md` of ggml, versions 2 and 3: behind the header, from the next multiple of `general.alignment` on, each tensor begins
/// at an offset that is a multiple of it too.
package enum GGUFTensors: TensorFileFormat {
  /// Name and summary.
  package static let card = FormatCard(
    name: "GGUF", extensions: ["gguf"], summary: "The tensors of a model of llama.cpp.")

  /// The magic number.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool { head.starts(with: "GGUF".utf8) }

  /// The tensors that the header lists.
  package static func open(_ source: TensorFileSource, _ ticket: Ticket) throws(Trouble) -> TensorFile {
    let size = source.bytes.count
    let file = try GGUFFile(head(source), fileSize: size, file: source.file, withTensors: true)
    try ticket.step(0.5)
    let alignment = try alignment(file)
    let start = (file.end + alignment - 1) / alignment * alignment
    var tensors: [StoredTensor] = []
    var withheld: [WithheldTensor] = []
    var names: Set<String> = []
    for place in file.tensors {
      let name = String(decoding: file.bytes[place.name], as: UTF8.self)
      guard names.insert(name).inserted else { throw source.trouble("this tensor is listed twice", of: name) }
      guard place.offset % UInt64(alignment) == 0, place.offset <= UInt64(max(0, size - start)) else {
        throw source.trouble(
          "its offset \(place.offset) is no multiple of \(alignment) inside of the file", of: name)
      }
      guard let type = elementTypes[place.kind] else {
        withheld.append(try Self.withheld(place, name, source))
        continue
      }
      let layout = StoredTensor.Layout(offset: start + Int(place.offset))
      tensors.append(
        try StoredTensor(name: name, sizes: place.sizes.reversed(), type: type, in: source.bytes, layout))
    }
    return try TensorFile(
      path: source.path, format: card.name, tensors: tensors, withheld: withheld, metadata: metadata(file))
  }

  /// The first bytes, all of the header.
  private static func head(_ source: TensorFileSource) throws(Trouble) -> [UInt8] {
    var wanted = 1 << 20
    while true {
      let bytes = try source.bytes.bytes(0..<min(wanted, source.bytes.count))
      guard bytes.count < min(source.bytes.count, GGUFFile.headLimit),
        let missing = GGUFFile.missing(
          bytes, fileSize: source.bytes.count, file: source.file, withTensors: true)
      else { return bytes }
      wanted = min(max(wanted * 4, bytes.count + missing), GGUFFile.headLimit)
    }
  }

  private static func alignment(_ file: GGUFFile) throws(Trouble) -> Int {
    let key = "general.alignment"
    let alignment = try file.integer(key) ?? 32
    guard alignment > 0, alignment <= 1 << 16, alignment & (alignment - 1) == 0 else {
      throw file.trouble(key, "\(alignment) is not a power of two from 1 to 65536")
    }
    return alignment
  }

  private static func withheld(
    _ place: GGUFTensorPlace, _ name: String, _ source: TensorFileSource
  ) throws(Trouble) -> WithheldTensor {
    guard let type = otherTypes[place.kind] else {
      throw source.trouble(
        "\(place.kind) is not an element type of ggml", of: name,
        remedy: "Fetch the file again, or convert the model with a current llama.cpp")
    }
    return WithheldTensor(
      name: name, type: type,
      reason: source.trouble(
        "elements of type \(type) are not read by this version", of: name,
        remedy: "Quantise the model to Q8_0 or Q4_K_M, or open its safetensors"))
  }

  /// Values that are one number, flag or short text.
  private static func metadata(_ file: GGUFFile) -> [String: String] {
    file.pairs.compactMapValues { value in
      switch value {
      case .integer(let number): "\(number)"
      case .number(let number): "\(number)"
      case .flag(let flag): "\(flag)"
      case .text(let place): String(decoding: file.bytes[place].prefix(4096), as: UTF8.self)
      case .list(let list): "list of \(list.count)"
      }
    }
  }

  /// By their numbers in ggml.
  private static let elementTypes: [UInt32: ElementType] = [
    0: .f32, 1: .f16, 2: .q40, 8: .q80, 12: .q4K, 14: .q6K, 24: .i8, 25: .i16, 26: .i32, 27: .i64, 28: .f64,
    30: .bf16,
  ]

  /// Those that ggml has and this version has not.
  private static let otherTypes: [UInt32: String] = [
    3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 13: "Q5_K", 15: "Q8_K", 16: "IQ2_XXS",
    17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS",
    29: "IQ1_M",
    34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4", 40: "NVFP4", 41: "Q1_0",
  ]
}
