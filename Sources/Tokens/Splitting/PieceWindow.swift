import CScan

/// Where pieces begin in some thousand bytes.
///
/// Safety: `masks` points to a whole `cs_window` whose rows have `CS_ROW` words, a block's at its number plus one; `fill` uses at most
/// `CS_BLOCKS` of them, and `write` reads what `fill` has written, up to the block of its limit. Text is read through the reader, and by the
/// kernel with the number of bytes that are legible.
@unsafe struct PieceWindow {
  let masks: UnsafeMutablePointer<UInt64>

  /// Shorter texts are not worth a window: about 60 ns are spent before its first block.
  static var least: Int { 48 }

  /// Whether a piece begins at a place depends on less than so many bytes behind it, unless whitespace goes on.
  private static var margin: Int { 8 }

  /// Lends a window.
  @inline(__always)
  static func with(_ body: (PieceWindow) -> Void) {
    let size = Int(CS_PLANES.rawValue) * Int(CS_ROW)
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: size) { masks in
      guard let masks = masks.baseAddress else { return }
      unsafe body(PieceWindow(masks: masks))
    }
  }

  /// The masks of a kind, block by block.
  @inline(__always)
  func row(_ plane: cs_plane) -> UnsafeMutablePointer<UInt64> {
    unsafe masks + (Int(plane.rawValue) * Int(CS_ROW) + 1)
  }

  /// Works out the starts from `position`, where a piece begins. Returns how far behind it they are sure; zero when none is.
  func fill(_ scanner: PatternScanner, _ reader: ClassReader, _ position: Int, room: Int) -> Int {
    let left = unsafe reader.end - position
    let used = min(Int(CS_BLOCKS), (left + 63) / 64, max(2, room / 14))
    let table = unsafe cs_table(blocks: reader.blocks, values: reader.values)
    unsafe UnsafeMutableRawPointer(masks).withMemoryRebound(to: cs_window.self, capacity: 1) { window in
      unsafe cs_find(
        scanner.lanes.rawValue, reader.base + position, left, used, table, scanner.maskRules, window)
    }
    if scanner.rules.contractions != .none {
      unsafe cutContractions(scanner, reader, position, used)
    }
    return unsafe limit(min(left, used * 64))
  }

  /// Cuts `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` and `'d`: none begins inside one, and one behind it. Of the o200k family they end words, of
  /// the others they are pieces.
  private func cutContractions(
    _ scanner: PatternScanner, _ reader: ClassReader, _ position: Int, _ used: Int
  ) {
    let (quotes, starts) = unsafe (row(CS_QUOTES), row(CS_STARTS))
    let isSuffix = scanner.rules.family == .o200k
    // Behind a suffix no other can stand.
    var suffixEnd = -1
    for block in 0..<used {
      var left = unsafe quotes[block]
      while left != 0 {
        let place = block * 64 + left.trailingZeroBitCount
        left &= left &- 1
        guard unsafe isSuffix || starts[block] &>> UInt64(place) & 1 == 1, place != suffixEnd,
          unsafe position + place < reader.end,
          let end = unsafe scanner.contraction(reader, position + place)
        else { continue }
        if isSuffix { suffixEnd = end - position }
        for inside in (isSuffix ? place : place + 1)..<end - position { unsafe set(inside, false, used) }
        unsafe set(end - position, true, used)
      }
    }
  }

  /// Says whether a piece begins at a place, if it lies in the window.
  private func set(_ place: Int, _ begins: Bool, _ used: Int) {
    let (block, bit) = (place / 64, 1 &<< UInt64(place % 64) as UInt64)
    if block >= used { return }
    let starts = unsafe row(CS_STARTS)
    unsafe starts[block] = begins ? starts[block] | bit : starts[block] & ~bit
  }

  /// Up to where starts are sure in a window of so many bytes: less than its margin, and no further than whitespace that goes on behind.
  private func limit(_ width: Int) -> Int {
    let space = unsafe row(CS_SPACE)
    var block = (width - 1) / 64
    var solid = unsafe ~space[block] & (2 &<< UInt64((width - 1) % 64) &- 1)
    while solid == 0 && block > 0 {
      block -= 1
      solid = unsafe ~space[block]
    }
    return unsafe min(width - Self.margin, block * 64 + 64 - solid.leadingZeroBitCount)
  }
}
