/// Finds the units of a text from left to right.
///
/// Safety: reads `base[..<end]`, a bit of `cuts` (65,536 of them) for any two bytes, and one of 256 `skips`; callers pass positions
/// below `end`.
@unsafe struct UnitWalk {
  let base: UnsafePointer<UInt8>
  let end: Int
  private let cuts: UnsafePointer<UInt64>
  private let skips: UnsafePointer<Bool>

  /// Lends a walk over `text[..<end]`.
  @inline(__always)
  static func with<R, E: Error>(
    _ plan: UnitPlan, _ text: Span<UInt8>, end: Int, _ body: (UnitWalk) throws(E) -> R
  ) throws(E) -> R {
    precondition(end <= text.count, "a walk ends inside the text")
    return try unsafe text.withUnsafeBufferPointer { (bytes) throws(E) in
      try unsafe plan.cuts.bits.withUnsafeBufferPointer { (cuts) throws(E) in
        try unsafe plan.skips.withUnsafeBufferPointer { (skips) throws(E) in
          guard let base = bytes.baseAddress, let cuts = cuts.baseAddress, let skips = skips.baseAddress
          else {
            preconditionFailure("a text that is walked has a byte, and tables are never empty")
          }
          return try unsafe body(UnitWalk(base: base, end: end, cuts: cuts, skips: skips))
        }
      }
    }
  }

  /// Notes the units from `position` on, as many as there is room for; how many.
  @inline(__always)
  func fill(_ found: FoundUnits, from position: Int) -> Int {
    var position = position
    var count = 0
    while count < FoundUnits.room {
      position = unsafe skip(position)
      if unsafe position >= end { break }
      unsafe found.starts[count] = UInt32(truncatingIfNeeded: position)
      position = unsafe cut(position)
      unsafe found.ends[count] = UInt32(truncatingIfNeeded: position)
      count &+= 1
    }
    return count
  }

  /// Behind what gives nothing; the last such byte stays where a mark could follow it.
  @inline(__always)
  func skip(_ start: Int) -> Int {
    var position = start
    while unsafe position < end && skips[Int(base[position])] {
      if unsafe position + 1 < end && base[position + 1] >= 0x80 { break }
      position &+= 1
    }
    return position
  }

  /// Where the unit ends that begins at `start`.
  @inline(__always)
  func cut(_ start: Int) -> Int {
    var position = start &+ 1
    var left = unsafe base[start]
    while unsafe position < end {
      let right = unsafe base[position]
      if unsafe isCut(left, right), unsafe left < 0x80 || isSolid(position, start) { return position }
      left = right
      position &+= 1
    }
    return unsafe end
  }

  /// Where the unit begins that `position` lies in, when one begins at `start`.
  func unitStart(_ position: Int, after start: Int) -> Int {
    var position = position
    while position > start {
      let (left, right) = unsafe (base[position - 1], base[position])
      if unsafe isCut(left, right), unsafe left < 0x80 || isSolid(position, start) { break }
      position -= 1
    }
    return position
  }

  @inline(__always)
  private func isCut(_ left: UInt8, _ right: UInt8) -> Bool {
    let bit = Int(left) &<< 8 | Int(right)
    return unsafe cuts[bit &>> 6] &>> UInt64(bit & 63) & 1 == 1
  }

  /// Whether the character before `position` is whole, no white space and not `▁`, and joins no grapheme with an ASCII character.
  func isSolid(_ position: Int, _ start: Int) -> Bool { unsafe Self.isSolid(base, position, start) }

  /// The same of a text whose bytes `start..<position` may be read.
  static func isSolid(_ base: UnsafePointer<UInt8>, _ position: Int, _ start: Int) -> Bool {
    var lead = position - 1
    while lead > start, position - lead < 4, unsafe base[lead] & 0xC0 == 0x80 { lead -= 1 }
    let (value, length) = unsafe UTF8Scalar.read(base, lead, position)
    guard lead + length == position, value != UTF8Scalar.stray else { return false }
    if value > 0xA0 && value < 0x600 || value >= 0x3041 && value < 0xD7A4 { return true }
    return unsafe value != 0x2581 && !ScalarSet.whitespace.contains(value) && !Self.precedes(value)
  }

  /// Whether the character makes a grapheme of itself and what follows (Grapheme_Cluster_Break = Prepend), or has come after
  /// the tables of this program: then it is not trusted.
  private static func precedes(_ value: UInt32) -> Bool {
    switch value {
    case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0xD4E: true
    case 0x110BD, 0x110CD, 0x111C2...0x111C3, 0x113D1, 0x1193F, 0x11941, 0x11A3A, 0x11A84...0x11A89, 0x11D46,
      0x11F02:
      true
    default: false
    }
  }
}

/// The places of units that are found but not yet encoded, and the keys of the next few.
///
/// Safety: the columns have `room` elements.
@safe final class FoundUnits {
  /// No more than a sink takes between two looks for room.
  static let room = min(256, StagingSize.batch)
  let starts: UnsafeMutablePointer<UInt32>
  let ends: UnsafeMutablePointer<UInt32>
  let keys: UnsafeMutablePointer<PieceKey>

  init() {
    unsafe keys = .allocate(capacity: Self.room)
    unsafe starts = .allocate(capacity: Self.room)
    unsafe ends = .allocate(capacity: Self.room)
  }

  deinit {
    unsafe starts.deallocate()
    unsafe ends.deallocate()
    unsafe keys.deallocate()
  }
}
