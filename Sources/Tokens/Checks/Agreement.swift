import Basics

/// Whether two tokenizers are the same: in their vocabularies, and on a text.
///
/// Meant for one tokenizer in two formats: a tokenizer.json and the GGUF made of it. Where the ids differ the stages of both
/// are compared around the place, and the first that differs is named: what reaches the model, where it is cut, or the model.
package struct Agreement: Sendable, Equatable {
  /// An id that means something else in the two.
  package struct Entry: Sendable, Equatable {
    package var id: TokenID
    /// Nil where the tokenizer has no such entry.
    package var first: [UInt8]?
    package var second: [UInt8]?
  }

  /// Where the ids of a text part.
  package struct Disagreement: Sendable, Equatable {
    /// What differs first.
    package enum Cause: String, Sendable { case addedTokens, text, cuts, model }

    /// The byte of the text at which the first differing tokens begin.
    package var offset: Int
    package var cause: Cause
    /// In a sentence, with what each of the two has there.
    package var explanation: String
    package var first: [TokenID]
    package var second: [TokenID]
  }

  /// The ids whose entries differ, in order.
  package var entries: [Entry] = []
  /// How many bytes of text both encoded alike, all of it when nothing disagrees.
  package var agreedBytes = 0
  package var textBytes: Int
  package var disagreement: Disagreement?

  /// Whether nothing differs.
  package var isComplete: Bool { entries.isEmpty && disagreement == nil }

  /// Compares vocabularies, then the ids of the text as each library's plain encode gives them.
  package init(
    _ first: any Tokenizer, _ second: any Tokenizer, on text: [UInt8], _ options: EncodeOptions,
    _ ticket: Ticket
  ) throws(Trouble) {
    textBytes = text.count
    let (one, two) = (Self.texts(first), Self.texts(second))
    for id in 0..<max(one.count, two.count) {
      let pair = (id < one.count ? one[id] : nil, id < two.count ? two[id] : nil)
      if pair.0 != pair.1 { entries.append(Entry(id: TokenID(id), first: pair.0, second: pair.1)) }
    }
    try ticket.step(0.2)
    let tokens = (try first.encode(text, options, ticket), try second.encode(text, options, ticket))
    let same = zip(tokens.0, tokens.1).prefix { $0.id == $1.id }.count
    if same == tokens.0.count && same == tokens.1.count {
      agreedBytes = text.count
      return
    }
    let place = min(
      same < tokens.0.count ? Int(tokens.0[same].start) : text.count,
      same < tokens.1.count ? Int(tokens.1[same].start) : text.count)
    agreedBytes = place
    var found = try Self.cause(first, second, text, at: place, options, ticket)
    found.first = tokens.0[same...].prefix(6).map(\.id)
    found.second = tokens.1[same...].prefix(6).map(\.id)
    disagreement = found
  }

  /// The texts of all entries. U+2581 and a space are told apart by formats but mean the same.
  private static func texts(_ tokenizer: any Tokenizer) -> [[UInt8]?] {
    (0..<TokenID(tokenizer.vocabulary.idLimit)).map { id in
      tokenizer.vocabulary.bytes(of: id).map { replaced($0, wordMark, [0x20]) }
    }
  }

  private static let wordMark = Array("\u{2581}".utf8)

  private static func cause(
    _ first: any Tokenizer, _ second: any Tokenizer, _ text: [UInt8], at place: Int, _ options: EncodeOptions,
    _ ticket: Ticket
  ) throws(Trouble) -> Disagreement {
    var window = max(0, place - 64)..<min(text.count, place + 256)
    while window.lowerBound > 0, text[window.lowerBound] & 0xC0 == 0x80 {
      window = window.lowerBound - 1..<window.upperBound
    }
    if text.count <= 4096 { window = 0..<text.count }
    let part = Array(text[window])
    let stages = (
      TraceSummary(try first.trace(part, options, ticket)),
      TraceSummary(try second.trace(part, options, ticket))
    )
    var result = Disagreement(offset: place, cause: .model, explanation: "", first: [], second: [])
    (result.cause, result.explanation) = stages.0.difference(from: stages.1)
    return result
  }
}

/// What two traces can be compared by.
private struct TraceSummary {
  let added: [TokenID]
  /// What reaches the model.
  let text: [UInt8]
  /// Where pieces begin in the original.
  let cuts: Set<Int>
  let names: String

  init(_ trace: Trace) {
    let stages = trace.stages.prefix { $0.kind != .model }
    let last = stages.last
    added = last?.parts.compactMap(\.id) ?? []
    text = replaced(last?.parts.flatMap(\.bytes) ?? [], Array("\u{2581}".utf8), [0x20])
    cuts = Set(last?.parts.map(\.source.lowerBound) ?? [])
    names = stages.dropFirst().map(\.name).joined(separator: ", ")
  }

  func difference(from other: TraceSummary) -> (Agreement.Disagreement.Cause, String) {
    if added != other.added {
      return (.addedTokens, "special or added tokens are recognised differently: \(added) and \(other.added)")
    }
    if text != other.text { return (.text, textDifference(other)) }
    if cuts != other.cuts {
      let only = (cuts.subtracting(other.cuts).sorted(), other.cuts.subtracting(cuts).sorted())
      let place = min(only.0.first ?? .max, only.1.first ?? .max)
      let which = only.0.first == place ? "first" : "second"
      return (
        .cuts, "the splitters differ: only the \(which) begins a piece at byte \(place) of the part compared"
      )
    }
    return (.model, "the same pieces reach both models, whose entries, merges or scores differ")
  }

  private func textDifference(_ other: TraceSummary) -> String {
    let (a, b) = (text, other.text)
    if [0x20] + a == b {
      return "the second puts a space before the text, the first does not (lost prefix space)"
    }
    if [0x20] + b == a {
      return "the first puts a space before the text, the second does not (lost prefix space)"
    }
    let same = zip(a, b).prefix { $0 == $1 }.count
    func rest(_ bytes: [UInt8]) -> String {
      Legible.string(of: String(decoding: bytes[same...].prefix(12), as: UTF8.self))
    }
    return "the text that reaches the models differs (normalizers: \(names.isEmpty ? "none" : names); "
      + "\(other.names.isEmpty ? "none" : other.names)): “\(rest(a))” and “\(rest(b))”"
  }
}
