import Basics
import Glibc

/// Makes shelf entries of files.
enum FileEntry {
  private static let endings = [
    ".json", ".tiktoken", ".tiktoken.gz", ".model", ".gguf", "vocab.txt", ".txt.gz",
  ]

  /// Files beside tokenizers.
  private static let sides = [
    "meta.json", "config.json", "special_tokens_map.json", "added_tokens.json",
  ]

  /// Whether a file of this name may hold a tokenizer.
  static func isLikely(_ name: String) -> Bool {
    !sides.contains(where: name.hasSuffix) && endings.contains(where: name.hasSuffix)
  }

  /// The entry of a file; what it is is judged by its first bytes.
  static func make(_ path: String, _ source: ShelfEntry.Source, name: String? = nil) -> ShelfEntry {
    let stem = name ?? PathNames.title(path)
    guard let (head, size) = head(of: path) else {
      return ShelfEntry(stem, source, path: path, unreadable: "the file cannot be read")
    }
    let isPacked = Gzip.isGzip(head)
    let format = isPacked ? nil : FormatCatalog.all.first { $0.sniff(head[...]) }
    if let kind = isPacked ? "packed" : format?.card.name {
      return ShelfEntry(stem, source, detail: "\(kind), \(sizeInWords(size))", path: path)
    }
    let reason = ForeignFormat.trouble(head[...], path)
    return ShelfEntry(stem, source, detail: sizeInWords(size), path: path, unreadable: reason.what)
  }

  /// The first bytes of a regular file and its size.
  static func head(of path: String) -> (bytes: [UInt8], size: Int)? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    return count < 0 ? nil : (Array(bytes.prefix(count)), Int(status.st_size))
  }

  /// `1.7 MB`.
  static func sizeInWords(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) bytes" }
    let (value, unit) = bytes < 1_000_000 ? (bytes / 100, "kB") : (bytes / 100_000, "MB")
    return "\(value / 10).\(value % 10) \(unit)"
  }
}
