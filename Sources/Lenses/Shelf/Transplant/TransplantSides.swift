import Basics
import Tensors
import Tokens

/// A tokenizer with a row of numbers for each of its entries.
struct TransplantSide: Sendable {
  /// Tells one matrix from another without reading all of it.
  struct Key: Hashable, Sendable {
    var tokenizer: TokenizerKey
    var file: String
    var tensor: String
    var sizes: [Int]
    /// Of rows spread over the matrix.
    var fingerprint: Int
  }

  var tokenizer: any Tokenizer
  var rows: any RowSource
  /// What the matrix is called in sentences.
  var matrixName: String
  var key: Key

  /// A matrix of a file. Throws when it has too few rows for the vocabulary, and what reading throws.
  init(_ tokenizer: any Tokenizer, _ tensor: StoredTensor) throws(Trouble) {
    let limit = tokenizer.vocabulary.idLimit
    guard tensor.shape.rank == 2, tensor.width > 0, 10 * tensor.rowCount >= 9 * limit else {
      throw Trouble(
        .input, at: .field(file: tensor.file, name: tensor.name),
        "\(tensor.shape) is no row for each of \(limit) ids of \(tokenizer.card.name)",
        remedy: "Give the matrix of this tokenizer, a row for each id")
    }
    self.tokenizer = tokenizer
    rows = tensor
    matrixName = "\(tensor.name.isEmpty ? tensor.file : tensor.name) \(tensor.shape)"
    var hasher = Hasher()
    for index in TransplantBaselines.spaced(tensor.rowCount, most: 64) {
      hasher.combine(try tensor.tensor(rows: index..<index + 1).values)
    }
    key = Key(
      tokenizer: TokenizerKey(tokenizer), file: tensor.file, tensor: tensor.name, sizes: tensor.shape.sizes,
      fingerprint: hasher.finalize())
  }

  /// A matrix that was made here.
  init(_ tokenizer: any Tokenizer, _ matrix: Tensor, name: String) {
    self.tokenizer = tokenizer
    rows = TensorRows(matrix)
    matrixName = name
    var hasher = Hasher()
    hasher.combine(matrix.values)
    key = Key(
      tokenizer: TokenizerKey(tokenizer), file: "", tensor: name, sizes: matrix.shape.sizes,
      fingerprint: hasher.finalize())
  }
}

/// The base, whose weights are kept, and the donor, whose vocabulary is wanted.
struct TransplantSides: Sendable {
  var base: TransplantSide
  var donor: TransplantSide
  /// Whether both were made here.
  var isMicro: Bool
  /// Sentences about where they come from.
  var notes: [String]

  /// What checkpoints call the matrix of the output, and that of the input; the end of the name counts.
  private static let headNames = ["lm_head.weight", "output.weight", "embed_out.weight"]
  private static let inputNames = [
    "embed_tokens.weight", "wte.weight", "word_embeddings.weight", "tok_embeddings.weight",
    "token_embd.weight", "embed_in.weight", "embeddings.weight", "shared.weight", "embedding.weight",
  ]

  /// What was brought: two tokenizers, each with a matrix. Nil when there is no matrix to work on. Throws when there is but one, or a head
  /// is asked for that is not there.
  static func brought(_ subject: Subject, head: Bool) throws(Trouble) -> TransplantSides? {
    let sets = subject.tensorSets
    guard subject.tokenizers.count > 1 else {
      if sets.isEmpty { return nil }
      throw Trouble(
        .usage, at: .option("-t"), "a transplant has two tokenizers, that of the base and that of the donor",
        remedy: "Name both: -t base -t donor, and their matrices in the same order")
    }
    var found: [StoredTensor?] = [nil, nil]
    for index in 0..<2 {
      if sets.indices.contains(index) {
        found[index] = try matrix(of: sets[index], head: head)
      } else if sets.isEmpty, !head {
        found[index] = subject.embeddings[index]
      }
    }
    if sets.isEmpty, found.contains(where: { $0 == nil }), !head { return nil }
    guard let base = found[0], let donor = found[1] else {
      throw Trouble(
        .usage, "there is a matrix for only one of the two tokenizers\(head ? ", or no output head" : "")",
        remedy: "Name two files of tensors, that of the base first")
    }
    return TransplantSides(
      base: try TransplantSide(subject.tokenizers[0], base),
      donor: try TransplantSide(subject.tokenizers[1], donor), isMicro: false, notes: [])
  }

  private static func matrix(of set: Subject.TensorSet, head: Bool) throws(Trouble) -> StoredTensor {
    let matrices = set.tensors.filter { $0.shape.rank == 2 }
    let names = head ? headNames : inputNames
    for name in names {
      if let found = matrices.first(where: { $0.name.hasSuffix(name) }) { return found }
    }
    if matrices.count == 1, !head { return matrices[0] }
    throw Trouble(
      .input, at: .file(set.name),
      "no tensor is called as \(head ? "output heads" : "embeddings") usually are: \(names.joined(separator: ", "))",
      remedy: head
        ? "Turn the matrix back to input: a tied head is the same matrix"
        : "Give a file with that matrix alone")
  }
}

extension TransplantSides {
  private struct MicroKey: Hashable { var texts: [Subject.Text] }

  /// The least text that neighbours are counted in, and the most, in bytes.
  private static let microRange = (least: 4000, most: 1 << 20)

  /// Two byte-level BPE of 400 and 600 entries, learned on the first third of the texts and on the rest, and for each PPMI of neighbours over all of
  /// them, decomposed to 32 and 40 numbers.
  static func micro(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) -> TransplantSides {
    var room = microRange.most
    var texts: [[UInt8]] = []
    for text in subject.texts where room > 0 {
      texts.append(Array(text.bytes.prefix(room)))
      room -= text.bytes.count
    }
    let size = texts.reduce(0) { $0 + $1.count }
    guard size >= microRange.least else {
      throw Trouble(
        .input, "in \(size) bytes of text there are too few neighbours to count",
        remedy: "Bring a text of at least \(microRange.least) bytes, or two tokenizers with their matrices")
    }
    let all = texts
    let made = try await subject.memory.value(for: MicroKey(texts: subject.texts)) { () throws(Trouble) in
      let (first, rest) = parted(all, at: size / 3)
      return [
        try side(from: first, entries: 400, width: 32, over: all, "base", ticket),
        try side(from: rest, entries: 600, width: 40, over: all, "donor", ticket),
      ]
    }
    return TransplantSides(
      base: made[0], donor: made[1], isMicro: true,
      notes: [
        "Count-based embeddings, not a language model: neighbours up to 4 tokens apart by 1 / distance, PPMI, truncated SVD, U·√s, over \(size) bytes of text."
      ])
  }

  /// The texts up to a place, and from there on; the one that it lies in is cut at a line.
  private static func parted(_ texts: [[UInt8]], at place: Int) -> (first: [[UInt8]], rest: [[UInt8]]) {
    var (first, rest): ([[UInt8]], [[UInt8]]) = ([], [])
    var left = place
    for text in texts {
      if left >= text.count {
        first.append(text)
      } else if left <= 0 {
        rest.append(text)
      } else {
        let cut = text[left...].firstIndex(of: 0x0A).map { $0 + 1 } ?? left
        first.append(Array(text[..<cut]))
        rest.append(Array(text[cut...]))
      }
      left -= text.count
    }
    return (first, rest)
  }

  private static func side(
    from texts: [[UInt8]], entries: Int, width: Int, over all: [[UInt8]], _ name: String, _ ticket: Ticket
  ) throws(Trouble) -> TransplantSide {
    let splitter = try Splitters.find(ByteLevel.pattern, .oniguruma)
    let words = try WordCounts(texts, WordSource(splitter), ticket)
    let pairs = try BytePairTrainer(vocabularySize: entries, minimumFrequency: 2).train(words, ticket)
    let tokenizer = try MicroTokenizer.pipeline(
      pairs, splitter, name: "\(name) BPE \(256 + pairs.merges.count)", algorithm: "byte-level BPE")
    var documents: [[UInt32]] = []
    for text in all {
      documents.append(
        try tokenizer.encode(text, EncodeOptions(special: .text, isWindow: true), ticket).map(\.id))
    }
    let matrix = try CooccurrenceEmbeddings(dimension: width, window: 4, smoothing: 1)
      .matrix(of: documents, vocabulary: tokenizer.vocabulary.idLimit, ticket)
    return TransplantSide(tokenizer, matrix, name: "counted vectors \(matrix.shape)")
  }
}
