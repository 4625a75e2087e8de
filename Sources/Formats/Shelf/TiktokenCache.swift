import Basics

/// The rank files that tiktoken has kept: files named by the SHA-1 of the address they came from.
///
/// The folders are `TIKTOKEN_CACHE_DIR`, `DATA_GYM_CACHE_DIR`, and `data-gym-cache` in the folder for temporary files. Names of
/// known addresses are recognised; any other file is opened to see which vocabulary it holds.
struct TiktokenCache {
  private let folders: [String]

  init(_ environment: [String: String]) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let temporary = (value("TMPDIR") ?? "/tmp") + "/data-gym-cache"
    folders = [value("TIKTOKEN_CACHE_DIR"), value("DATA_GYM_CACHE_DIR"), temporary].compactMap { $0 }
  }

  /// SHA-1 of `https://openaipublic.blob.core.windows.net/encodings/NAME.tiktoken`.
  private static let known = [
    "9b5ad71b2ce5302211f9c61530b329a4922fc6a4": "cl100k_base",
    "fb374d419588a4632f3f557e76b4b70aebbca790": "o200k_base",
    "ec7223a39ce59f226a68acc30dc1af2788490e15": "p50k_base",
    "0ea1e91bbb3a60f729a8dc8f777fd2fc07cd8df4": "r50k_base",
  ]

  func entries(_ ticket: Ticket) throws(Trouble) -> [ShelfEntry] {
    var entries: [ShelfEntry] = []
    for folder in folders {
      for name in PathNames.entries(folder) {
        try ticket.step(0.8)
        let path = folder + "/" + name
        if let vocabulary = Self.known[name] {
          entries.append(FileEntry.make(path, .tiktoken, name: vocabulary))
        } else if let (head, _) = FileEntry.head(of: path), Tiktoken.sniff(head[...]) {
          entries.append(
            FileEntry.make(path, .tiktoken, name: try recognise(path, ticket) ?? PathNames.stem(name)))
        }
      }
    }
    return entries
  }

  /// The well-known vocabulary that a file of another name holds.
  private func recognise(_ path: String, _ ticket: Ticket) throws(Trouble) -> String? {
    guard let bytes = try? Files.read(path, limit: JSONLimits.file) else { return nil }
    guard let ranks = try? RankTable(bytes, file: PathNames.last(path), ticket) else {
      if ticket.isCancelled { throw .cancelled }
      return nil
    }
    return WellKnown.withFingerprint(ranks.fingerprint)?.name
  }
}
