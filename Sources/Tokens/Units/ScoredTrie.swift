/// The trie of a unigram model with the score of an entry beside its id, in one slot of sixteen bytes: a step of a walk touches one
/// line of memory.
///
/// Safety: as in `EntryTrie`, whose slots these are: a child stands in its parent's block of 256, which is all there.
struct ScoredTrie: Sendable {
  /// A slot; `base` has its top bit set where an entry ends.
  struct Slot: Sendable {
    var base: UInt32
    var parent: UInt32
    var id: TokenID
    var score: Float
  }

  private let slots: [Slot]

  /// Nil when a score is no number of 32 bits.
  init?(_ model: UnigramModel) {
    var isExact = true
    slots = model.trie.mapSlots { base, parent, id, isEnd in
      let score = isEnd ? model.score(id, model.vocabulary.length(of: id)) : 0
      if Double(Float(score)) != score { isExact = false }
      return Slot(base: base, parent: parent, id: id, score: Float(score))
    }
    if !isExact { return nil }
  }

  /// Lends the slots.
  @inline(__always)
  func withTable(_ body: (Table) -> Void) {
    unsafe slots.withUnsafeBufferPointer { slots in
      guard let base = slots.baseAddress else { return }
      unsafe body(Table(slots: base))
    }
  }

  @unsafe struct Table {
    fileprivate let slots: UnsafePointer<Slot>

    /// Calls `found` for every entry that begins at `position` of `text`, shortest first; `text[position..<end]` is read.
    @inline(__always)
    func forEachPrefix(
      of text: UnsafePointer<UInt8>, at position: Int, end: Int, _ found: (TokenID, Float, _ end: Int) -> Void
    ) {
      var slot: UInt32 = 0
      var base = unsafe slots[0].base & 0x7FFF_FFFF
      var position = position
      while position < end {
        let next = unsafe base ^ UInt32(text[position])
        let entry = unsafe slots[Int(next)]
        if entry.parent != slot { return }
        slot = next
        base = entry.base & 0x7FFF_FFFF
        position &+= 1
        if entry.base >> 31 == 1 { found(entry.id, entry.score, position) }
      }
    }
  }
}
