import Basics
import Figures
import Tokens

/// The way of a text through a tokenizer, for the pipeline pane and for `tessera explain`.
package struct PipelineReport: Sendable {
  private let explanation: Explanation
  private let tokenizer: any Tokenizer
  private let text: [UInt8]

  package init(_ explanation: Explanation, of text: [UInt8], _ tokenizer: any Tokenizer) {
    self.explanation = explanation
    self.text = text
    self.tokenizer = tokenizer
  }

  /// Every stage cut into its parts, the tokens with what made them, and whether the text comes back.
  package var figures: [Figure] {
    stages.map { .segments($0) } + [.table(tokens), .note(roundTrip)]
  }

  /// The stages, numbered; one that changes nothing says so and is not repeated.
  package var stages: [Segments] {
    var before: Trace.Stage?
    return explanation.trace.stages.enumerated().map { number, stage in
      defer { before = stage }
      let isSame = before.map { $0.parts.map(\.bytes) == stage.parts.map(\.bytes) } ?? false
      let count = stage.parts.count
      let parts = count == 1 ? "1 part" : "\(count) parts"
      let remark = isSame && stage.kind != .model ? "changes nothing here" : parts
      return Self.segments(stage, title: "\(number + 1) · \(Self.name(stage)) · \(remark)", tokenizer)
    }
  }

  /// `normalizer NFC`, `text`.
  static func name(_ stage: Trace.Stage) -> String {
    switch stage.kind {
    case .original: "text as typed"
    case .addedTokens: stage.name
    case .normalizer: "normalizer \(stage.name)"
    case .preTokenizer: "splitter \(stage.name)"
    case .model: "model \(stage.name)"
    case .postProcessor: "post-processor \(stage.name)"
    }
  }

  private static func segments(_ stage: Trace.Stage, title: String, _ tokenizer: any Tokenizer) -> Segments {
    var bytes: [UInt8] = []
    var segments: [Segments.Segment] = []
    for (index, part) in stage.parts.enumerated() {
      let start = bytes.count
      bytes += part.bytes
      let isSpecial = part.id.map { tokenizer.vocabulary.kind(of: $0) == .special } ?? false
      segments.append(
        Segments.Segment(id: part.id ?? UInt32(index), range: start..<bytes.count, isSpecial: isSpecial))
    }
    return Segments(title: title, text: bytes, segments: segments)
  }

  private var tokens: Table {
    let model = explanation.trace.stages.last { $0.kind == .model }
    let pieces = explanation.trace.stages.last { $0.kind != .model && $0.kind != .postProcessor }
    let rows: [[Value]] = (model?.parts ?? []).map { part in
      let piece = part.piece.flatMap { number in
        pieces.flatMap { $0.parts.indices.contains(number) ? $0.parts[number].bytes : nil }
      }
      return [
        part.id.map { .integer(Int($0)) } ?? .none, .bytes(part.bytes),
        .text("\(part.source.lowerBound)–\(part.source.upperBound)"), .bytes(Array(text[part.source])),
        piece.map { .bytes($0) } ?? .none, .text(flag(part)),
      ]
    }
    return Table(
      title: "Tokens and the pieces that they came from",
      columns: [
        Table.Column("id", key: "id", isNumeric: true), Table.Column("entry", key: "entry"),
        Table.Column("bytes", key: "bytes"), Table.Column("original", key: "original"),
        Table.Column("piece", key: "piece"), Table.Column("", key: "flag"),
      ], rows: rows)
  }

  /// What is out of the ordinary in a token.
  private func flag(_ part: Trace.Part) -> String {
    guard let id = part.id else { return "" }
    switch tokenizer.vocabulary.kind(of: id) {
    case .unknown: return "unknown"
    case .byte: return "byte"
    case .special, .control: return "special"
    case .added, .userDefined: return "added"
    default:
      if part.bytes.count == 6, part.bytes.starts(with: "<0x".utf8), part.source.count <= 4 { return "byte" }
      return part.piece == nil && part.source.isEmpty ? "added by the post-processor" : ""
    }
  }

  private var roundTrip: Note {
    let trip = explanation.roundTrip
    guard let difference = trip.difference else {
      return Note(
        title: "Round trip", lines: ["Decoding the \(trip.tokenCount) tokens gives the text back, byte for byte."])
    }
    let before = Legible.string(of: String(decoding: difference.before, as: UTF8.self))
    let after = Legible.string(of: String(decoding: difference.after, as: UTF8.self))
    let made = difference.stage == "decoder" ? "" : ": “\(before)” became “\(after)”"
    return Note(
      title: "Round trip",
      lines: [
        "Decoding does not give the text back. The first difference is at byte \(difference.offset), and "
          + "\(difference.stage) lost it\(made)."
      ])
  }
}
