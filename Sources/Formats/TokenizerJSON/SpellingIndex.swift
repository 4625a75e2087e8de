import Basics
import Tokens

/// Finds entries by their spelling in the file.
///
/// Open addressing; a slot packs 32 bits of the hash and the entry's number plus one. Look-ups come in blocks: first all hashes,
/// then all slots, then all candidates, so that the waits for memory overlap instead of adding up. With 128,000 entries and
/// half a million look-ups this is most of the time that loading takes.
///
/// Safety: raw reads stay inside the scanner's two buffers, since every `JSONText` lies in one of them; words are read only where
/// eight bytes are left.
struct SpellingIndex {
  /// How many look-ups make a block.
  static let block = 64

  private var slots: [UInt64]
  private let mask: Int
  private let spellings: [JSONText]

  /// Indexes the spellings. Throws when one stands twice.
  init(_ spellings: [JSONText], _ scanner: JSONScanner) throws(Trouble) {
    self.spellings = spellings
    var capacity = 64
    while capacity < spellings.count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = Array(repeating: 0, count: capacity)
    for (number, spelling) in spellings.enumerated() {
      let hash = scanner.hash(of: spelling)
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 {
        if slots[slot] >> 32 == hash >> 32, scanner.areEqual(spellings[Self.number(slots[slot])], spelling) {
          throw Trouble(
            .input, at: .field(file: scanner.file, name: "model.vocab"),
            "the key \(scanner.string(spelling)) stands twice", remedy: "Remove one of them")
        }
        slot = (slot + 1) & mask
      }
      slots[slot] = (hash & ~0xFFFF_FFFF) | UInt64(number + 1)
    }
  }

  private static func number(_ slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) - 1 }

  /// The numbers of the entries with these spellings, −1 where there is none, appended to `numbers`.
  func find(_ texts: ArraySlice<JSONText>, _ scanner: JSONScanner, into numbers: inout [Int]) {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(texts.count)
    for text in texts { hashes.append(scanner.hash(of: text)) }
    var found: [UInt64] = []
    found.reserveCapacity(texts.count)
    for hash in hashes { found.append(slots[Int(truncatingIfNeeded: hash) & mask]) }
    var candidates: [JSONText] = []
    candidates.reserveCapacity(texts.count)
    for slot in found { candidates.append(slot == 0 ? spellings[0] : spellings[Self.number(slot)]) }
    for (index, text) in texts.enumerated() {
      let isHit =
        found[index] != 0 && found[index] >> 32 == hashes[index] >> 32
        && scanner.areEqual(candidates[index], text)
      numbers.append(isHit ? Self.number(found[index]) : search(text, hashes[index], scanner))
    }
  }

  /// The number of the entry with these bytes, −1 when there is none.
  func find(_ bytes: [UInt8], _ scanner: JSONScanner) -> Int {
    let hash = JSONScanner.hash(of: bytes)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let number = Self.number(slots[slot])
      if slots[slot] >> 32 == hash >> 32, scanner.bytes(spellings[number]).elementsEqual(bytes) {
        return number
      }
      slot = (slot + 1) & mask
    }
    return -1
  }

  private func search(_ text: JSONText, _ hash: UInt64, _ scanner: JSONScanner) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let number = Self.number(slots[slot])
      if slots[slot] >> 32 == hash >> 32, scanner.areEqual(spellings[number], text) { return number }
      slot = (slot + 1) & mask
    }
    return -1
  }
}

extension JSONScanner {
  /// A hash of the string's bytes, eight at a time.
  func hash(of text: JSONText) -> UInt64 {
    unsafe withBuffer(of: text) { unsafe Self.hash($0, text.start, text.count) }
  }

  /// The hash of a string with these bytes.
  static func hash(of bytes: [UInt8]) -> UInt64 {
    unsafe bytes.withUnsafeBytes { unsafe hash($0, 0, $0.count) }
  }

  private static func hash(_ buffer: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64 {
    var hash = UInt64(count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset < count {
      hash = unsafe (hash ^ word(buffer, start + offset, count - offset)) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      offset += 8
    }
    return hash
  }

  /// Whether two strings have the same bytes.
  func areEqual(_ left: JSONText, _ right: JSONText) -> Bool {
    guard left.count == right.count else { return false }
    if left == right { return true }
    return unsafe withBuffer(of: left) { a in
      unsafe withBuffer(of: right) { b in
        var offset = 0
        while offset < left.count {
          let rest = left.count - offset
          if unsafe Self.word(a, left.start + offset, rest) != Self.word(b, right.start + offset, rest) {
            return false
          }
          offset += 8
        }
        return true
      }
    }
  }

  private func withBuffer<R>(of text: JSONText, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    unsafe text.isUnescaped ? unescaped.withUnsafeBytes(body) : bytes.withUnsafeBytes(body)
  }

  /// Up to eight bytes as a number, missing ones zero.
  private static func word(_ buffer: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64 {
    if start + 8 <= buffer.count {
      let word = unsafe buffer.loadUnaligned(fromByteOffset: start, as: UInt64.self)
      return count >= 8 ? word : word & (1 << UInt64(count * 8) &- 1)
    }
    var word: UInt64 = 0
    for index in (0..<min(8, count)).reversed() { word = unsafe word << 8 | UInt64(buffer[start + index]) }
    return word
  }
}
