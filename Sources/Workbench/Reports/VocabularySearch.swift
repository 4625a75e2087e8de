import Basics
import Tokens

/// The order in which entries are listed.
package enum VocabularySort: String, Sendable, CaseIterable {
  case id, length, script
}

/// Finds entries of a vocabulary.
package struct VocabularySearch: Sendable {
  /// What is looked for, read from one line of text.
  package enum Query: Sendable {
    case everything
    case text([UInt8])
    case bytes([UInt8])
    case pattern(any Splitter)
    case id(TokenID)
    /// A number: the entry of that id first, then the entries that hold its digits.
    case number(TokenID, [UInt8])

    /// `/…/` is a regular expression, `0xe4b8` and `\xe4\xb8` are bytes, `#464` is an id, digits alone are both an id
    /// and a text, everything else is a text. Throws when a pattern or the bytes cannot be understood.
    package init(_ line: String) throws(Trouble) {
      let bytes = Array(line.utf8)
      if bytes.isEmpty {
        self = .everything
      } else if bytes.count > 2, bytes.first == 47, bytes.last == 47 {
        let place = Trouble.Place.option("the search")
        self = .pattern(try PatternSplitter(String(line.dropFirst().dropLast()), .rust, place: place))
      } else if line.hasPrefix("0x") || line.hasPrefix("\\x") {
        self = .bytes(try Self.hex(line))
      } else if line.hasPrefix("#"), let id = TokenID(line.dropFirst()) {
        self = .id(id)
      } else if let id = TokenID(line) {
        self = .number(id, bytes)
      } else {
        self = .text(bytes)
      }
    }

    private static func hex(_ line: String) throws(Trouble) -> [UInt8] {
      let digits = line.split(separator: "x").flatMap { $0.filter { $0 != "\\" && $0 != " " } }
      let values = (line.hasPrefix("0x") ? digits.dropFirst() : digits[...]).map(\.hexDigitValue)
      guard !values.isEmpty, values.count % 2 == 0, !values.contains(nil) else {
        throw Trouble(
          .usage, at: .option("the search"), "‘\(line)’ is not a list of bytes",
          remedy: "Write two hexadecimal digits for each, as in 0xe4b8")
      }
      let known = values.compactMap(\.self)
      return stride(from: 0, to: known.count, by: 2).map { UInt8(known[$0] << 4 | known[$0 + 1]) }
    }
  }

  private let index: VocabularyIndex

  package init(_ index: VocabularyIndex) { self.index = index }

  /// The ids that the query finds, in order. Throws when cancelled, or when a pattern takes too many steps.
  package func results(_ query: Query, _ order: VocabularySort, _ ticket: Ticket) throws(Trouble) -> [TokenID]
  {
    let found = try found(query, ticket)
    switch query {
    case .number(let id, _) where !index.range(of: id).isEmpty || index.vocabulary.bytes(of: id) != nil:
      return [id] + sorted(found.filter { $0 != id }, order)
    default: return sorted(found, order)
    }
  }

  private func found(_ query: Query, _ ticket: Ticket) throws(Trouble) -> [TokenID] {
    switch query {
    case .everything: return index.byID
    case .id(let id): return index.vocabulary.bytes(of: id) == nil ? [] : [id]
    case .text(let needle), .bytes(let needle), .number(_, let needle):
      return try filtered(ticket) { index.holds(needle, $0) }
    case .pattern(let splitter):
      return try filtered(ticket) { id throws(Trouble) in
        var isFound = false
        let bytes = index.bytes(of: id)
        try splitter.forEachMatch(in: bytes.span, 0..<bytes.count) { _, _ throws(Trouble) in isFound = true }
        return isFound
      }
    }
  }

  private func filtered(
    _ ticket: Ticket, _ holds: (TokenID) throws(Trouble) -> Bool
  ) throws(Trouble) -> [TokenID] {
    var found: [TokenID] = []
    for (place, id) in index.byID.enumerated() {
      if place & 1023 == 0 { try ticket.step(Double(place) / Double(index.byID.count)) }
      if try holds(id) { found.append(id) }
    }
    return found
  }

  /// Equal keys stay in the order of their ids.
  private func sorted(_ ids: [TokenID], _ order: VocabularySort) -> [TokenID] {
    switch order {
    case .id: return ids
    case .length:
      let keys = ids.map { UInt64(index.range(of: $0).count) << 32 | UInt64($0) }
      return keys.sorted().map { TokenID(truncatingIfNeeded: $0) }
    case .script:
      let groups = Dictionary(grouping: ids) { index.script(of: $0) }
      return groups.keys.sorted().flatMap { groups[$0] ?? [] }
    }
  }
}
