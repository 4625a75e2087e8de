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
    stages(in: 0..<text.count).map(\.figure) + [.table(tokens), .note(roundTrip)]
  }

  /// A stage as a picture, with the bytes in it that became the token.
  package struct StageView: Sendable {
    package var figure: Figure
    package var highlight: Range<Int>?
  }

  /// For a pane: of each stage what came from the bytes about the token, `reach` bytes on either side; stages that change
  /// nothing are only named.
  package func stages(reach: Int) -> [StageView] {
    let place =
      model?.parts.indices.contains(explanation.token ?? -1) == true
      ? model?.parts[explanation.token ?? 0].source ?? 0..<0 : 0..<0
    var (start, end) = (max(0, place.lowerBound - reach), min(text.count, place.upperBound + reach))
    while start < place.lowerBound, text[start] & 0xC0 == 0x80 { start += 1 }
    while end > place.upperBound, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    let window = start..<end
    return stages(in: window, highlighting: place, isBrief: true)
  }

  private var model: Trace.Stage? { explanation.trace.stages.last { $0.kind == .model } }

  private func stages(
    in window: Range<Int>, highlighting place: Range<Int> = 0..<0, isBrief: Bool = false
  ) -> [StageView] {
    var before: Trace.Stage?
    return explanation.trace.stages.enumerated().map { number, stage in
      defer { before = stage }
      let isSame =
        stage.kind != .model && (before.map { $0.parts.map(\.bytes) == stage.parts.map(\.bytes) } ?? false)
      let parts = stage.parts.count == 1 ? "1 part" : "\(stage.parts.count) parts"
      let title = "\(number + 1) · \(Self.name(stage)) · \(isSame ? "changes nothing here" : parts)"
      if isSame && isBrief { return StageView(figure: .note(Note(title: title, lines: []))) }
      return view(stage, title, window, place)
    }
  }

  private func view(
    _ stage: Trace.Stage, _ title: String, _ window: Range<Int>, _ place: Range<Int>
  ) -> StageView {
    var bytes: [UInt8] = []
    var segments: [Segments.Segment] = []
    var highlight: Range<Int>?
    for (index, part) in stage.parts.enumerated() {
      let start = bytes.count
      // A token's spelling may be longer or shorter than what it stands for; then all of it comes from all of that.
      let isExact = part.sources.count == part.bytes.count
      for (offset, byte) in part.bytes.enumerated() {
        let source = isExact ? part.sources[offset] : part.source
        let isInside =
          window.count == text.count || source.overlaps(window)
          || (source.isEmpty && window.contains(source.lowerBound))
        guard isInside else { continue }
        if source.overlaps(place) { highlight = (highlight?.lowerBound ?? bytes.count)..<bytes.count + 1 }
        bytes.append(byte)
      }
      if bytes.count == start && !part.bytes.isEmpty { continue }
      let isSpecial = part.id.map { tokenizer.vocabulary.kind(of: $0) == .special } ?? false
      segments.append(
        Segments.Segment(id: part.id ?? UInt32(index), range: start..<bytes.count, isSpecial: isSpecial))
    }
    return StageView(
      figure: .segments(Segments(title: title, text: bytes, segments: segments)), highlight: highlight)
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

  private var tokens: Table {
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

  package var roundTrip: Note {
    let trip = explanation.roundTrip
    guard let difference = trip.difference else {
      return Note(
        title: "Round trip",
        lines: ["Decoding the \(trip.tokenCount) tokens gives the text back, byte for byte."])
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
