import Glibc

/// Which themes there are.
extension Theme {
  /// The names of the themes in the folders, in alphabetical order, the embedded one among them.
  package static func names(in folders: [String]) -> [String] {
    var names: Set<String> = [embedded.name]
    for folder in folders {
      guard let stream = unsafe opendir(folder) else { continue }
      while let file = unsafe next(stream) {
        if file.hasSuffix(".toml"), !file.hasPrefix(".") { names.insert(String(file.dropLast(5))) }
      }
      unsafe closedir(stream)
    }
    return names.sorted()
  }

  private static func next(_ stream: OpaquePointer) -> String? {
    guard let entry = unsafe readdir(stream) else { return nil }
    return unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
