import Basics

/// The entries of two vocabularies set against each other by their texts.
///
/// A text that both have is *shared*; it may have another id, and its merge may come at another place. U+2581 and a space
/// at the start of an entry mean the same in different formats and are taken as one. Entries that are alike in one
/// vocabulary (duplicates) count as one; the first stands for them. O(entries).
package struct VocabularyComparison: Sendable, Equatable {
  /// One text, with what it is in each vocabulary.
  package struct Entry: Sendable, Equatable {
    package var text: [UInt8]
    /// By side; nil where it has no such entry.
    package var ids: [TokenID?]
    package var weights: [EntryWeight?]
    package var kinds: [EntryKind]
  }

  /// What can be said of an entry.
  package enum Kind: String, Sendable, CaseIterable {
    case shared, onlyFirst, onlySecond, otherID, otherRank, special
  }

  /// Sorted by the first id, then those of the second alone by their id.
  package private(set) var entries: [Entry] = []
  /// How many entries are of each kind.
  package private(set) var counts: [Kind: Int] = [:]

  package init(_ first: any Vocabulary, _ second: any Vocabulary, _ ticket: Ticket) throws(Trouble) {
    var known: [[UInt8]: Int] = [:]
    known.reserveCapacity(first.count)
    let limits = (first.idLimit, second.idLimit)
    for id in 0..<TokenID(limits.0) {
      if id % 4096 == 0 { try ticket.step(Double(id) / Double(limits.0 + limits.1)) }
      guard let bytes = first.bytes(of: id) else { continue }
      let text = Self.plain(bytes)
      if known[text] != nil { continue }
      known[text] = entries.count
      entries.append(
        Entry(
          text: text, ids: [id, nil], weights: [first.weight(of: id), nil],
          kinds: [first.kind(of: id), .hole]))
    }
    for id in 0..<TokenID(limits.1) {
      if id % 4096 == 0 { try ticket.step(Double(limits.0 + Int(id)) / Double(limits.0 + limits.1)) }
      guard let bytes = second.bytes(of: id) else { continue }
      let text = Self.plain(bytes)
      let place = known[text] ?? entries.count
      if place == entries.count {
        known[text] = place
        entries.append(Entry(text: text, ids: [nil, nil], weights: [nil, nil], kinds: [.hole, .hole]))
      }
      if entries[place].ids[1] != nil { continue }
      entries[place].ids[1] = id
      entries[place].weights[1] = second.weight(of: id)
      entries[place].kinds[1] = second.kind(of: id)
    }
    for entry in entries { for kind in Self.kinds(of: entry) { counts[kind, default: 0] += 1 } }
  }

  /// What an entry counts as.
  package static func kinds(of entry: Entry) -> [Kind] {
    var kinds: [Kind] = []
    switch (entry.ids[0], entry.ids[1]) {
    case (let a?, let b?):
      kinds = a == b ? [.shared] : [.shared, .otherID]
      if case (.rank(let x)?, .rank(let y)?) = (entry.weights[0], entry.weights[1]), x != y {
        kinds.append(.otherRank)
      }
    case (_?, nil): kinds = [.onlyFirst]
    case (nil, _): kinds = [.onlySecond]
    }
    let isSpecial = entry.kinds.contains { $0 != .normal && $0 != .hole && $0 != .byte }
    return isSpecial ? kinds + [.special] : kinds
  }

  private static func plain(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.starts(with: [0xE2, 0x96, 0x81]) else { return bytes }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: [0xE2, 0x96, 0x81]) {
        result.append(0x20)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}
