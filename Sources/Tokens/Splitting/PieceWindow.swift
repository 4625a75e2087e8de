import CScan

/// Where pieces begin in some thousand bytes.
///
/// Safety: `classes`, `starts` and `doubts` have room for `blocks` elements, and `fill` uses no more; `write` reads what `fill` has
/// written, up to the block of its limit. Text is read through the reader, and by the kernel with the number of bytes that are legible.
@unsafe struct PieceWindow {
  let classes: UnsafeMutablePointer<cs_classes>
  let starts: UnsafeMutablePointer<UInt64>
  let doubts: UnsafeMutablePointer<UInt64>
  /// How many times 64 bytes there is room for.
  let blocks: Int

  /// Shorter texts are not worth a window.
  static var least: Int { 24 }

  /// Whether a piece begins at a place depends on less than so many bytes behind it, unless whitespace goes on.
  private static var margin: Int { 8 }

  /// Lends a window for a text of so many bytes.
  static func with(bytes: Int, _ body: (PieceWindow) -> Void) {
    let blocks = min((bytes + 63) / 64, 64)
    unsafe withUnsafeTemporaryAllocation(of: cs_classes.self, capacity: blocks) { classes in
      unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * blocks) { masks in
        guard let classes = classes.baseAddress, let starts = masks.baseAddress else { return }
        let window = unsafe PieceWindow(
          classes: classes, starts: starts, doubts: starts + blocks, blocks: blocks)
        unsafe body(window)
      }
    }
  }

  /// Works out the starts from `position`, where a piece begins. Returns how far behind it they are sure; zero when none is.
  func fill(_ scanner: PatternScanner, _ reader: ClassReader, _ position: Int, room: Int) -> Int {
    let left = unsafe reader.end - position
    let used = unsafe min(blocks, (left + 63) / 64, max(2, room / 8))
    let table = unsafe cs_table(blocks: reader.blocks, values: reader.values)
    unsafe cs_classify(scanner.lanes.rawValue, reader.base + position, left, used, table, classes)
    var masks = PieceMasks(scanner.rules)
    switch scanner.rules.family {
    case .gpt2: unsafe fillOld(scanner, reader, position, &masks, used)
    case .cl100k, .o200k: unsafe fillNew(scanner, reader, position, &masks, used)
    }
    return unsafe limit(min(left, used * 64))
  }

  private func fillOld(
    _ scanner: PatternScanner, _ reader: ClassReader, _ position: Int, _ masks: inout PieceMasks, _ used: Int
  ) {
    var contractions = Contractions(scanner)
    for block in 0..<used {
      let last = unsafe lastSpaces(block, used)
      var result = unsafe masks.gpt2(classes[block], first: block == 0 ? 1 : 0, last: last)
      unsafe contractions.cut(&result, reader, position + block * 64)
      unsafe starts[block] = result.starts
      unsafe doubts[block] = 0
    }
  }

  private func fillNew(
    _ scanner: PatternScanner, _ reader: ClassReader, _ position: Int, _ masks: inout PieceMasks, _ used: Int
  ) {
    var contractions = Contractions(scanner)
    for block in 0..<used {
      let last = unsafe lastSpaces(block, used)
      var result = unsafe masks.newer(classes[block], first: block == 0 ? 1 : 0, last: last)
      let broken = unsafe masks.settle(classes[block], &result.starts)
      unsafe contractions.cut(&result, reader, position + block * 64)
      unsafe starts[block] = result.starts
      unsafe doubts[block] = result.doubts
      if broken != 0 { unsafe removeStarts(before: broken, block) }
    }
  }

  /// The first bytes of the characters that end whitespace before something else.
  @inline(__always)
  private func lastSpaces(_ block: Int, _ used: Int) -> UInt64 {
    let space = unsafe classes[block].space
    let next = unsafe block + 1 < used ? classes[block + 1].space &<< 63 : 0
    let last = space & ~(space &>> 1 | next)
    return unsafe last & classes[block].inside == 0 ? last : firstBytes(last, block)
  }

  /// The first bytes of the characters whose last bytes are given; those in the block before are put there.
  private func firstBytes(_ last: UInt64, _ block: Int) -> UInt64 {
    var (result, left) = (UInt64(0), last)
    while left != 0 {
      var place = block * 64 + left.trailingZeroBitCount
      while unsafe classes[place / 64].inside &>> UInt64(place % 64) & 1 == 1 { place -= 1 }
      if place / 64 == block {
        result |= 1 &<< UInt64(place % 64)
      } else {
        unsafe starts[place / 64] |= 1 &<< UInt64(place % 64)
      }
      left &= left &- 1
    }
    return result
  }

  /// Takes out the starts of the stretches of blanks, each behind a newline, that end before these newlines.
  private func removeStarts(before newlines: UInt64, _ block: Int) {
    var left = newlines
    while left != 0 {
      var place = block * 64 + left.trailingZeroBitCount - 1
      while unsafe classes[place / 64].newline &>> UInt64(place % 64) & 1 == 0 { place -= 1 }
      place += 1
      unsafe starts[place / 64] &= ~(1 &<< UInt64(place % 64))
      left &= left &- 1
    }
  }

  /// Up to where starts are sure in a window of so many bytes: less than its margin, and no further than whitespace that goes on behind.
  private func limit(_ width: Int) -> Int {
    var block = (width - 1) / 64
    var solid = unsafe ~classes[block].space & (2 &<< UInt64((width - 1) % 64) &- 1)
    while solid == 0 && block > 0 {
      block -= 1
      solid = unsafe ~classes[block].space
    }
    return unsafe min(width - Self.margin, block * 64 + 64 - solid.leadingZeroBitCount)
  }
}
