/// A tokenizer on this machine, before it is opened.
package struct ShelfEntry: Sendable, Equatable {
  /// Where it was found, in the order in which a picker shows it.
  package enum Source: Int, Sendable, CaseIterable {
    case builtIn, sample, file, configured, huggingFace, tiktoken

    /// In words.
    package var title: String {
      switch self {
      case .builtIn: "built in"
      case .sample: "sample"
      case .file: "given file"
      case .configured: "configured"
      case .huggingFace: "Hugging Face cache"
      case .tiktoken: "tiktoken cache"
      }
    }
  }

  /// What a person types: `bytes`, `cl100k_base`, `Qwen/Qwen2-7B`.
  package var name: String
  /// Where it was found.
  package var source: Source
  /// The source and what is worth knowing: `tiktoken cache, 1.7 MB`.
  package var detail: String
  /// The file; nil for what is built in.
  package var path: String?
  /// Why it cannot be opened; nil when it can.
  package var unreadable: String?

  package init(
    _ name: String, _ source: Source, detail: String = "", path: String? = nil, unreadable: String? = nil
  ) {
    self.name = name
    self.source = source
    self.detail = detail.isEmpty ? source.title : "\(source.title), \(detail)"
    self.path = path
    self.unreadable = unreadable
  }
}
