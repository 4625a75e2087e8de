import Basics
import Glibc
import Tokens

/// Opens a tokenizer from a file or folder, whatever its kind.
package enum TokenizerReader {
  /// The tokenizer in this file or folder. `pattern` and `specials` are for formats that carry none.
  package static func read(
    path: String, name: String? = nil, pattern: String? = nil, specials: [SpecialToken]? = nil,
    notes: [String] = [], ticket: Ticket
  ) throws(Trouble) -> any Tokenizer {
    let file = try file(in: path)
    var source = FormatSource(
      path: file, bytes: [], name: name ?? PathNames.title(file), pattern: pattern, specials: specials)
    source.notes = notes
    var status = stat()
    let size = unsafe stat(file, &status) == 0 ? Int(status.st_size) : 0
    let memory = ReadingMemory(fileSize: size)
    // What reading needed lies scattered below what stays: a SentencePiece model of 130,000 entries leaves 12 MB of 30 behind.
    defer { memory.release() }
    if GGUF.sniff(try Files.head(file, count: 4).bytes[...]) {
      (source.bytes, source.fileSize) = try GGUF.head(of: file)
    } else {
      source.bytes = try unpacked(file)
    }
    try ticket.step(0.05)
    let content = try format(of: source).read(&source, ticket)
    switch content {
    case .tokenizer(let tokenizer): return tokenizer
    }
  }

  /// The file's bytes, unpacked when they are packed.
  static func unpacked(_ file: String) throws(Trouble) -> [UInt8] {
    let bytes = try Files.read(file, limit: JSONLimits.file)
    return Gzip.isGzip(bytes)
      ? try Gzip.unpack(bytes, named: PathNames.last(file), limit: JSONLimits.file) : bytes
  }

  /// The format of a file by its beginning.
  static func format(of source: FormatSource) throws(Trouble) -> any Format.Type {
    let head = source.bytes.prefix(4096)
    for format in FormatCatalog.all where format.sniff(head) { return format }
    throw ForeignFormat.trouble(head, source.path)
  }

  /// The file that a path means: itself, what a folder holds, or the one with a usual ending.
  package static func file(in path: String) throws(Trouble) -> String {
    if PathNames.isFolder(path) { return try FolderContents(path).file() }
    return PathNames.isFile(path) ? path : FolderContents.completed(path) ?? path
  }
}

/// Files that are known but not read, so that a refusal can say what they are.
enum ForeignFormat {
  /// The refusal of a file that begins like this.
  static func trouble(_ head: ArraySlice<UInt8>, _ path: String) -> Trouble {
    let place = Trouble.Place.file(path)
    if head.isEmpty { return Trouble(.input, at: place, "this file is empty", remedy: "Fetch it again") }
    return Trouble(
      .input, at: place, "this is no tokenizer of a known kind",
      remedy: "Known are \(FormatCatalog.all.map { $0.card.name }.joined(separator: ", "))")
  }
}
