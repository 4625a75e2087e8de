/// Eight numbers of single precision, worked on at once.
typealias Lane = SIMD8<Float>

/// Spans walked in lanes of eight, the last one filled up with a neutral number.
///
/// The unsafe loads and stores of the engine's kernels are in this file. Their invariant: an index handed to `load` or `store` is followed
/// by eight numbers of the span (`at + 8 <= count`). Every walk keeps it by its loop bound and by a precondition, once a row, that the row lies
/// inside its spans; the rest of a row is read number by number, with the bounds checks of `Span`.
enum Lanes {
  /// The eight numbers from `at`.
  @inline(__always)
  static func load(_ span: borrowing Span<Float>, _ at: Int) -> Lane {
    assert(at + 8 <= span.count)
    return unsafe span.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at &* 4, as: Lane.self)
  }

  /// Writes eight numbers from `at`.
  @inline(__always)
  static func store(_ lane: Lane, _ span: inout MutableSpan<Float>, _ at: Int) {
    assert(at + 8 <= span.count)
    var bytes = unsafe span.mutableBytes
    unsafe bytes.storeBytes(of: lane, toUncheckedByteOffset: at &* 4, as: Lane.self)
  }

  /// The numbers from `at`, fewer than eight, and `fill` behind them.
  @inline(__always)
  static func loadRest(_ span: borrowing Span<Float>, _ at: Int, count: Int, fill: Float) -> Lane {
    var lane = Lane(repeating: fill)
    for index in 0..<count { lane[index] = span[at + index] }
    return lane
  }

  /// `target[i] = f(source[i])`, `source` and `target` being equally long.
  @inline(__always)
  static func map(
    _ source: borrowing Span<Float>, into target: inout MutableSpan<Float>, _ f: (Lane) -> Lane
  ) {
    precondition(source.count == target.count, "a mapped span is as long as its source")
    let count = source.count
    var at = 0
    while at + 8 <= count {
      store(f(load(source, at)), &target, at)
      at += 8
    }
    if at < count {
      let lane = f(loadRest(source, at, count: count - at, fill: 1))
      for index in 0..<count - at { target[at + index] = lane[index] }
    }
  }

  /// `target[i] = f(a[i], b[i])` for `count` numbers from given places; a side with `step` 0 stays at its first number.
  @inline(__always)
  static func zip(
    _ a: borrowing Span<Float>, _ aStart: Int, _ aStep: Int, _ b: borrowing Span<Float>, _ bStart: Int,
    _ bStep: Int, into target: inout MutableSpan<Float>, _ start: Int, count: Int,
    _ f: (Lane, Lane) -> Lane
  ) {
    precondition(
      aStart + aStep * count <= a.count && bStart + bStep * count <= b.count && start + count <= target.count,
      "a row lies inside its spans")
    let (aOne, bOne) = (Lane(repeating: a[aStart]), Lane(repeating: b[bStart]))
    var at = 0
    while at + 8 <= count {
      let x = aStep == 0 ? aOne : load(a, aStart + at)
      let y = bStep == 0 ? bOne : load(b, bStart + at)
      store(f(x, y), &target, start + at)
      at += 8
    }
    guard at < count else { return }
    let x = aStep == 0 ? aOne : loadRest(a, aStart + at, count: count - at, fill: 1)
    let y = bStep == 0 ? bOne : loadRest(b, bStart + at, count: count - at, fill: 1)
    let lane = f(x, y)
    for index in 0..<count - at { target[start + at + index] = lane[index] }
  }

  /// `target[i] += factor · source[i]` for `count` numbers from given places.
  @inline(__always)
  static func add(
    _ source: borrowing Span<Float>, _ from: Int, times factor: Float, to target: inout MutableSpan<Float>,
    _ start: Int, count: Int
  ) {
    precondition(
      from >= 0 && start >= 0 && from + count <= source.count && start + count <= target.count,
      "a row lies inside its spans")
    let factors = Lane(repeating: factor)
    var at = 0
    while at + 8 <= count {
      let sum = factors * load(source, from + at) + load(target.span, start + at)
      store(sum, &target, start + at)
      at += 8
    }
    while at < count {
      target[start + at] += factor * source[from + at]
      at += 1
    }
  }

  /// `target[i]` becomes `a[i]` where `mask[i]` is not nought, for `count` numbers from given places; with `aStep` 0 the first of `a`.
  @inline(__always)
  static func choose(
    _ mask: borrowing Span<Float>, _ maskStart: Int, _ a: borrowing Span<Float>, _ aStart: Int, _ aStep: Int,
    into target: inout MutableSpan<Float>, _ start: Int, count: Int
  ) {
    precondition(
      maskStart + count <= mask.count && aStart + aStep * count <= a.count && start + count <= target.count,
      "a row lies inside its spans")
    let one = Lane(repeating: a[aStart])
    var at = 0
    while at + 8 <= count {
      let isOff = load(mask, maskStart + at) .== 0
      store(
        (aStep == 0 ? one : load(a, aStart + at)).unless(isOff, load(target.span, start + at)), &target,
        start + at)
      at += 8
    }
    while at < count {
      if mask[maskStart + at] != 0 { target[start + at] = a[aStart + at * aStep] }
      at += 1
    }
  }

  /// All numbers folded into eight, and those into one.
  @inline(__always)
  static func fold(
    _ span: borrowing Span<Float>, from start: Int, count: Int, neutral: Float,
    _ f: (Lane, Lane) -> Lane
  ) -> Lane {
    precondition(start + count <= span.count, "a row lies inside its span")
    var result = Lane(repeating: neutral)
    var at = 0
    while at + 8 <= count {
      result = f(result, load(span, start + at))
      at += 8
    }
    if at < count { result = f(result, loadRest(span, start + at, count: count - at, fill: neutral)) }
    return result
  }
}

extension SIMD8<Float> {
  /// This where `mask` is false, `other` where it is true.
  @inline(__always)
  func unless(_ mask: SIMDMask<SIMD8<Int32>>, _ other: Lane) -> Lane { replacing(with: other, where: mask) }
}
