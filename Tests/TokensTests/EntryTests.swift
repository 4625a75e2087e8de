import Basics
import Testing

@testable import Tokens

/// The quick ways of filling tables, beside the plain ones.
struct EntryTests {
  @Test("Undoing byte-level spelling by words gives what it gives character by character", arguments: 0..<20)
  func undoing(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<500 {
      var spelling: [UInt8] = []
      for _ in 0..<random.next() % 24 {
        let scalar = [0x21 + UInt32(random.next() % 0x60), UInt32(random.next() % 0x160), 0x120, 0x10A][
          Int(random.next() % 4)]
        spelling += Array(String(Unicode.Scalar(scalar).map(Character.init) ?? "x").utf8)
      }
      var plain: [UInt8] = []
      let isUndone = ByteAlphabet.undo(spelling.span, into: &plain)
      let padded = spelling + [0xC4, 0xA0, 0x41]
      var quick: [UInt8]?
      let room = unsafe [UInt8](unsafeUninitializedCapacity: spelling.count + 16) { target, count in
        let made = unsafe padded.withUnsafeBytes { bytes -> Int? in
          guard let base = bytes.baseAddress, let start = UnsafeMutableRawPointer(target.baseAddress) else {
            return nil
          }
          return unsafe ByteAlphabet.undo(base, spelling.count, readable: padded.count, into: start)
        }
        count = made ?? 0
        quick = made.map { _ in [] }
      }
      if quick != nil { quick = room }
      #expect(quick == (isUndone ? plain : nil))
    }
  }

  @Test("Every entry is found, and of equal ones the first of the model", arguments: 0..<20)
  func finding(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let entries = (0..<Int(1 + random.next() % 300)).map { _ in
      (0..<random.next() % 20).map { _ in UInt8(97 + random.next() % 3) }
    }
    var (blob, starts) = ([UInt8](), [UInt32]())
    for entry in entries {
      starts.append(UInt32(blob.count))
      blob += entry
    }
    let kinds = entries.map { _ in random.next() % 8 == 0 ? EntryKind.hole : .normal }
    let outside = Set((0..<TokenID(entries.count)).filter { _ in random.next() % 8 == 0 })
    let table = VocabularyTable(
      blob: blob, starts: starts, lengths: entries.map { UInt32($0.count) }, kinds: kinds,
      outsideModel: outside)
    var first: [[UInt8]: TokenID] = [:]
    var repeats = false
    let ids = (0..<TokenID(entries.count)).filter { kinds[Int($0)] != .hole && !entries[Int($0)].isEmpty }
    for id in ids.filter({ !outside.contains($0) }) + ids.filter(outside.contains) {
      if first[entries[Int(id)]] != nil { repeats = true } else { first[entries[Int(id)]] = id }
    }
    for (bytes, id) in first { #expect(table.id(of: bytes) == id) }
    #expect(table.hasRepeats == repeats)
    #expect(table.id(of: Array("abcd".utf8)) == nil)
    let pairs = table.entriesOfTwoBytes()
    for (index, id) in pairs.enumerated() {
      #expect(table.modelID(of: [UInt8(index >> 8), UInt8(index & 255)].span) ?? PairTable.none == id)
    }
  }
}
