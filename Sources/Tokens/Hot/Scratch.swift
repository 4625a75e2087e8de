import Basics

/// What one thread needs while it encodes: the pieces that wait, and what it remembers of earlier ones.
///
/// Safety: `ends` has room for `room` numbers, and no more than that are ever written. One thread at a time uses a scratch:
/// a pool lends it.
@safe final class Scratch {
  /// So many pieces are cut before they are encoded.
  private static let room = 4096

  private var cache: PieceCache
  private let ends: UnsafeMutablePointer<UInt32>
  /// How many pieces wait. They follow one another from `start` to `end`.
  private var count = 0
  private var start = 0
  private var end = 0

  init(_ bounds: PieceCache.Bounds) {
    cache = PieceCache(bounds)
    unsafe ends = .allocate(capacity: Self.room)
  }

  deinit { unsafe ends.deallocate() }

  /// Whether a piece that begins at `start` may wait with the others.
  @inline(__always)
  func takes(_ start: Int) -> Bool { count == 0 || count < Self.room && end == start }

  /// Lets none wait: those of a text that was given up.
  func clear() { count = 0 }

  /// Lets a piece wait that `takes` allows.
  @inline(__always)
  func add(_ piece: Range<Int>) {
    precondition(takes(piece.lowerBound), "waiting pieces follow one another")
    if piece.isEmpty { return }
    if count == 0 { start = piece.lowerBound }
    end = piece.upperBound
    unsafe ends[count] = UInt32(truncatingIfNeeded: end)
    count += 1
  }

  /// Lets as many pieces wait as there is room for, none of which waits yet. Returns where they end.
  func cut(_ text: Span<UInt8>, _ range: Range<Int>, _ scanner: PatternScanner) -> Int {
    precondition(count == 0 && range.lowerBound >= 0 && range.upperBound <= text.count, "a part of the text")
    unsafe text.withUnsafeBufferPointer { text in
      unsafe count = scanner.cut(
        text, from: range.lowerBound, to: range.upperBound, into: ends, room: Self.room)
    }
    start = range.lowerBound
    end = unsafe count == 0 ? range.upperBound : Int(ends[count - 1])
    return end
  }

  /// Puts the tokens of all pieces that wait into `sink`.
  func encode<Sink: PieceSink & ~Copyable>(
    _ text: Span<UInt8>, _ model: BytePairModel, into sink: inout Sink
  ) {
    if count == 0 { return }
    precondition(start >= 0 && end <= text.count, "the pieces lie inside the text")
    unsafe text.withUnsafeBytes { bytes in
      unsafe cache.encode(
        bytes, from: start, UnsafeBufferPointer(start: ends, count: count), into: &sink
      ) { piece, tokens in model.encode(text, piece, into: &tokens) }
    }
    count = 0
  }
}
