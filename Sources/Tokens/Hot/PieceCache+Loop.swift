/// The loop from pieces to tokens.
///
/// Safety: positions are those of pieces, which the caller promises to lie in the text one behind the other; sixteen bytes
/// are read at once only where the text has as many.
extension PieceCache {
  /// Puts the tokens of pieces that follow one another from `start` into `sink`. `encode` appends the tokens of a piece
  /// that is not remembered.
  @unsafe
  mutating func encode<Sink: PieceSink & ~Copyable>(
    _ text: UnsafeRawBufferPointer, from start: Int, _ ends: UnsafeBufferPointer<UInt32>,
    into sink: inout Sink, _ encode: (_ piece: Range<Int>, _ tokens: inout [Token]) -> Void
  ) {
    guard let base = text.baseAddress else { return }
    let (count, lastQuick) = (ends.count, text.count - 16)
    var (start, index) = (start, 0)
    while index < count {
      sink.makeRoom()
      let stop = min(count, index + StagingSize.batch)
      while index < stop {
        let end = unsafe Int(ends[index])
        index &+= 1
        if !(unsafe putShort(base, start, end &- start, lastQuick, into: &sink)) {
          unsafe put(text, start, end, into: &sink, encode)
        }
        start = end
      }
    }
  }

  /// Puts the tokens of a short piece that is remembered; false when it is not.
  @inline(__always) @unsafe
  private func putShort<Sink: PieceSink & ~Copyable>(
    _ base: UnsafeRawPointer, _ start: Int, _ count: Int, _ lastQuick: Int, into sink: inout Sink
  ) -> Bool {
    guard start <= lastQuick && UInt(bitPattern: count &- 1) < UInt(PieceKey.longestShort) else {
      return false
    }
    let key = unsafe PieceKey(short: base + start, count, masks)
    guard let entry = unsafe find(key, line(key)), unsafe !entry.isStored else { return false }
    unsafe sink.put(entry.words, entry.count, at: start)
    return true
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
      if unsafe !entry.isStored { return unsafe sink.put(entry.words, entry.count, at: start) }
      if let record = unsafe record(entry) { unsafe sink.put(record, at: start) }
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
