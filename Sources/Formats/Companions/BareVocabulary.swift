import Basics
import Tokens

/// A vocabulary without the rest of a tokenizer, on its way to become one.
struct BareVocabulary {
  var scanner: JSONScanner
  var section: ModelSection
  /// The name of its format.
  let format: String

  /// The sections of the tokenizer that `recipe` makes of it, with the tokens that companions and the person add.
  consuming func sections(
    _ recipe: Recipe, _ config: TokenizerConfig, _ source: FormatSource, notes: [String]
  ) throws(Trouble) -> TokenizerJSON.Sections {
    let index = try SpellingIndex(section.spellings, scanner)
    let id = { [section, scanner] (text: [UInt8]) -> TokenID? in
      let place = section.spellings.isEmpty ? -1 : index.find(text, scanner)
      return place < 0 ? nil : section.ids[place]
    }
    var model = recipe.model
    model.append(("type", .string(section.hasMerges ? BytePairKind.name : WordPieceKind.name)))
    section.settings = .object(model)
    var sections = TokenizerJSON.Sections(scanner: scanner, model: section)
    sections.format = format
    sections.notes = notes
    sections.details = config.details
    sections.small = [
      "normalizer": recipe.normalizer, "pre_tokenizer": recipe.preTokenizer, "decoder": recipe.decoder,
    ]
    if let frame = recipe.frame {
      if let setting = Self.frame(frame, id) {
        sections.small["post_processor"] = setting
      } else {
        sections.notes.append(
          "The vocabulary has no \(frame.first) or no \(frame.last), so texts are not framed with them.")
      }
    }
    sections.small["added_tokens"] = .list(try added(recipe, config, source, id))
    return sections
  }

  private static func frame(_ frame: Recipe.Frame, _ id: ([UInt8]) -> TokenID?) -> Setting? {
    guard let first = id(Array(frame.first.utf8)), let last = id(Array(frame.last.utf8)) else { return nil }
    return .part(
      frame.kind,
      [
        ("cls", .list([.string(frame.first), .integer(Int(first))])),
        ("sep", .list([.string(frame.last), .integer(Int(last))])), ("trim_offsets", .flag(frame.trims)),
        ("add_prefix_space", .flag(frame.addsPrefixSpace)),
      ])
  }

  /// The recipe's tokens that the vocabulary has, then those of the companions, then the person's.
  private func added(
    _ recipe: Recipe, _ config: TokenizerConfig, _ source: FormatSource, _ id: ([UInt8]) -> TokenID?
  ) throws(Trouble) -> [Setting] {
    var tokens = try config.addedTokens()
    let known = Set(tokens.map(\.content))
    let usual = recipe.specials.compactMap { name -> AddedToken? in
      let content = Array(name.utf8)
      guard let id = id(content), !known.contains(content) else { return nil }
      var token = AddedToken(id: id, content: content, isSpecial: true)
      token.stripsLeft = name == recipe.mask
      token.isNormalized = recipe.normalizes == name
      return token
    }
    tokens = usual + tokens
    tokens += (source.specials ?? []).map { AddedToken(id: $0.id, content: $0.content, isSpecial: true) }
    return tokens.map { token in
      .object([
        ("id", .integer(Int(id(token.content) ?? token.id))), ("content", .text(token.content)),
        ("special", .flag(token.isSpecial)), ("lstrip", .flag(token.stripsLeft)),
        ("rstrip", .flag(token.stripsRight)), ("single_word", .flag(token.isSingleWord)),
        ("normalized", .flag(token.isNormalized)),
      ])
    }
  }

  /// Whether the vocabulary has an entry of this spelling; slow, for a handful of questions.
  func has(_ spelling: String) -> Bool {
    section.spellings.contains { scanner.bytes($0).elementsEqual(spelling.utf8) }
  }
}
