import Glibc

/// Whether a file is still the one that was read: device, number, size and time of its last change.
package enum FileStamp {
  /// Of a folder, those of the files that make a tokenizer. Empty when nothing is there: two empty ones say nothing.
  package static func of(_ path: String) -> String {
    if path.isEmpty { return "" }
    return ([path] + parts.map { "\(path)/\($0)" }).compactMap(single).joined(separator: " ")
  }

  private static let parts = [
    "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "vocab.json", "merges.txt", "vocab.txt", "spiece.model", "tekken.json",
  ]

  private static func single(_ path: String) -> String? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    let time = status.st_mtim
    return "\(status.st_dev):\(status.st_ino):\(status.st_size):\(time.tv_sec).\(time.tv_nsec)"
  }
}
