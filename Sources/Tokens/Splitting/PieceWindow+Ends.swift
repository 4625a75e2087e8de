import CScan

/// From starts to ends.
///
/// Safety: as for the window; the kernel writes no more than the room that is left.
extension PieceWindow {
  /// Writes the ends of the pieces that are sure. Where starts are in doubt the plain scanner walks on from the last that is sure
  /// until it meets one behind the doubt.
  func write(
    _ scanner: PatternScanner, _ reader: ClassReader, upTo limit: Int, _ output: inout PieceEnds
  ) {
    let (origin, last) = unsafe (output.position, limit / 64)
    unsafe starts[0] &= ~1
    unsafe starts[last] &= 2 &<< UInt64(limit % 64) &- 1
    unsafe doubts[last] &= 2 &<< UInt64(limit % 64) &- 1
    var block = 0
    while block <= last {
      var end = block
      while unsafe end <= last && doubts[end] == 0 { end += 1 }
      unsafe extract(scanner, block..<end, origin, &output)
      if unsafe end > last || output.count == output.room { return }
      block = unsafe resolve(scanner, reader, end, origin, limit, &output)
    }
  }

  /// Writes all starts of some blocks.
  @inline(__always)
  private func extract(
    _ scanner: PatternScanner, _ range: Range<Int>, _ origin: Int, _ output: inout PieceEnds
  ) {
    guard !range.isEmpty else { return }
    let base = UInt32(truncatingIfNeeded: origin + range.lowerBound * 64)
    let more = unsafe cs_positions(
      scanner.lanes.rawValue, starts + range.lowerBound, range.count, base, output.ends + output.count,
      output.room - output.count)
    guard more > 0 else { return }
    unsafe output.count += more
    let step = unsafe output.ends[output.count - 1] &- UInt32(truncatingIfNeeded: output.position)
    unsafe output.position += Int(step)
  }

  /// Passes the first doubt of a block. Returns the block where all is sure again; what lies before is taken out of it.
  private func resolve(
    _ scanner: PatternScanner, _ reader: ClassReader, _ block: Int, _ origin: Int, _ limit: Int,
    _ output: inout PieceEnds
  ) -> Int {
    let doubt = unsafe block * 64 + doubts[block].trailingZeroBitCount
    var sure = unsafe starts[block] & ((1 &<< UInt64(doubt % 64)) &- 1)
    while unsafe sure != 0 && output.count < output.room {
      unsafe output.append(origin + block * 64 + sure.trailingZeroBitCount)
      sure &= sure &- 1
    }
    while unsafe output.count < output.room {
      let end = unsafe scanner.end(reader, output.position)
      unsafe output.append(end)
      let place = end - origin
      if place > limit { return Int.max }
      guard place > doubt, unsafe starts[place / 64] &>> UInt64(place % 64) & 1 == 1 else { continue }
      let rest = ~(2 &<< UInt64(place % 64) &- 1) as UInt64
      unsafe starts[place / 64] &= rest
      unsafe doubts[place / 64] &= rest
      return place / 64
    }
    return Int.max
  }
}
