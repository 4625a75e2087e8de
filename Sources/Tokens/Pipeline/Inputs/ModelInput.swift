/// What a model is fed with for one text or two: tokens, the text that each belongs to, and what is padding.
///
/// When texts were too long, the parts that did not fit follow in `overflowing`, each a whole input of its own.
package struct ModelInput: Sendable, Equatable {
  /// Places count bytes of the text that the token is of; padding and special tokens have empty places.
  package var tokens: [Token]
  /// By token, the number that the template gives to its text (`token_type_ids`).
  package var types: [UInt32]
  /// How many tokens of padding stand at the beginning and at the end.
  package var padding = (before: 0, after: 0)
  /// The parts that did not fit.
  package var overflowing: [ModelInput] = []

  init(tokens: [Token] = [], types: [UInt32] = []) {
    self.tokens = tokens
    self.types = types
  }

  /// By token, whether it is more than padding (`attention_mask`).
  package var attention: [Bool] {
    tokens.indices.map { $0 >= padding.before && $0 < tokens.count - padding.after }
  }

  mutating func append(_ more: ModelInput) {
    tokens += more.tokens
    types += more.types
  }

  package static func == (left: ModelInput, right: ModelInput) -> Bool {
    left.tokens == right.tokens && left.types == right.types && left.padding == right.padding
      && left.overflowing == right.overflowing
  }
}

extension ModelInput {
  /// One text, or two, as the processors frame them.
  init(_ texts: [[Token]], ends: [Int], _ processors: [any PostProcessor], addsSpecial: Bool) {
    var groups = texts.enumerated().map { number, tokens in
      ModelInput(tokens: tokens, types: Array(repeating: UInt32(number), count: tokens.count))
    }
    for processor in processors {
      guard let template = groups.count > 1 ? processor.pair : processor.single else { continue }
      groups = [ModelInput(template, groups, ends: ends, addsSpecial: addsSpecial)]
    }
    self.init()
    for group in groups { append(group) }
  }

  private init(_ template: Template, _ groups: [ModelInput], ends: [Int], addsSpecial: Bool) {
    self.init()
    var place = 0
    for part in template.parts {
      switch part {
      case .text(let number, let type):
        let count = groups[number].tokens.count
        append(
          ModelInput(tokens: groups[number].tokens, types: Array(repeating: type, count: count)))
        place = ends[number]
      case .tokens(let ids, let type):
        guard addsSpecial else { continue }
        append(
          ModelInput(
            tokens: ids.map { Token(id: $0, start: place, end: place) },
            types: Array(repeating: type, count: ids.count)))
      }
    }
  }
}
