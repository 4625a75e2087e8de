/// Finds the entries that the parts of merges are, and those that the merges make.
///
/// Parts come in blocks, so that the waits for memory overlap. What a merge makes is mostly the entry that the last merge made or one of
/// the next few, since files list merges in the order of what they make: those are compared first.
///
/// Safety: as for `EntryFinder`, for the length of the call of `body` in `found`.
@unsafe package struct MergeFinding {
  private let finder: EntryFinder
  private let idLimit: Int
  private var last = 0
  private var joined: [UInt8] = []
  private var pairs: [Merge] = []
  private var results: [TokenID] = []

  /// How many merges a block may have.
  package static var block: Int { 32 }

  private init(_ finder: EntryFinder, _ idLimit: Int, _ count: Int) {
    unsafe self.finder = unsafe finder
    unsafe self.idLimit = idLimit
    unsafe pairs.reserveCapacity(count)
    unsafe results.reserveCapacity(count)
  }

  /// What merges join and the entries that they make, as `body` adds them; nil when it is false.
  package static func found(
    in vocabulary: VocabularyTable, expecting count: Int, _ body: (inout MergeFinding) -> Bool
  ) -> (pairs: [Merge], results: [TokenID])? {
    unsafe vocabulary.withFinder { finder in
      var finding = unsafe MergeFinding(finder, vocabulary.idLimit, count)
      return unsafe body(&finding) ? (finding.pairs, finding.results) : nil
    }
  }

  /// Adds the merges of a block, left and right parts one after another; false when a part is no entry or two make none.
  package mutating func add(_ parts: UnsafeBufferPointer<TextPart>) -> Bool {
    let limit = unsafe 2 * Self.block
    precondition(parts.count <= limit && parts.count % 2 == 0, "a block holds whole merges")
    return unsafe withUnsafeTemporaryAllocation(of: SoughtEntry.self, capacity: limit) { sought in
      for index in parts.indices { unsafe sought.initializeElement(at: index, to: finder.seek(parts[index])) }
      for index in stride(from: 0, to: parts.count, by: 2) {
        let (left, right) = unsafe (parts[index], parts[index + 1])
        guard let first = unsafe finder.find(sought[index], left),
          let second = unsafe finder.find(sought[index + 1], right), let result = unsafe entry(left, right)
        else { return false }
        unsafe pairs.append(Merge(first, second))
        unsafe results.append(result)
      }
      return true
    }
  }

  /// The entry that two parts make.
  @inline(__always)
  private mutating func entry(_ left: TextPart, _ right: TextPart) -> TokenID? {
    let count = unsafe left.count &+ right.count
    for number in unsafe last..<min(last &+ 4, idLimit) {
      let id = TokenID(truncatingIfNeeded: number)
      if unsafe finder.length(id) == count && finder.isJoined(id, left, right) {
        unsafe last = number
        return id
      }
    }
    return unsafe search(left, right)
  }

  private mutating func search(_ left: TextPart, _ right: TextPart) -> TokenID? {
    unsafe joined.removeAll(keepingCapacity: true)
    unsafe joined.append(contentsOf: UnsafeRawBufferPointer(start: left.base, count: left.count))
    unsafe joined.append(contentsOf: UnsafeRawBufferPointer(start: right.base, count: right.count))
    let found = unsafe joined.withUnsafeBytes { bytes -> TokenID? in
      guard let base = bytes.baseAddress else { return nil }
      let part = unsafe TextPart(base, bytes.count, readable: bytes.count)
      return unsafe finder.find(finder.seek(part), part)
    }
    if let found { unsafe last = Int(found) }
    return found
  }
}
