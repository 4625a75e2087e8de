import Basics
import Tokens

/// The tekken.json of Mistral: ranked tokens behind a block of special ones.
///
/// Of the tokens that are listed only as many count as the configuration says, and their ids begin behind those of the special
/// tokens. A text never spells a special token unless that is asked for.
/// Source: mistral-common 1.13, `Tekkenizer`.
package enum Tekken: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "tekken.json", extensions: ["json"],
    summary: "A vocabulary of Mistral, byte-level BPE in rank order.")

  /// An object whose beginning has a key that only these files have.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    guard head.first(where: { $0 > 0x20 }) == 0x7B else { return false }
    return [
      "\"token_bytes\"", "\"default_vocab_size\"", "\"num_vocab_tokens\"", "\"default_num_special_tokens\"",
    ]
    .contains { contains(head, Array($0.utf8)) }
  }

  private static func contains(_ head: ArraySlice<UInt8>, _ key: [UInt8]) -> Bool {
    head.indices.contains { head[$0] == key[0] && head[$0...].starts(with: key) }
  }

  /// The tokenizer.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    var file = try TekkenFile(source.takeBytes(), file: source.file, ticket)
    let configuration = try TekkenConfiguration(file, source)
    let specials = try TekkenSpecials(file, configuration)
    let table = try file.table(behind: specials.contents, count: configuration.entryCount)
    let model = try BytePairModel(
      ranked: table, firstRank: specials.contents.count, place: .file(source.path))
    let splitter = try Splitters.find(
      configuration.pattern, .rust, place: .field(file: source.file, name: "config.pattern"))
    try ticket.step(0.95)
    let card = TokenizerCard(
      name: source.name, format: card.name, algorithm: model.summary, splitter: splitter.summary,
      path: source.path, notes: source.notes + configuration.notes(listed: file.count) + specials.notes)
    var parts = PipelineParts(
      card: card, library: .mistral, model: model, added: try AddedTokens(specials.tokens))
    // What the pattern does not match has no tokens, as in tiktoken.
    parts.preTokenizers = [Split(splitter, .removed, isInverted: true), ByteLevel(spelling: ())]
    parts.settleSpelling(isByteLevel: true)
    parts.idDecoder = PlainDecoder(table)
    parts.sections = [
      "pre_tokenizer": .splits(
        [configuration.pattern], dropsRest: KnownPattern.recognise(configuration.pattern, .rust) == nil),
      "decoder": .byteLevel(addsPrefixSpace: false),
    ]
    if let first = specials.id(of: "<s>") { parts.postProcessors = [EdgeTokens(before: [first], after: [])] }
    return .tokenizer(Pipeline(parts))
  }
}

/// The numbers and the pattern of a tekken.json.
struct TekkenConfiguration {
  let pattern: String
  let specialCount: Int
  let entryCount: Int
  let version: Int
  private let isPatternGiven: Bool

  init(_ file: TekkenFile, _ source: FormatSource) throws(Trouble) {
    guard let setting = file.sections["config"] else {
      throw Trouble(.input, at: .field(file: source.file, name: "config"), "this section is missing")
    }
    let config = Declaration(setting, file: source.file, field: "config")
    isPatternGiven = source.pattern != nil
    let written = String(decoding: try config.text("pattern"), as: UTF8.self)
    pattern = source.pattern ?? written
    specialCount = try config.integer("default_num_special_tokens")
    let total = try config.integer("default_vocab_size")
    guard specialCount >= 0, total > specialCount, total < VocabularyTable.idCeiling else {
      throw config.trouble(
        "\(total) tokens of which \(specialCount) are special make no sense", in: "default_vocab_size")
    }
    entryCount = total - specialCount
    guard entryCount <= file.count else {
      throw config.trouble(
        "\(entryCount) tokens are wanted, but the file lists \(file.count)", in: "default_vocab_size",
        remedy: "Fetch the file again")
    }
    let name = String(decoding: try config.text("version", default: "v3"), as: UTF8.self)
    version = Int(name.dropFirst().prefix { $0.isNumber }) ?? 0
  }

  /// What a person must know.
  func notes(listed: Int) -> [String] {
    (listed > entryCount ? ["Of the \(listed) tokens in the file the first \(entryCount) count."] : [])
      + (isPatternGiven ? ["The split pattern was given as an option."] : [])
  }
}

/// The special tokens of a tekken.json: those that it lists, or the ones of its first versions, and fillers.
struct TekkenSpecials {
  /// By id.
  private(set) var contents: [[UInt8]] = []
  private(set) var notes: [String] = []

  /// What files of the versions 3 to 7 leave out.
  private static let first = [
    "<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]", "[TOOL_CALLS]", "[IMG]", "<pad>", "[IMG_BREAK]", "[IMG_END]", "[PREFIX]", "[MIDDLE]",
    "[SUFFIX]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CONTENT]",
  ]

  init(_ file: TekkenFile, _ configuration: TekkenConfiguration) throws(Trouble) {
    let names: [[UInt8]]
    if let listed = file.sections["special_tokens"], case .list(let values) = listed {
      names = try Self.listed(values.map { Declaration($0, file: file.file, field: "special_tokens") })
    } else {
      guard configuration.version <= 7 else {
        throw Trouble(
          .input, at: .field(file: file.file, name: "special_tokens"),
          "files of version \(configuration.version) must list their special tokens",
          remedy: "Fetch the file again")
      }
      names = Self.first.map { Array($0.utf8) }
      notes = ["The file lists no special tokens; they are those of Mistral's first versions."]
    }
    guard names.count <= configuration.specialCount else {
      throw Trouble(
        .input, at: .field(file: file.file, name: "special_tokens"),
        "\(names.count) special tokens are more than the \(configuration.specialCount) that the file has room for"
      )
    }
    contents = names
    for id in names.count..<configuration.specialCount { contents.append(Array("<SPECIAL_\(id)>".utf8)) }
    guard Set(contents).count == contents.count else {
      throw Trouble(
        .input, at: .field(file: file.file, name: "special_tokens"), "a special token stands twice",
        remedy: "Give each its own text")
    }
  }

  private static func listed(_ tokens: [Declaration]) throws(Trouble) -> [[UInt8]] {
    var names: [[UInt8]] = []
    for (index, token) in tokens.enumerated() {
      guard try token.integer("rank") == index else {
        throw token.trouble(
          "special token \(index) has another rank", remedy: "List them in the order of their ranks")
      }
      let name = try token.text("token_str")
      if name.isEmpty { throw token.trouble("special token \(index) has no text") }
      names.append(name)
    }
    return names
  }

  /// As added tokens.
  var tokens: [AddedToken] {
    contents.enumerated().map { AddedToken(id: TokenID($0), content: $1, isSpecial: true) }
  }

  func id(of name: String) -> TokenID? {
    contents.firstIndex { $0.elementsEqual(name.utf8) }.map { TokenID($0) }
  }
}
