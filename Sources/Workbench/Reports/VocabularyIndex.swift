import Basics
import Tokens

/// A vocabulary laid out for searching: all entries' bytes in one block, and the orders one may list them in.
///
/// Built once per tokenizer, away from the screen: some 0.2 s for 200,000 entries. After that a search by text is one
/// pass over a megabyte or two.
package struct VocabularyIndex: Sendable {
  /// Where the entries come from.
  package let vocabulary: any Vocabulary
  /// Ids of all entries, lowest first.
  package let byID: [TokenID]
  /// Ids in the order of their bytes.
  package let byBytes: [TokenID]
  private var block: [UInt8] = []
  private var starts: [UInt32] = [0]
  private var scripts: [UInt8] = []
  private var scriptNames: [String] = []

  package init(_ vocabulary: any Vocabulary, _ ticket: Ticket) throws(Trouble) {
    self.vocabulary = vocabulary
    var entries = Entries()
    let limit = vocabulary.idLimit
    for id in 0..<limit {
      if id & 4095 == 0 { try ticket.step(Double(id) / Double(2 * limit)) }
      entries.add(vocabulary.bytes(of: TokenID(id)))
    }
    block = entries.block
    starts = entries.starts
    scripts = entries.scripts
    scriptNames = entries.scriptNames
    byID = entries.ids
    byBytes = Self.sorted(entries)
    try ticket.step(1)
  }

  /// The entry's place in `block`, so that a search need not copy.
  func range(of id: TokenID) -> Range<Int> {
    guard Int(id) + 1 < starts.count else { return 0..<0 }
    return Int(starts[Int(id)])..<Int(starts[Int(id) + 1])
  }

  /// The entry's bytes; none for a hole.
  package func bytes(of id: TokenID) -> [UInt8] { Array(block[range(of: id)]) }

  /// The script of the entry's first letter; `Common` without letters, `bytes` for a part of a character.
  package func script(of id: TokenID) -> String {
    Int(id) < scripts.count ? scriptNames[Int(scripts[Int(id)])] : ""
  }

  /// Whether the entry holds `needle` somewhere.
  func holds(_ needle: [UInt8], _ id: TokenID) -> Bool {
    let range = range(of: id)
    guard let first = needle.first, range.count >= needle.count else { return needle.isEmpty }
    let bytes = block.span
    var at = range.lowerBound
    while at <= range.upperBound - needle.count {
      if bytes[at] == first {
        var length = 1
        while length < needle.count && bytes[at + length] == needle[length] { length += 1 }
        if length == needle.count { return true }
      }
      at += 1
    }
    return false
  }

  /// Entries that begin with `prefix`, as a part of `byBytes`.
  package func entries(withPrefix prefix: [UInt8]) -> ArraySlice<TokenID> {
    let first = partition { !precedes($0, prefix) }
    let end = partition { !precedes($0, prefix) && !starts($0, with: prefix) }
    return byBytes[first..<max(first, end)]
  }

  /// The first place in `byBytes` from which on `isBehind` holds.
  private func partition(_ isBehind: (TokenID) -> Bool) -> Int {
    var (low, high) = (0, byBytes.count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(byBytes[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func precedes(_ id: TokenID, _ bytes: [UInt8]) -> Bool {
    block[range(of: id)].lexicographicallyPrecedes(bytes)
  }

  private func starts(_ id: TokenID, with prefix: [UInt8]) -> Bool {
    block[range(of: id)].starts(with: prefix)
  }

  /// Sorted by the first eight bytes as one number; only equals look further.
  private static func sorted(_ entries: Entries) -> [TokenID] {
    let keyed = entries.ids.map { (key: entries.key($0), id: $0) }
    return keyed.sorted { a, b in
      if a.key != b.key { return a.key < b.key }
      let (left, right) = (entries.bytes(a.id), entries.bytes(b.id))
      return left.elementsEqual(right) ? a.id < b.id : left.lexicographicallyPrecedes(right)
    }.map(\.id)
  }
}

/// The index while it grows.
private struct Entries {
  var block: [UInt8] = []
  var starts: [UInt32] = [0]
  var ids: [TokenID] = []
  var scripts: [UInt8] = []
  var scriptNames = ["", "bytes"]
  private var numbers: [Script: UInt8] = [:]
  private var latin = [UInt8](repeating: 0, count: 128)

  mutating func add(_ bytes: [UInt8]?) {
    if let bytes {
      ids.append(TokenID(starts.count - 1))
      block.append(contentsOf: bytes)
    }
    scripts.append(bytes.map { scriptNumber($0) } ?? 0)
    starts.append(UInt32(block.count))
  }

  func bytes(_ id: TokenID) -> ArraySlice<UInt8> { block[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])] }

  func key(_ id: TokenID) -> UInt64 {
    let bytes = bytes(id).prefix(8)
    let key = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return bytes.count == 8 ? key : key << UInt64(8 * (8 - bytes.count))
  }

  private mutating func scriptNumber(_ bytes: [UInt8]) -> UInt8 {
    guard let text = String(validating: bytes, as: UTF8.self) else { return 1 }
    var number: UInt8 = 0
    for scalar in text.unicodeScalars {
      let script = scalar.value < 128 && latin[Int(scalar.value)] != 0 ? nil : Script(scalar.value)
      number = script.map { numberFor($0) } ?? latin[Int(scalar.value)]
      if scalar.value < 128 { latin[Int(scalar.value)] = number }
      let name = scriptNames[Int(number)]
      if name != "Common" && name != "Inherited" { return number }
    }
    return number
  }

  private mutating func numberFor(_ script: Script) -> UInt8 {
    if let number = numbers[script] { return number }
    let number = UInt8(min(255, scriptNames.count))
    if number < 255 {
      scriptNames.append(script.name)
      numbers[script] = number
    }
    return number
  }
}
