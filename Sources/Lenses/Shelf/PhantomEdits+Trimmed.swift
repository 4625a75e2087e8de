import Basics
import Tokens

/// When two strings count as the same word.
package enum Surface: String, Sendable, CaseIterable {
  /// All bytes are equal.
  case exact
  /// The bytes are equal without white space before and after.
  case trimmed
}

/// The entries that begin or end with white space, by what is left without it.
package struct SpacedEntries: Sendable {
  /// An entry and how much white space it has before and after.
  struct Entry: Sendable {
    var id: TokenID
    var before: Int
    var after: Int
  }

  private var byCore: [[UInt8]: [Entry]] = [:]
  /// Entries of nothing but white space, at most four bytes.
  let blanks: [TokenID]

  /// Goes through all entries. Throws when cancelled.
  package init(_ entries: SurfaceEntries, _ ticket: Ticket) throws(Trouble) {
    var blanks: [TokenID] = []
    for (index, id) in entries.ids.enumerated() {
      if index & 4095 == 0 { try ticket.step(ticket.fraction) }
      let bytes = entries.bytes(of: id)
      guard let first = bytes.first, let last = bytes.last, Self.isSpace(first) || Self.isSpace(last) else {
        continue
      }
      let core = Self.core(bytes)
      if core.isEmpty {
        if bytes.count <= 4 { blanks.append(id) }
      } else {
        byCore[Array(core), default: []].append(
          Entry(id: id, before: core.startIndex - bytes.startIndex, after: bytes.endIndex - core.endIndex))
      }
    }
    self.blanks = blanks
  }

  func entries(of core: ArraySlice<UInt8>) -> [Entry] { byCore[Array(core)] ?? [] }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

  /// The bytes without white space before and after.
  static func core(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var core = bytes
    while let first = core.first, isSpace(first) { core = core.dropFirst() }
    while let last = core.last, isSpace(last) { core = core.dropLast() }
    return core
  }
}

extension SpellingGraph {
  /// The spellings of a word without regard to white space around it: the first piece may begin with white space, the last one
  /// may end with it, and one piece of nothing but white space may stand before them. Node 1 is behind that piece.
  package init(trimmed core: [UInt8], _ entries: SurfaceEntries, _ spaced: SpacedEntries) {
    var edges = spaced.blanks.map { Edge(id: $0, from: 0, to: 1) }
    func node(_ byte: Int) -> Int { byte + 1 }
    for from in core.indices {
      for to in from + 1...min(core.count, from + entries.longest) {
        let starts = from == 0 ? [0, 1] : [node(from)]
        entries.forEach(
          of: core.span.extracting(from..<to), isFirst: from == 0, isLast: to == core.count
        ) { id in
          for start in starts { edges.append(Edge(id: id, from: start, to: node(to))) }
        }
        for entry in spaced.entries(of: core[from..<to])
        where (entry.before == 0 || from == 0) && (entry.after == 0 || to == core.count) {
          for start in starts { edges.append(Edge(id: entry.id, from: start, to: node(to))) }
        }
      }
    }
    self.init(edges, end: node(core.count))
  }
}
