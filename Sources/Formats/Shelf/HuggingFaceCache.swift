import Basics

/// The models in the cache of the Hugging Face hub: `models--ORG--NAME/snapshots/REVISION/…`.
///
/// The folder is `HF_HUB_CACHE`, or `hub` in `HF_HOME`, or `~/.cache/huggingface/hub` (under `XDG_CACHE_HOME` when set).
struct HuggingFaceCache {
  private let folder: String?

  init(_ environment: [String: String]) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let cache = value("XDG_CACHE_HOME") ?? value("HOME").map { $0 + "/.cache" }
    let home = value("HF_HOME") ?? cache.map { $0 + "/huggingface" }
    folder = value("HF_HUB_CACHE") ?? value("HUGGINGFACE_HUB_CACHE") ?? home.map { $0 + "/hub" }
  }

  /// One entry for each model that has a tokenizer or a GGUF file in its newest revision.
  func entries(_ ticket: Ticket) throws(Trouble) -> [ShelfEntry] {
    guard let folder else { return [] }
    var entries: [ShelfEntry] = []
    for name in PathNames.entries(folder) where name.hasPrefix("models--") {
      try ticket.step(0.3)
      guard let revision = revision(of: folder + "/" + name) else { continue }
      let model = String(name.dropFirst("models--".count)).replacingFirst("--", with: "/")
      entries += Self.entries(in: revision, named: model)
    }
    return entries
  }

  /// The revision that `refs/main` names, or the first one that is there.
  private func revision(of model: String) -> String? {
    let snapshots = model + "/snapshots"
    if let bytes = try? Files.read(model + "/refs/main", limit: 256) {
      let name = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
      if !name.contains("/"), PathNames.isFolder(snapshots + "/" + name) { return snapshots + "/" + name }
    }
    return PathNames.entries(snapshots).first.map { snapshots + "/" + $0 }
  }

  private static func entries(in revision: String, named name: String) -> [ShelfEntry] {
    var entries: [ShelfEntry] = []
    if let file = try? TokenizerReader.file(in: revision) {
      entries.append(FileEntry.make(file, .huggingFace, name: name))
    }
    for file in PathNames.entries(revision) where file.hasSuffix(".gguf") {
      entries.append(
        FileEntry.make(revision + "/" + file, .huggingFace, name: name + ":" + PathNames.stem(file)))
    }
    return entries
  }
}

extension String {
  /// The text with the first occurrence of another one replaced.
  func replacingFirst(_ old: String, with new: String) -> String {
    let text = Array(utf8)
    let needle = Array(old.utf8)
    guard !needle.isEmpty, text.count >= needle.count else { return self }
    for start in 0...text.count - needle.count where text[start..<start + needle.count].elementsEqual(needle)
    {
      return String(
        decoding: text[..<start] + Array(new.utf8) + text[(start + needle.count)...], as: UTF8.self)
    }
    return self
  }
}
