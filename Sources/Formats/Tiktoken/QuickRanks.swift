import Basics
import Tokens

/// The tokens of a rank file without anything out of the ordinary: every line is clean base64, one space, digits and one newline, and no
/// rank stands twice.
///
/// Four digits of base64 are four looks into tables and one store of their three bytes: 3.6 MB take 5 ms where splitting lines and
/// appending bytes one by one took 30.
///
/// Safety: the file is read at positions below its length, in groups of four only where four are left; the blob is written with four
/// bytes at a time below the room that is made for it, which is as many bytes as the file has and four more.
struct QuickRanks {
  private var blob: [UInt8] = []
  /// By rank, as `VocabularyTable` takes them.
  private var spans: [UInt64] = []
  private var kinds: [EntryKind] = []

  /// Nil when the file needs the reader that goes line by line. Throws when cancelled.
  init?(_ bytes: [UInt8], _ ticket: Ticket) throws(Trouble) {
    // A line of one letter and a rank of one digit is seven bytes long.
    let expected = bytes.count / 10
    spans.reserveCapacity(expected)
    kinds.reserveCapacity(expected)
    var position = 0
    var isPlain = true
    var isStopped = false
    var stopped: Trouble?
    let digits = Digits()
    // Of four digits three bytes remain, and the space, rank and newline are more than what a store may write behind them.
    blob = unsafe Array(unsafeUninitializedCapacity: bytes.count * 3 / 4 + 16) { blob, count in
      while position < bytes.count, isPlain, !isStopped {
        let start = count
        isPlain =
          unsafe token(bytes, &position, blob, &count, digits)
          && rank(bytes, &position, start..<count)
        if kinds.count & 0x3FFF == 0 {
          do throws(Trouble) {
            try ticket.step(0.05 + 0.3 * Double(position) / Double(bytes.count))
          } catch { (stopped, isStopped) = (error, true) }
        }
      }
    }
    if let stopped { throw stopped }
    if !isPlain { return nil }
  }

  /// The table of the tokens, to which everything goes over without a copy.
  mutating func takeTable() -> VocabularyTable {
    let (blob, spans, kinds) = (self.blob, self.spans, self.kinds)
    (self.blob, self.spans, self.kinds) = ([], [], [])
    return VocabularyTable(blob: consume blob, spans: consume spans, kinds: kinds)
  }

  /// Takes one token and the space behind it; false when it is not plain.
  @inline(__always)
  private func token(
    _ bytes: [UInt8], _ position: inout Int, _ blob: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int,
    _ digits: Digits
  ) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      let start = count
      while position &+ 4 <= bytes.count {
        let group = unsafe digits.value(
          bytes[position], bytes[position &+ 1], bytes[position &+ 2], bytes[position &+ 3])
        guard group < 1 << 24 else { break }
        unsafe Self.store(group, blob, count)
        count &+= 3
        position &+= 4
      }
      guard position < bytes.count else { return false }
      if unsafe bytes[position] != 0x20 {
        guard unsafe Self.last(bytes, &position, blob, &count, digits) else { return false }
      }
      position &+= 1
      return count > start && count &- start <= RankTable.tokenLimit
    }
  }

  /// A last group, of one or two bytes, up to the space.
  private static func last(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ blob: UnsafeMutableBufferPointer<UInt8>,
    _ count: inout Int, _ digits: Digits
  ) -> Bool {
    guard position + 4 < bytes.count, unsafe bytes[position + 3] == 0x3D,
      unsafe bytes[position + 4] == 0x20
    else { return false }
    let isOne = unsafe bytes[position + 2] == 0x3D
    let third = unsafe isOne ? 0x41 : bytes[position + 2]
    let group = unsafe digits.value(bytes[position], bytes[position + 1], third, 0x41)
    guard group < 1 << 24 else { return false }
    unsafe store(group, blob, count)
    count += isOne ? 1 : 2
    position += 4
    return true
  }

  @inline(__always)
  private static func store(_ group: UInt32, _ blob: UnsafeMutableBufferPointer<UInt8>, _ place: Int) {
    unsafe UnsafeMutableRawBufferPointer(blob).storeBytes(
      of: group.littleEndian, toByteOffset: place, as: UInt32.self)
  }

  /// Takes a rank and the newline, and sets its token; false when it is not plain.
  @inline(__always)
  private mutating func rank(_ bytes: [UInt8], _ position: inout Int, _ token: Range<Int>) -> Bool {
    var rank = 0
    let start = position
    while position < bytes.count, bytes[position] &- 0x30 < 10, position - start < 9 {
      rank = rank &* 10 &+ Int(bytes[position] &- 0x30)
      position &+= 1
    }
    guard position > start, rank < RankTable.rankLimit, kinds.count < RankTable.lineLimit else {
      return false
    }
    if position < bytes.count {
      guard bytes[position] == 0x0A else { return false }
      position &+= 1
    }
    let span = UInt64(token.lowerBound) << 32 | UInt64(token.count)
    if rank == kinds.count {
      spans.append(span)
      kinds.append(.normal)
      return true
    }
    return set(rank, span)
  }

  /// A rank out of order.
  private mutating func set(_ rank: Int, _ span: UInt64) -> Bool {
    if rank >= kinds.count {
      let more = rank + 1 - kinds.count
      spans += repeatElement(0, count: more)
      kinds += repeatElement(.hole, count: more)
    }
    guard kinds[rank] == .hole else { return false }
    (spans[rank], kinds[rank]) = (span, .normal)
    return true
  }

  /// By character at each of four places, its six bits where the bytes of a group lie when it is stored with the lowest byte first;
  /// a bit above them for what is no digit.
  private struct Digits: Sendable {
    private let tables: [UInt32]

    init() {
      tables = (0..<4).flatMap { place in
        (0..<256).map { character in
          guard let bits = Base64.value(UInt8(character)) else { return 1 << 24 }
          return (UInt32(bits) << UInt32(18 - 6 * place)).byteSwapped >> 8
        }
      }
    }

    @inline(__always)
    func value(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt32 {
      tables[Int(a)] | tables[256 &+ Int(b)] | tables[512 &+ Int(c)] | tables[768 &+ Int(d)]
    }
  }
}
