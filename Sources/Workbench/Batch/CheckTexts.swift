import Basics
import Tokens

/// The text on which two tokenizers are compared: a person's file, or the samples and every entry of the vocabulary.
package enum CheckTexts {
  private static let names = ["nasty.txt", "welcome.txt", "Parallel", "Code", "Turkish", "Prose"]
  /// The most bytes of samples, and of entries.
  private static let limit = 1 << 20

  /// The bytes, and what to call them.
  package static func read(
    _ path: String?, _ tokenizer: any Tokenizer, _ folders: AssetFolders
  ) throws(Trouble) -> (bytes: [UInt8], name: String) {
    if let path { return (try Files.read(path), path) }
    return (samples(folders) + entries(of: tokenizer), "the sample texts and all entries")
  }

  private static func samples(_ folders: AssetFolders) -> [UInt8] {
    var text: [UInt8] = []
    let paths = names.compactMap { folders.find("Samples/" + $0) }
    for file in FolderWalk.files(paths, { _ in }) where text.count < limit {
      text += (try? Files.read(file.path, limit: limit)) ?? []
      text.append(0x0A)
    }
    return text
  }

  private static func entries(of tokenizer: any Tokenizer) -> [UInt8] {
    var text: [UInt8] = []
    for id in 0..<TokenID(tokenizer.vocabulary.idLimit) where text.count < limit {
      guard tokenizer.vocabulary.kind(of: id) == .normal, let bytes = tokenizer.vocabulary.bytes(of: id),
        String(validating: bytes, as: UTF8.self) != nil
      else { continue }
      text += bytes
      text.append(0x20)
    }
    return text
  }
}
