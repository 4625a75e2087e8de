import Patches
import Tensors
import Tokens

/// What a lens looks at: texts, tokenizers, tensors, pictures, and the settings of its knobs.
package struct Subject: Sendable {
  /// A text with what is known of it.
  package struct Text: Sendable, Hashable {
    /// The file's name, or what the text is.
    package var name: String
    /// A language tag such as `de`, empty when not known.
    package var language: String
    package var bytes: [UInt8]

    package init(name: String, language: String = "", bytes: [UInt8]) {
      self.name = name
      self.language = language
      self.bytes = bytes
    }
  }

  /// The tensors of a file that the person brought.
  package struct TensorSet: Sendable {
    /// The file's name.
    package var name: String
    package var tensors: [StoredTensor]
    /// What the file says beside, as text: keys and values.
    package var about: [String: String]
    /// How the patches of its hidden states lie and the row of the first, where the file says so itself.
    package var patches: (grid: PatchGrid, first: Int)?

    package init(
      name: String, tensors: [StoredTensor], about: [String: String] = [:],
      patches: (grid: PatchGrid, first: Int)? = nil
    ) {
      self.name = name
      self.tensors = tensors
      self.about = about
      self.patches = patches
    }
  }

  /// A picture with its name.
  package struct NamedPicture: Sendable {
    package var name: String
    package var picture: Picture

    package init(name: String, picture: Picture) {
      self.name = name
      self.picture = picture
    }
  }

  /// The first is the one that the person works on.
  package var texts: [Text]
  /// The first is the one that the person works with.
  package var tokenizers: [any Tokenizer]
  /// By tokenizer, the matrix with a row for each of its entries, where one was found; as long as `tokenizers`.
  package var embeddings: [StoredTensor?]
  /// What the person brought beside texts, in the order in which it was named.
  package var tensorSets: [TensorSet]
  /// Those that the person brought, or samples.
  package var pictures: [NamedPicture]
  /// The weights of the micro models that the card asks for, by the names that it gives.
  package var models: [String: TensorSet]
  package var knobs: Knobs
  /// The byte of the first text at which the person looks.
  package var cursor: Int
  /// Whether the texts are samples of ours, which the plate's label must say.
  package var isSample: Bool
  /// What the lens remembers from its looks before.
  package var memory: LensMemory
  /// Takes a plate while the look goes on, so that a long one shows something early.
  package var show: @Sendable (Plate) -> Void

  package init(
    texts: [Text], tokenizers: [any Tokenizer], embeddings: [StoredTensor?] = [],
    tensorSets: [TensorSet] = [], pictures: [NamedPicture] = [], models: [String: TensorSet] = [:],
    knobs: Knobs, cursor: Int = 0, isSample: Bool = false,
    memory: LensMemory = LensMemory(), show: @escaping @Sendable (Plate) -> Void = { _ in }
  ) {
    self.texts = texts
    self.tokenizers = tokenizers
    self.embeddings = tokenizers.indices.map { embeddings.indices.contains($0) ? embeddings[$0] : nil }
    self.tensorSets = tensorSets
    self.pictures = pictures
    self.models = models
    self.knobs = knobs
    self.cursor = cursor
    self.isSample = isSample
    self.memory = memory
    self.show = show
  }
}
