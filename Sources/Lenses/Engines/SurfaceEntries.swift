import Basics
import Tokens

/// The entries of a tokenizer as the bytes of text that they stand for, in one spelling for every kind of vocabulary.
///
/// Byte-level entries are bytes already; `▁` is a space; `<0xE4>` is its byte; `##able` stands for `able` and only goes on a
/// word, an entry without `##` only begins one; `the</w>` stands for `the` and ends a word. Special, added, unknown and
/// unused entries take no part.
package struct SurfaceEntries: Sendable {
  /// Where in a word an entry stands, as far as its spelling says.
  package struct Role: Sendable, Hashable {
    /// Whether it goes on a word; nil when it may stand anywhere.
    package var continues: Bool?
    /// Whether it ends a word; nil when it may stand anywhere.
    package var ends: Bool?

    package init(continues: Bool? = nil, ends: Bool? = nil) {
      self.continues = continues
      self.ends = ends
    }

    /// What the left of two parts of such an entry must be.
    package var left: Role { Role(continues: continues, ends: ends.map { _ in false }) }
    /// What the right one must be.
    package var right: Role { Role(continues: continues.map { _ in true }, ends: ends) }
  }

  /// The entries of one role, found by their bytes.
  private struct Group: Sendable {
    var table: VocabularyTable
    var ids: [TokenID]
    /// By the number that the table finds, others with the same bytes.
    var twins: [Int: [TokenID]] = [:]
  }

  /// The entries that take part, in order.
  package let ids: [TokenID]
  /// The most bytes of an entry.
  package let longest: Int
  /// How many ids there are, holes included.
  package let idLimit: Int
  private var groups: [Role: Group] = [:]
  private let surfaces: [ArraySlice<UInt8>]
  private let roles: [Role]
  private let roleOf: [UInt8]

  /// Reads the whole vocabulary. Throws when it cannot be listed, or when cancelled.
  package init(_ tokenizer: any Tokenizer, _ ticket: Ticket) throws(Trouble) {
    let speller = Speller(tokenizer)
    let limit = tokenizer.vocabulary.idLimit
    var forms: [Role: (ids: [TokenID], bytes: [[UInt8]])] = [:]
    var (surfaces, roleOf) = (
      [ArraySlice<UInt8>](repeating: [], count: limit), [UInt8](repeating: 0, count: limit)
    )
    var (all, roles): ([TokenID], [Role]) = ([], [])
    for id in 0..<TokenID(limit) {
      if id & 1023 == 0 { try ticket.step(0) }
      guard let (bytes, role) = speller.form(of: id), !bytes.isEmpty else { continue }
      if !roles.contains(role) { roles.append(role) }
      roleOf[Int(id)] = UInt8(roles.firstIndex(of: role) ?? 0)
      surfaces[Int(id)] = bytes[...]
      forms[role, default: ([], [])].ids.append(id)
      forms[role]?.bytes.append(bytes)
      all.append(id)
    }
    guard !all.isEmpty else {
      throw Trouble(
        .input, at: .option("-t"), "\(tokenizer.card.name) has no list of entries",
        remedy: "Choose a tokenizer with a vocabulary")
    }
    (ids, idLimit, self.surfaces, self.roles, self.roleOf) = (all, limit, surfaces, roles, roleOf)
    longest = all.reduce(0) { max($0, surfaces[Int($1)].count) }
    for (role, form) in forms { groups[role] = Self.group(form.ids, form.bytes, tokenizer.vocabulary) }
  }

  /// Of entries with the same bytes those that are no byte tokens come first: `▁` before `<0x20>`.
  private static func group(_ ids: [TokenID], _ bytes: [[UInt8]], _ vocabulary: any Vocabulary) -> Group {
    func isNamed(_ number: Int) -> Bool {
      vocabulary.bytes(of: ids[number]).map { $0.count > bytes[number].count } ?? false
    }
    let late = bytes.indices.filter {
      bytes[$0].count == 1 && isNamed($0) && vocabulary.kind(of: ids[$0]) == .byte
    }
    let isLate = Set(late)
    let order = bytes.indices.filter { !isLate.contains($0) } + late
    let (ids, bytes) = (order.map { ids[$0] }, order.map { bytes[$0] })
    var group = Group(table: VocabularyTable(bytes), ids: ids)
    for (number, entry) in bytes.enumerated() {
      guard let found = group.table.find(entry.span), Int(found) != number else { continue }
      group.twins[Int(found), default: []].append(ids[number])
    }
    return group
  }

  /// The bytes of text that the entry stands for; empty for one that takes no part.
  package func bytes(of id: TokenID) -> ArraySlice<UInt8> {
    Int(id) < surfaces.count ? surfaces[Int(id)] : []
  }

  /// Where in a word the entry stands.
  package func role(of id: TokenID) -> Role {
    Int(id) < roleOf.count && !roles.isEmpty ? roles[Int(roleOf[Int(id)])] : Role()
  }

  /// Whether spellings say where in a word an entry stands.
  package var hasRoles: Bool { groups.keys.contains { $0 != Role() } }

  /// The entry with these bytes and this role; of several one that is no byte token, and of those the lowest.
  package func id(of bytes: Span<UInt8>, _ role: Role) -> TokenID? {
    guard let group = groups[role], let number = group.table.find(bytes) else { return nil }
    return group.ids[Int(number)]
  }

  /// All entries with these bytes that may stand in a word at this place.
  package func forEach(
    of bytes: Span<UInt8>, isFirst: Bool, isLast: Bool, _ body: (TokenID) -> Void
  ) {
    for (role, group) in groups {
      guard role.continues != isFirst || role.continues == nil, role.ends == isLast || role.ends == nil,
        let number = group.table.find(bytes)
      else { continue }
      body(group.ids[Int(number)])
      for twin in group.twins[Int(number)] ?? [] { body(twin) }
    }
  }

  /// The bytes that the tokens stand for one after the other; nil when one of them takes no part.
  package func surface(of ids: some Sequence<TokenID>) -> [UInt8]? {
    var joined: [UInt8] = []
    for id in ids {
      let part = bytes(of: id)
      if part.isEmpty { return nil }
      joined += part
    }
    return joined
  }
}

/// How a vocabulary spells its entries.
private struct Speller {
  private let vocabulary: any Vocabulary
  private let prefix: [UInt8]
  private let suffix: [UInt8]
  private let isByteLevel: Bool

  init(_ tokenizer: any Tokenizer) {
    vocabulary = tokenizer.vocabulary
    let pipeline = tokenizer as? Pipeline
    let affixes = pipeline?.parts.model.affixes ?? Affixes()
    (prefix, suffix) = (affixes.continuingPrefix, affixes.endOfWordSuffix)
    isByteLevel = pipeline?.parts.isByteLevel ?? true
  }

  func form(of id: TokenID) -> (bytes: [UInt8], role: SurfaceEntries.Role)? {
    let kind = vocabulary.kind(of: id)
    guard kind == .normal || kind == .byte, var bytes = vocabulary.bytes(of: id) else { return nil }
    var role = SurfaceEntries.Role()
    if !suffix.isEmpty {
      let ends = bytes.count > suffix.count && bytes.suffix(suffix.count).elementsEqual(suffix)
      if ends { bytes.removeLast(suffix.count) }
      role.ends = ends
    }
    if !prefix.isEmpty {
      let continues = bytes.count > prefix.count && bytes.starts(with: prefix)
      if continues { bytes.removeFirst(prefix.count) }
      role.continues = continues
    }
    if isByteLevel { return (bytes, role) }
    if let byte = Self.byte(bytes) { return ([byte], role) }
    return (prefix.isEmpty ? SurfaceEntries.spaced(bytes) : bytes, role)
  }

  /// The byte that `<0xE4>` stands for.
  private static func byte(_ name: [UInt8]) -> UInt8? {
    guard name.count == 6, name.starts(with: "<0x".utf8), name[5] == 0x3E else { return nil }
    return UInt8(String(decoding: name[3..<5], as: UTF8.self), radix: 16)
  }
}

extension SurfaceEntries {
  /// `▁` as the space that it stands for.
  static func spaced(_ bytes: [UInt8]) -> [UInt8] {
    let mark = Array("\u{2581}".utf8)
    guard bytes.contains(mark[0]) else { return bytes }
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let isMark = bytes[at...].starts(with: mark)
      result.append(isMark ? 0x20 : bytes[at])
      at += isMark ? mark.count : 1
    }
    return result
  }
}
