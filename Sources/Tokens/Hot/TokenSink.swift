/// Where the tokens of a text go: all they are (`TokenSink`), their ids (`IDSink`) or only their number (`CountSink`).
///
/// The loop over pieces is written once and specialised for each.
protocol PieceSink: ~Copyable {
  /// Sees that there is room for the tokens of `Staging.batch` pieces of up to four tokens each.
  mutating func makeRoom()

  /// Takes the first `count` of four tokens as `PieceCache` packs them, of a piece at `start`. Called at most
  /// `Staging.batch` times after `makeRoom`.
  mutating func put(_ words: SIMD4<UInt32>, _ count: Int, at start: Int)

  /// Takes the tokens of a piece at `start`.
  mutating func put(_ record: PieceArena.Record, at start: Int)

  /// Takes tokens as they are.
  mutating func put(_ tokens: Span<Token>)

  /// Takes a token that does not reach back behind the one before.
  mutating func put(_ id: TokenID, _ place: Range<Int>)
}

/// Tokens of one pattern piece after the other, gathered in a small buffer before they go into an array, so that the loop
/// writes without asking for room.
///
/// Safety: `used` never exceeds `capacity`: `makeRoom` empties the buffer, each of at most `batch` calls of
/// `put` with four elements leaves what the following ones need, and other elements are taken only with that much room left.
@safe struct Staging<Element: BitwiseCopyable>: ~Copyable {
  private var elements: [Element] = []
  private let buffer: UnsafeMutablePointer<Element>
  private var used = 0

  /// Starts with room for about so many in the array.
  init(expecting count: Int) {
    elements.reserveCapacity(count)
    unsafe buffer = .allocate(capacity: StagingSize.capacity)
  }

  deinit { unsafe buffer.deallocate() }

  /// Empties the buffer into the array.
  mutating func flush() {
    if used == 0 { return }
    unsafe elements.append(contentsOf: UnsafeBufferPointer(start: buffer, count: used))
    used = 0
  }

  /// The place of four elements, of which `count` will stay.
  @inline(__always) @unsafe
  mutating func next(_ count: Int) -> UnsafeMutablePointer<Element> {
    let place = unsafe buffer + used
    used &+= count
    return unsafe place
  }

  /// The place of `count` elements; nil when that is too many at once, and then the buffer is empty.
  @inline(__always) @unsafe
  mutating func room(_ count: Int) -> UnsafeMutablePointer<Element>? {
    if used &+ count > StagingSize.spare {
      flush()
      if count > StagingSize.spare { return nil }
    }
    return unsafe next(count)
  }

  /// Adds one.
  @inline(__always)
  mutating func append(_ element: Element) {
    guard let place = unsafe room(1) else { return }
    unsafe place.initialize(to: element)
  }

  /// Adds one behind all, after `room` said nil.
  mutating func appendDirectly(_ element: Element) { elements.append(element) }

  /// The one that was added last.
  var last: Element? { unsafe used > 0 ? buffer[used - 1] : elements.last }

  /// Everything, leaving nothing.
  mutating func finish() -> [Element] {
    flush()
    defer { elements = [] }
    return elements
  }
}

/// How large the buffers of `Staging` are, in elements.
enum StagingSize {
  /// So many pieces are encoded between two looks for room.
  static let batch = 512
  /// For pieces of more than four tokens.
  static let spare = 1024
  static let capacity = spare + batch * 4
}
