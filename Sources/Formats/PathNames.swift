import Glibc

/// Parts of paths, without a look at the disk except where said.
package enum PathNames {
  /// `tokenizer.json` of `/a/b/tokenizer.json`.
  package static func last(_ path: String) -> String {
    let parts = path.split(separator: "/")
    return parts.last.map(String.init) ?? path
  }

  /// `/a/b` of `/a/b/tokenizer.json`.
  package static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part without a known ending: `cl100k_base` of `x/cl100k_base.tiktoken.gz`.
  package static func stem(_ path: String) -> String {
    var name = last(path)
    for ending in [
      ".gz", ".json", ".txt", ".tiktoken", ".model", ".gguf", ".vocab", "-vocab", ".merges", "-merges",
    ]
    where name.hasSuffix(ending) && name != ending {
      name.removeLast(ending.count)
    }
    return name
  }

  /// What a person calls the tokenizer in a file: the stem, or for stems that say nothing the folder's name.
  package static func title(_ path: String) -> String {
    let stem = stem(path)
    let plain = ["tokenizer", "tiktoken", "vocab", "merges", "encoder", "spiece", "tekken", ""]
    guard plain.contains(stem) else { return stem }
    let folder = last(folder(path))
    return folder.isEmpty || folder == "." ? stem : folder
  }

  /// Asks the disk.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Asks the disk.
  package static func isFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The names in a folder, sorted, without those that begin with a dot; empty when it cannot be read.
  package static func entries(_ folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
