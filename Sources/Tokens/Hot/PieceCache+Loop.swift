import CScan

/// The loop from pieces to tokens.
///
/// Pieces go through it by the block: first the keys of all are worked out and their lines asked for, then each is looked up,
/// when its line is near.
///
/// Safety: positions are those of pieces, which the caller promises to lie in the text one behind the other; sixteen bytes
/// are read at once only where the text has as many. `waiting` has room for a block.
extension PieceCache {
  /// So many pieces are in a block.
  static let block = 64

  /// A piece that waits for its line.
  struct Waiting: BitwiseCopyable {
    var key: PieceKey
    var hash: UInt64
  }

  /// Puts the tokens of pieces that follow one another from `start` into `sink`. `encode` appends the tokens of a piece
  /// that is not remembered.
  @unsafe
  mutating func encode<Sink: PieceSink & ~Copyable>(
    _ text: UnsafeRawBufferPointer, from start: Int, _ ends: UnsafeBufferPointer<UInt32>,
    into sink: inout Sink, _ encode: (_ piece: Range<Int>, _ tokens: inout [Token]) -> Void
  ) {
    let (count, lastQuick) = (ends.count, text.count - 16)
    guard let ends = ends.baseAddress else { return }
    var (start, index) = (start, 0)
    while index < count {
      sink.makeRoom()
      var stop = min(count, index + Self.block)
      while unsafe stop > index && (stop - 1 == index ? start : Int(ends[stop - 2])) > lastQuick { stop -= 1 }
      if stop == index {
        let end = unsafe Int(ends[index])
        unsafe put(text, start, end, into: &sink, encode)
        (start, index) = (end, index + 1)
      } else {
        unsafe putBlock(text, start, ends + index, stop - index, into: &sink, encode)
        start = unsafe Int(ends[stop - 1])
        index = stop
      }
    }
  }

  /// Pieces from each of which sixteen bytes are legible.
  @inline(__always) @unsafe
  private mutating func putBlock<Sink: PieceSink & ~Copyable>(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ ends: UnsafePointer<UInt32>, _ count: Int,
    into sink: inout Sink, _ encode: (_ piece: Range<Int>, _ tokens: inout [Token]) -> Void
  ) {
    guard let base = text.baseAddress else { return }
    unsafe ask(base, start, ends, count)
    let waiting = unsafe waiting
    var start = start
    var cursor = sink.cursor
    for index in 0..<count {
      let end = unsafe Int(ends[index])
      let piece = unsafe waiting[index]
      if let entry = unsafe find(piece.key, line(piece.hash)), unsafe !entry.isStored {
        unsafe Sink.put(entry.words, entry.count, at: start, &cursor)
      } else {
        sink.cursor = cursor
        unsafe put(text, start, end, into: &sink, encode)
        cursor = sink.cursor
      }
      start = end
    }
    sink.cursor = cursor
  }

  /// Works out the keys of a block and asks for their lines.
  @inline(__always) @unsafe
  private func ask(
    _ base: UnsafeRawPointer, _ start: Int, _ ends: UnsafePointer<UInt32>, _ count: Int
  ) {
    let (waiting, masks) = unsafe (waiting, UnsafePointer(masks))
    var start = start
    for index in 0..<count {
      let end = unsafe Int(ends[index])
      let key = unsafe PieceKey(short: base + start, end &- start, masks)
      let hash = key.hash
      unsafe waiting[index] = Waiting(key: key, hash: hash)
      unsafe cs_prefetch(line(hash))
      start = end
    }
  }

  /// Any piece.
  @inline(never) @unsafe
  private mutating func put<Sink: PieceSink & ~Copyable>(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int, into sink: inout Sink,
    _ encode: (_ piece: Range<Int>, _ tokens: inout [Token]) -> Void
  ) {
    guard let base = text.baseAddress else { return }
    let place = unsafe base + start
    let (count, readable) = (end - start, text.count - start)
    if let entry = unsafe find(place, count, readable: readable) {
      if unsafe !entry.isStored {
        var cursor = sink.cursor
        unsafe Sink.put(entry.words, entry.count, at: start, &cursor)
        sink.cursor = cursor
      } else if let record = unsafe record(entry) {
        unsafe sink.put(record, at: start)
      }
      return
    }
    var tokens = missed
    missed = []
    tokens.removeAll(keepingCapacity: true)
    encode(start..<end, &tokens)
    unsafe insert(place, count, readable: readable, tokens.span, start: start)
    sink.put(tokens.span)
    missed = tokens
  }
}
