import Basics
import Tokens

/// Puts a tokenizer together from the header of a GGUF file.
struct GGUFAssembly {
  private let file: GGUFFile
  private let source: FormatSource
  private let ticket: Ticket
  private var notes: [String]

  init(_ file: GGUFFile, _ source: FormatSource, _ ticket: Ticket) throws(Trouble) {
    self.file = file
    self.source = source
    self.ticket = ticket
    notes = source.notes
  }

  /// Byte pairs with a list of merges: GPT-2 and all that came after it.
  mutating func bytePairs(_ pre: GGUFPreTokenizer) throws(Trouble) -> Pipeline {
    let entries = try GGUFEntries(file, spelledAs: pre.isByteLevel ? .byteAlphabet : .text)
    try ticket.step(0.5)
    let merges = try GGUFMerges(file, entries.table, isByteLevel: pre.isByteLevel)
    notes += try entries.notes + merges.notes + preNotes(pre)
    let rules = BytePairRules(
      alphabet: pre.isByteLevel ? .bytes : .characters, ignoresMerges: pre.ignoresMerges,
      fallsBackToBytes: !pre.isByteLevel, breaksAtUnknown: true)
    let pairs = try BytePairModel(
      vocabulary: entries.table, merges: merges.pairs, rules: rules,
      place: .field(file: file.file, name: "tokenizer.ggml.merges"))
    let takesNewlines = pre.names.contains("gemma4")
    try ticket.step(0.9)
    let splitter = try pre.splitter(
      place: source.pattern == nil
        ? .field(file: file.file, name: "tokenizer.ggml.pre") : .option("--pattern"))
    var parts = try parts(
      takesNewlines ? NewlineEntries(pairs) : pairs, entries, splitter: splitter.summary,
      spelling: pre.isByteLevel ? .byteAlphabet : .visibleSpaces, space: false, cleansUp: pre.cleansUp)
    parts.preTokenizers = [Split(splitter, .isolated)]
    if pre.isByteLevel {
      parts.normalizers = [RepairedText()]
      parts.preTokenizers.append(ByteLevel(spelling: ()))
      parts.sections = sections(pre)
      parts.settleSpelling(isByteLevel: true)
    } else {
      parts.normalizers = [RepairedText(), try Self.spaceWriter()]
    }
    let noBOS = pre.names.contains { $0.hasPrefix("glm") || $0 == "chatglm-bpe" }
    parts.postProcessors = try edges(
      entries, bos: takesNewlines ? true : nil, usual: (pre.addsBOS, false),
      ids: pre.isByteLevel ? (noBOS ? nil : 11, 11) : (nil, nil))
    return Pipeline(parts)
  }

  /// SentencePiece's byte pairs by scores.
  mutating func scoredPairs() throws(Trouble) -> Pipeline {
    let entries = try GGUFEntries(file, spelledAs: .text)
    notes += entries.notes
    if file["tokenizer.ggml.merges"] != nil {
      notes.append("The file also lists merges; like llama.cpp, this program goes by the scores.")
    }
    let model = try ScoredBytePairModel(
      vocabulary: entries.table, scores: entries.scores, unknown: try entries.id("unknown", usual: 0),
      fallsBackToBytes: true, library: .llamaCpp,
      place: .field(file: file.file, name: "tokenizer.ggml.scores"))
    try ticket.step(0.9)
    let space = try file.flag("tokenizer.ggml.add_space_prefix") ?? true
    var parts = try parts(
      model, entries, splitter: "none", spelling: .visibleSpaces, space: space, cleansUp: false)
    parts.normalizers = space ? [try Self.part("prepend", [("prepend", "\u{2581}")], Prepend.init)] : []
    parts.normalizers.append(try Self.spaceWriter())
    parts.postProcessors = try edges(entries, usual: (true, false), ids: (1, 2))
    return Pipeline(parts)
  }

  /// WordPiece, whose entries begin with `▁` where a word does.
  mutating func wordPieces() throws(Trouble) -> Pipeline {
    let entries = try GGUFEntries(file, spelledAs: .text)
    notes += entries.notes
    notes.append(
      "llama.cpp's own WordPiece: words of any length, and accents are stripped in another way than in BERT.")
    let unknown = try entries.id("unknown", usual: 100)
    let model = WordPieceModel(
      vocabulary: entries.table,
      rules: WordPieceRules(unknown: unknown, continuingPrefix: [], characterLimit: .max))
    let lowercases = try file.flag("tokenizer.ggml.normalizer.lowercase") ?? true
    let strips = try file.flag("tokenizer.ggml.normalizer.strip_accents") ?? lowercases
    let bert = LlamaCppBert(lowercases: lowercases, stripsAccents: strips)
    let space = try file.flag("tokenizer.ggml.add_space_prefix") ?? false
    var parts = try parts(
      model, entries, splitter: "words", spelling: .visibleSpaces, space: space, cleansUp: true)
    parts.normalizers = [RepairedText(), bert]
    parts.preTokenizers = [bert]
    guard let first = try entries.id("bos", usual: 101), let last = try entries.id("seperator", usual: 102)
    else {
      throw file.trouble("tokenizer.ggml.seperator_token_id", "the tokens around a text are missing")
    }
    parts.postProcessors = [EdgeTokens(before: [first], after: [last])]
    return Pipeline(parts)
  }

  /// SentencePiece's unigram model, with sums of 64 bits.
  mutating func unigrams() throws(Trouble) -> Pipeline {
    let entries = try GGUFEntries(file, spelledAs: .text)
    notes += entries.notes
    let unknown = try entries.id("unknown", usual: 2)
    let model = try GGUFUnigram.model(entries, unknown: unknown, file)
    try ticket.step(0.8)
    let space = try file.flag("tokenizer.ggml.add_space_prefix") ?? false
    var parts = try parts(
      model, entries, splitter: "none", spelling: .visibleSpaces, space: space, cleansUp: false)
    parts.normalizers = [try GGUFUnigram.normalizer(file, addsSpace: space)]
    parts.postProcessors = try edges(entries, usual: (false, true), ids: (nil, 1))
    return Pipeline(parts)
  }

  /// RWKV's longest match.
  mutating func trie() throws(Trouble) -> Pipeline {
    let entries = try GGUFEntries(file, spelledAs: .escapes)
    notes += entries.notes
    let model = try TrieModel(
      vocabulary: entries.table, unknown: try entries.id("unknown"), place: .file(source.path))
    return Pipeline(
      try parts(model, entries, splitter: "none", spelling: .plain, space: false, cleansUp: false))
  }
}

extension GGUFAssembly {
  /// What all kinds share.
  private func parts(
    _ model: any Model, _ entries: GGUFEntries, splitter: String, spelling: LlamaCppDecoder.Spelling,
    space: Bool,
    cleansUp: Bool
  ) throws(Trouble) -> PipelineParts {
    let added = try AddedTokens(try GGUFSpecials(file, entries).tokens, priority: .longest)
    let card = TokenizerCard(
      name: source.name, format: GGUF.card.name, algorithm: model.summary, splitter: splitter,
      path: source.path, notes: notes)
    var parts = PipelineParts(card: card, library: .llamaCpp, model: model, added: added)
    parts.idDecoder = LlamaCppDecoder(model.vocabulary, spelling, losesSpace: space, cleansUp: cleansUp)
    return parts
  }

  /// The tokens around a text. `bos` overrules the file; `usual` and `ids` count where it says nothing.
  private func edges(
    _ entries: GGUFEntries, bos: Bool? = nil, usual: (bos: Bool, eos: Bool), ids: (bos: Int?, eos: Int?)
  ) throws(Trouble) -> [any PostProcessor] {
    func token(_ name: String, _ isUsual: Bool, _ id: Int?, _ overruled: Bool?) throws(Trouble) -> [TokenID] {
      let key = "tokenizer.ggml.add_\(name)_token"
      let isWanted = try file.flag(key) ?? isUsual
      guard overruled ?? isWanted else { return [] }
      guard let token = try entries.id(name, usual: id) else {
        throw file.trouble(key, "the \(name) token is to be added, but the file does not say which it is")
      }
      return [token]
    }
    let before = try token("bos", usual.bos, ids.bos, bos)
    let after = try token("eos", usual.eos, ids.eos, nil)
    return [EdgeTokens(before: before, after: after)]
  }

  /// What a tokenizer.json says of the splitter and the decoder; nothing where a stage is no pattern.
  private func sections(_ pre: GGUFPreTokenizer) -> [String: Setting] {
    if pre.patterns.contains(GGUFPatterns.digitGroups) { return [:] }
    return ["pre_tokenizer": .splits(pre.patterns), "decoder": .byteLevel(addsPrefixSpace: false)]
  }

  private func preNotes(_ pre: GGUFPreTokenizer) throws(Trouble) -> [String] {
    let name = try file.text("tokenizer.ggml.pre") ?? ""
    if source.pattern != nil {
      return [
        "The split pattern was given as an option, instead of that of \(name.isEmpty ? "the default" : name)."
      ]
    }
    if name.isEmpty {
      return [
        "The file names no pre-tokenizer; llama.cpp's default is assumed, which may not be the model's own."
      ]
    }
    guard pre.oftenComposes(name) else { return [] }
    return [
      "GGUF does not store the NFC normalizer that such models have; decomposed text gets the ids that llama.cpp gives."
    ]
  }

  /// Writes spaces as `▁`.
  private static func spaceWriter() throws(Trouble) -> any Normalizer {
    let pattern = Setting.fields([Setting.Field(name: Array("String".utf8), value: .text([0x20]))])
    let setting = Setting.fields([
      Setting.Field(name: Array("pattern".utf8), value: pattern),
      Setting.Field(name: Array("content".utf8), value: .text(Array("\u{2581}".utf8))),
    ])
    return try Replace(Declaration(setting, file: "", field: ""))
  }

  private static func part<Part>(
    _ name: String, _ fields: [(String, String)], _ make: (Declaration) throws(Trouble) -> Part
  ) throws(Trouble) -> Part {
    let setting = Setting.fields(
      fields.map { Setting.Field(name: Array($0.utf8), value: .text(Array($1.utf8))) })
    return try make(Declaration(setting, file: "", field: name))
  }
}
