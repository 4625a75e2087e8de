import Basics
import Tokens

/// What stands beside a vocabulary in the folders of the transformers library: `tokenizer_config.json`,
/// `special_tokens_map.json`, `added_tokens.json`, and for our own data `meta.json`.
struct TokenizerConfig {
  private let config: Declaration?
  private let map: Declaration?
  private let added: Declaration?
  /// How a reference was built.
  let meta: Declaration?

  init(beside files: SideFiles?) throws(Trouble) {
    config = try files?.declaration("tokenizer_config.json")
    map = try files?.declaration("special_tokens_map.json")
    added = try files?.declaration("added_tokens.json")
    meta = try files?.declaration("meta.json")
  }

  /// Whether anything was found.
  var isEmpty: Bool { config == nil && map == nil && added == nil }

  /// The files' names in words.
  var origin: String {
    [config, map, added].compactMap { $0?.file }.joined(separator: ", ")
  }

  /// `GPT2Tokenizer` for `GPT2TokenizerFast` too.
  func className() throws(Trouble) -> String? {
    guard let config, config.has("tokenizer_class") else { return nil }
    let name = String(decoding: try config.text("tokenizer_class"), as: UTF8.self)
    return name.hasSuffix("Fast") ? String(name.dropLast(4)) : name
  }

  /// A setting that is true or false, nil when nothing is said.
  func flag(_ name: String) throws(Trouble) -> Bool? {
    guard let config, config.has(name) else { return nil }
    return try config.flag(name)
  }

  /// The text of a special token, such as `bos_token`.
  func special(_ role: String) throws(Trouble) -> [UInt8]? {
    for declaration in [config, map] {
      if let token = try declaration.flatMap({ part throws(Trouble) in try Self.token(part, role) }) {
        return token.content
      }
    }
    return nil
  }

  /// What is shown to a person who asks: context length, class, chat template.
  var details: [TokenizerDetail] {
    guard let config else { return [] }
    var details: [TokenizerDetail] = []
    for name in ["tokenizer_class", "model_max_length"] {
      if let value = config.setting[name].flatMap(Self.shown) {
        details.append(TokenizerDetail(name: name, value: value))
      }
    }
    if case .list(let templates)? = config.setting["chat_template"] {
      for template in templates {
        let name = template["name"].flatMap(Self.shown) ?? ""
        guard let text = template["template"].flatMap(Self.shown) else { continue }
        details.append(TokenizerDetail(name: "chat_template \(name)", value: text))
      }
    } else if let text = config.setting["chat_template"].flatMap(Self.shown) {
      details.append(TokenizerDetail(name: "chat_template", value: text))
    }
    return details
  }

  private static func shown(_ value: Setting) -> String? {
    switch value {
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .integer(let number): String(number)
    case .number(let number): String(number)
    default: nil
    }
  }
}

extension TokenizerConfig {
  private static let roles = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  /// Every added token that the files name, those with an id first and in its order; each content once.
  func addedTokens() throws(Trouble) -> [AddedToken] {
    var tokens = try numbered()
    for declaration in [config, map] {
      guard let declaration else { continue }
      for role in Self.roles {
        if let token = try Self.token(declaration, role) { tokens.append(token) }
      }
      for more in try declaration.list("additional_special_tokens") {
        if let token = try Self.token(more) { tokens.append(token) }
      }
    }
    var seen: Set<[UInt8]> = []
    return tokens.filter { seen.insert($0.content).inserted }
  }

  /// `added_tokens_decoder` and `added_tokens.json`.
  private func numbered() throws(Trouble) -> [AddedToken] {
    var tokens: [AddedToken] = []
    if let decoder = config?.part("added_tokens_decoder"), case .fields(let fields) = decoder.setting {
      for field in fields {
        let name = String(decoding: field.name, as: UTF8.self)
        guard let part = decoder.part(name), var token = try Self.token(part), let id = TokenID(name) else {
          throw decoder.trouble("an id and a token expected", in: name)
        }
        token.id = id
        tokens.append(token)
      }
    }
    if let added, case .fields(let fields) = added.setting {
      for field in fields {
        guard case .integer(let number) = field.value, let id = TokenID(exactly: number) else {
          throw added.trouble("an id expected", in: String(decoding: field.name, as: UTF8.self))
        }
        tokens.append(AddedToken(id: id, content: field.name))
      }
    }
    return tokens.sorted { $0.id < $1.id }
  }

  private static func token(_ declaration: Declaration, _ role: String) throws(Trouble) -> AddedToken? {
    try declaration.part(role).flatMap { part throws(Trouble) in try token(part) }
  }

  /// A token as a string or as an object; special unless the object says otherwise.
  private static func token(_ part: Declaration) throws(Trouble) -> AddedToken? {
    if case .text(let content) = part.setting {
      return content.isEmpty ? nil : AddedToken(id: 0, content: content, isSpecial: true)
    }
    guard case .fields = part.setting else { throw part.trouble("a token expected") }
    let content = try part.text("content")
    if content.isEmpty { return nil }
    var token = AddedToken(id: 0, content: content, isSpecial: try part.flag("special", default: true))
    token.stripsLeft = try part.flag("lstrip", default: false)
    token.stripsRight = try part.flag("rstrip", default: false)
    token.isSingleWord = try part.flag("single_word", default: false)
    token.isNormalized = try part.flag("normalized", default: !token.isSpecial)
    return token
  }
}
