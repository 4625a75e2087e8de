import Basics

/// The JSON at the beginning of a safetensors file.
struct SafetensorsHeader {
  /// What it says of one tensor.
  struct Entry {
    var name: String
    var type: String
    var sizes: [Int]
    /// From the end of the header.
    var bytes: Range<Int>
  }

  /// In the order of their bytes.
  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// The most axes that are believed.
  private static let rankLimit = 64

  init(_ json: [UInt8], file: String) throws(Trouble) {
    guard json.first == 0x7B else {
      throw Trouble(
        .input, at: .byte(file: file, offset: 8), "the header does not begin with {",
        remedy: "Fetch the file again")
    }
    var scanner = try JSONScanner(json, file: file + " (header)")
    var names: Set<String> = []
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      let name = scanner.string(key)
      guard names.insert(name).inserted else {
        throw scanner.trouble("the tensor \(name) is listed twice", remedy: "Fetch the file again")
      }
      if name == "__metadata__" {
        metadata = try Self.metadata(&scanner)
      } else {
        entries.append(try Self.entry(name, &scanner))
      }
    }
    try scanner.end()
    entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
  }

  private static func metadata(_ scanner: inout JSONScanner) throws(Trouble) -> [String: String] {
    var metadata: [String: String] = [:]
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      let name = scanner.string(key)
      guard metadata[name] == nil else {
        throw scanner.trouble("the key \(name) stands twice in the metadata")
      }
      metadata[name] = try string(&scanner)
    }
    return metadata
  }

  private static func entry(_ name: String, _ scanner: inout JSONScanner) throws(Trouble) -> Entry {
    var type: String?
    var sizes: [Int]?
    var offsets: [Int]?
    let start = scanner.position
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch (scanner.string(key), type == nil, sizes == nil, offsets == nil) {
      case ("dtype", true, _, _): type = try string(&scanner)
      case ("shape", _, true, _): sizes = try numbers(&scanner)
      case ("data_offsets", _, _, true): offsets = try numbers(&scanner)
      default:
        throw scanner.trouble(
          "\(scanner.string(key)) is no field of the tensor \(name), or stands there twice")
      }
    }
    guard let type, let sizes, let offsets, offsets.count == 2 else {
      throw scanner.trouble("the tensor \(name) must have dtype, shape and two data_offsets", at: start)
    }
    guard offsets[0] <= offsets[1] else {
      throw scanner.trouble(
        "the data_offsets of \(name) are reversed", at: start, remedy: "Fetch the file again")
    }
    return Entry(name: name, type: type, sizes: sizes, bytes: offsets[0]..<offsets[1])
  }

  private static func string(_ scanner: inout JSONScanner) throws(Trouble) -> String {
    let text = try scanner.text()
    return scanner.string(text)
  }

  private static func numbers(_ scanner: inout JSONScanner) throws(Trouble) -> [Int] {
    var numbers: [Int] = []
    try scanner.beginList()
    while try scanner.nextElement() {
      if numbers.count == rankLimit { throw scanner.trouble("more than \(rankLimit) axes") }
      let number = try scanner.integer()
      guard number >= 0 else { throw scanner.trouble("a negative number", remedy: "Fetch the file again") }
      numbers.append(number)
    }
    return numbers
  }
}
