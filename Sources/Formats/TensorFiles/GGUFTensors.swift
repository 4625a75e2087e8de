import Basics
import Tensors

/// The tensors of GGUF models.
///
/// Source: `docs/gguf.md` of ggml, versions 2 and 3: behind the header, from the next multiple of `general.alignment` on,
/// each tensor begins at an offset that is a multiple of it too.
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
    try checkNamesAndOffsets(file, alignment, room: size - start, source)
    var tensors: [StoredTensor] = []
    var withheld: [WithheldTensor] = []
    for place in file.tensors {
      let offset = start + Int(place.offset)
      let name = name(place, file)
      if let type = elementTypes[place.kind] {
        let sizes = Array(place.sizes.reversed())
        tensors.append(
          try StoredTensor(name: name, sizes: sizes, type: type, in: source.bytes, .init(offset: offset)))
      } else {
        withheld.append(try Self.withheld(place, name, at: offset, source))
      }
    }
    return try TensorFile(
      path: source.path, format: card.name, tensors: tensors, withheld: withheld, metadata: metadata(file))
  }

  private static func name(_ place: GGUFTensorPlace, _ file: GGUFFile) -> String {
    String(decoding: file.bytes[place.name], as: UTF8.self)
  }

  /// No name twice; offsets that are multiples of the alignment and inside of the file.
  private static func checkNamesAndOffsets(
    _ file: GGUFFile, _ alignment: Int, room: Int, _ source: TensorFileSource
  ) throws(Trouble) {
    var names: Set<String> = []
    for place in file.tensors {
      let name = name(place, file)
      guard names.insert(name).inserted else { throw source.trouble("this tensor is listed twice", of: name) }
      guard place.offset % UInt64(alignment) == 0, place.offset <= UInt64(max(0, room)) else {
        throw source.trouble(
          "its offset \(place.offset) is no multiple of \(alignment) inside of the file", of: name)
      }
    }
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
    _ place: GGUFTensorPlace, _ name: String, at offset: Int, _ source: TensorFileSource
  ) throws(Trouble) -> WithheldTensor {
    guard let (type, elements, bytes) = otherTypes[place.kind] else {
      throw source.trouble(
        "\(place.kind) is not an element type of ggml", of: name,
        remedy: "Fetch the file again, or convert the model with a current llama.cpp")
    }
    guard let count = Shape.count(of: place.sizes), count % elements == 0,
      count / elements <= (source.bytes.count - offset) / bytes
    else { throw source.trouble("its sizes \(place.sizes) do not fit the rest of the file", of: name) }
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

  /// Those that ggml has and this version has not, with the elements and bytes of a block.
  private static let otherTypes: [UInt32: (String, Int, Int)] = [
    3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24), 9: ("Q8_1", 32, 40), 10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110), 13: ("Q5_K", 256, 176), 15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66),
    17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50), 20: ("IQ4_NL", 32, 18),
    21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82), 23: ("IQ4_XS", 256, 136), 29: ("IQ1_M", 256, 56),
    34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17), 40: ("NVFP4", 64, 36),
    41: ("Q1_0", 128, 18),
  ]
}
