import Basics

/// What becomes of a text, stage by stage.
extension Pipeline {
  package func trace(_ text: [UInt8], _ options: EncodeOptions, _ ticket: Ticket) throws(Trouble) -> Trace {
    var record = TraceRecord(text)
    var sections: [TraceSection] = []
    try cutRaw(text.span, options.special) { cut throws(Trouble) in
      let stretch = AlignedText(text.span, cut.range)
      sections.append(cut.token.map { .added(parts.added.all[$0].id, stretch) } ?? .pieces(Pieces(stretch)))
    }
    if !parts.added.isEmpty { record.add(.addedTokens, "added tokens", sections) }
    for normalizer in parts.normalizers {
      sections = try sections.map { section throws(Trouble) in
        guard case .pieces(let pieces) = section else { return section }
        let edges = edges(options, pieces.text.origin..<pieces.text.origin)
        return .pieces(Pieces(try normalizer.normalize(pieces.text, edges)))
      }
      record.add(.normalizer, type(of: normalizer).kind, sections)
      try ticket.step(0.2)
    }
    if parts.added.hasNormalized, resolved(options.special) != .text {
      sections = try cutNormalized(sections, text.span, options)
      record.add(.addedTokens, "added tokens, normalized", sections)
    }
    for preTokenizer in parts.preTokenizers {
      sections = try sections.map { section throws(Trouble) in
        guard case .pieces(var pieces) = section else { return section }
        try preTokenizer.cut(&pieces)
        return .pieces(pieces)
      }
      record.add(.preTokenizer, type(of: preTokenizer).kind, sections)
      try ticket.step(0.5)
    }
    try addTokens(to: &record, sections, options, ticket)
    return Trace(stages: record.stages)
  }

  /// The stages behind the cutting. Where the tokenizer does not go by pieces (tiktoken, behind bytes that are not UTF-8) the
  /// tokens are those of `encode` and belong to no piece.
  private func addTokens(
    to record: inout TraceRecord, _ sections: [TraceSection], _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    let exact = try modelTokens(record.text, options, ticket)
    var tokens: [Trace.Part] = []
    var piece = 0
    for section in sections {
      switch section {
      case .added(let id, let text):
        tokens.append(record.part(text, 0..<text.count, id: id))
        piece += 1
      case .pieces(var pieces):
        if parts.isSpelledBeforeModel { pieces.undoSpelling() }
        append(pieces, from: piece, to: &tokens, record)
        piece += pieces.ranges.count
      }
    }
    if !tokens.compactMap(\.id).elementsEqual(exact.map(\.id)) {
      tokens = exact.map { record.token($0, spelling(of: $0.id) ?? []) }
    } else {
      for (index, token) in exact.enumerated() { tokens[index].source = token.bytes }
    }
    record.add(.model, model.summary, tokens)
    let framed = framed(exact, end: record.text.count, addsSpecial: options.addSpecial)
    guard framed != exact || (options.addSpecial && !parts.postProcessors.isEmpty) else { return }
    let names = parts.postProcessors.map { type(of: $0).kind }
    record.add(
      .postProcessor, names.joined(separator: ", "),
      framed.map { record.token($0, spelling(of: $0.id) ?? []) })
  }

  private func append(
    _ pieces: Pieces, from first: Int, to tokens: inout [Trace.Part], _ record: TraceRecord
  ) {
    var made: [Token] = []
    for (index, range) in pieces.ranges.enumerated() {
      made.removeAll(keepingCapacity: true)
      model.encode(pieces.text.bytes.span, range, into: &made)
      for token in made where !token.bytes.isEmpty {
        var part = record.part(pieces.text, token.bytes, id: token.id, piece: first + index)
        part.bytes = spelling(of: token.id) ?? part.bytes
        tokens.append(part)
      }
    }
  }

  private func cutNormalized(
    _ sections: [TraceSection], _ text: Span<UInt8>, _ options: EncodeOptions
  ) throws(Trouble) -> [TraceSection] {
    var result: [TraceSection] = []
    for section in sections {
      guard case .pieces(let pieces) = section else {
        result.append(section)
        continue
      }
      let aligned = pieces.text
      for cut in parts.added.cutNormalized(aligned.bytes.span, 0..<aligned.count) {
        var stretch = AlignedText(origin: aligned.origin, capacity: cut.range.count)
        stretch.copy(cut.range, of: aligned)
        if let index = cut.token {
          try check(parts.added.all[index], at: aligned.exact(cut.range, in: text), options.special)
          result.append(.added(parts.added.all[index].id, stretch))
        } else {
          result.append(.pieces(Pieces(stretch)))
        }
      }
    }
    return result
  }
}

/// A part of a text on its way: an added token, or a stretch cut into pieces.
enum TraceSection {
  case added(TokenID, AlignedText)
  case pieces(Pieces)
}

/// The stages so far.
struct TraceRecord {
  let text: [UInt8]
  private(set) var stages: [Trace.Stage]

  /// Begins with the original.
  init(_ text: [UInt8]) {
    self.text = text
    let whole = AlignedText(text.span, 0..<text.count)
    stages = []
    add(.original, "text", text.isEmpty ? [] : [part(whole, 0..<text.count)])
  }

  mutating func add(_ kind: Trace.Kind, _ name: String, _ parts: [Trace.Part]) {
    stages.append(Trace.Stage(kind: kind, name: name, parts: parts))
  }

  mutating func add(_ kind: Trace.Kind, _ name: String, _ sections: [TraceSection]) {
    add(
      kind, name,
      sections.flatMap { section in
        switch section {
        case .added(let id, let text): [part(text, 0..<text.count, id: id)]
        case .pieces(let pieces): pieces.ranges.map { part(pieces.text, $0) }
        }
      })
  }

  /// A range of a text with its places.
  func part(_ text: AlignedText, _ range: Range<Int>, id: TokenID? = nil, piece: Int? = nil) -> Trace.Part {
    guard !range.isEmpty else {
      return Trace.Part(bytes: [], source: text.origin..<text.origin, sources: [], id: id, piece: piece)
    }
    return Trace.Part(
      bytes: Array(text.bytes[range]), source: text.exact(range, in: self.text.span),
      sources: range.map { text.exact($0..<$0 + 1, in: self.text.span) }, id: id, piece: piece)
  }

  /// A token that went by no piece.
  func token(_ token: Token, _ spelling: [UInt8]) -> Trace.Part {
    Trace.Part(
      bytes: spelling, source: token.bytes, sources: spelling.map { _ in token.bytes }, id: token.id)
  }
}
