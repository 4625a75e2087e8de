import Basics
import Tokens

/// The parts of a block of merges as bytes of text: where they stand in the file, or with byte-level spelling undone in a store of its own.
///
/// Safety: a part lies inside the file or the store of unescaped strings, as every `JSONText`; the store here has a shelf for each part of
/// a block with room for the longest spelling and eight bytes more.
struct PartBlock {
  private static let longest = 248
  private static let shelf = longest + 8
  private static let size = unsafe 2 * MergeFinding.block

  private let isByteLevel: Bool
  private var store: [UInt8]

  init(isByteLevel: Bool) {
    self.isByteLevel = isByteLevel
    store = Array(repeating: 0, count: isByteLevel ? Self.size * Self.shelf : 0)
  }

  /// Adds the merges of these parts; false when one of them cannot be found.
  mutating func add(
    _ texts: ArraySlice<JSONText>, _ buffers: JSONScanner.Buffers, to finding: inout MergeFinding
  ) -> Bool {
    let isByteLevel = isByteLevel
    return unsafe store.withUnsafeMutableBytes { store in
      unsafe withUnsafeTemporaryAllocation(of: TextPart.self, capacity: Self.size) { parts in
        var held = 0
        for text in texts {
          let (base, readable) = unsafe buffers.bytes(of: text)
          if isByteLevel {
            guard text.count <= Self.longest,
              let shelf = unsafe store.baseAddress.map({ unsafe $0 + held * Self.shelf }),
              let made = unsafe ByteAlphabet.undo(base, text.count, readable: readable, into: shelf)
            else { return false }
            unsafe parts.initializeElement(at: held, to: TextPart(shelf, made, readable: Self.shelf))
          } else {
            unsafe parts.initializeElement(at: held, to: TextPart(base, text.count, readable: readable))
          }
          held += 1
        }
        return unsafe finding.add(UnsafeBufferPointer(rebasing: parts[..<held]))
      }
    }
  }
}
