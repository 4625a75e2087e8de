import Basics

/// The two files of a BPE vocabulary, one of which was opened.
struct VocabularyFiles {
  /// Names that go together.
  private static let pairs = [
    ("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe"), ("vocab.json", "vocab.bpe"),
  ]

  /// What else belongs to them.
  let side: SideFiles?
  /// The path of the other file; nil when it is not there.
  let vocabulary: String?
  let merges: String?
  let vocabularyName: String
  let mergesName: String

  init(_ path: String, isMerges: Bool) {
    let roles = Self.pairs.map { isMerges ? $0.1 : $0.0 }
    side = SideFiles(of: path, roles: roles)
    let own = PathNames.last(path)
    let others = Self.pairs.filter { own.hasSuffix(isMerges ? $0.1 : $0.0) || own.hasSuffix(($0.0) + ".gz") }
      .map { isMerges ? $0.0 : $0.1 }
    let files = side
    let other = others.compactMap { files?.path($0) }.first
    let otherName = other.map(PathNames.last) ?? files?.name(others.first ?? "") ?? ""
    (vocabulary, merges) = isMerges ? (other, path) : (path, other)
    (vocabularyName, mergesName) = isMerges ? (otherName, own) : (own, otherName)
  }

  /// The bytes of one of the files. Throws when it was not found.
  func read(_ path: String?, _ role: String, for source: FormatSource) throws(Trouble) -> [UInt8] {
    guard let path else {
      throw Trouble(
        .input, at: .file(source.path), "this is half of a tokenizer; its \(role) is not beside it",
        remedy: "Put both files into one folder, as vocab.json and merges.txt or with the same beginning")
    }
    return try TokenizerReader.unpacked(path)
  }
}
