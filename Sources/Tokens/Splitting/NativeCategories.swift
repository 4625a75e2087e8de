/// What the installed PCRE2 takes for the general categories: its Unicode is of another edition than ours.
///
/// Found once by matching every code point of the planes in use, some milliseconds. A set of code points is
/// then written as the categories that come nearest, what they lack, and what they have too much.
struct NativeCategories: Sendable {
  static let shared = NativeCategories()

  private let sets: [(category: Category, set: CodePointSet)]
  private static let surrogates = CodePointSet(0xD800...0xDFFF)

  private init() {
    let categories = Category.allCases.filter { $0 != .cs }
    let pattern = categories.map { "(\\p{\($0.code)}+)" }.joined(separator: "|")
    var ranges = [[ClosedRange<UInt32>]](repeating: [], count: categories.count)
    if let compiled = try? CompiledPattern(Array(pattern.utf8)) {
      for plane: UInt32 in [0, 1, 2, 3, 14] { Self.scan(plane << 16, compiled, &ranges) }
    }
    sets = zip(categories, ranges).map { ($0, CodePointSet($1)) }
  }

  private static func scan(
    _ first: UInt32, _ compiled: CompiledPattern, _ ranges: inout [[ClosedRange<UInt32>]]
  ) {
    let scalars = (first..<first + 0x10000).compactMap(Unicode.Scalar.init)
    let subject = scalars.flatMap { Array($0.utf8) }
    var found: [(group: Int, scalars: Int)] = []
    unsafe compiled.withMatcher { matcher in
      unsafe subject.withUnsafeBufferPointer { bytes in
        var position = 0
        while position < bytes.count,
          case .match(let range) = unsafe matcher.match(bytes, from: position, last: bytes.count, limit: .max)
        {
          let length = range.reduce(0) { unsafe bytes[$1] & 0xC0 == 0x80 ? $0 : $0 + 1 }
          unsafe found.append((matcher.group, length))
          position = range.upperBound
        }
      }
    }
    var index = 0
    for (group, count) in found where group > 0 && index + count <= scalars.count {
      for scalar in scalars[index..<index + count] { Self.extend(&ranges[group - 1], scalar.value) }
      index += count
    }
  }

  private static func extend(_ ranges: inout [ClosedRange<UInt32>], _ scalar: UInt32) {
    if let last = ranges.last, last.upperBound + 1 == scalar {
      ranges[ranges.count - 1] = last.lowerBound...scalar
    } else {
      ranges.append(scalar...scalar)
    }
  }

  /// A piece of pattern that matches exactly one code point of `set`. With `keepingSign` a negated class
  /// stays one, since matching without case makes a difference between a class and the negation of its
  /// complement.
  func pattern(for set: CodePointSet, keepingSign negated: Bool? = nil) -> String {
    let wanted = set.subtracting(Self.surrogates)
    if wanted.isEmpty { return "(?!)" }
    let rest = set.inverted.subtracting(Self.surrogates)
    if rest.isEmpty { return "(?s:.)" }
    let positive = Cover(wanted, sets)
    let negative = Cover(rest, sets)
    return negated ?? (negative.cost < positive.cost) ? negative.negatedPattern : positive.pattern
  }

  /// A set as whole categories, ranges added, ranges taken away.
  private struct Cover {
    var categories: [Category] = []
    var added: CodePointSet
    var removed = CodePointSet()

    var cost: Int { categories.count + added.ranges.count + 3 * removed.ranges.count }

    init(_ wanted: CodePointSet, _ sets: [(category: Category, set: CodePointSet)]) {
      added = wanted
      for (category, native) in sets {
        let inside = native.intersection(wanted)
        let outside = native.subtracting(wanted)
        if inside.ranges.count <= outside.ranges.count { continue }
        categories.append(category)
        added = added.subtracting(native)
        removed = removed.union(outside)
      }
    }

    var pattern: String {
      let core = "[\(items)]"
      return removed.isEmpty ? core : "(?:(?![\(Self.written(removed))])\(core))"
    }

    var negatedPattern: String {
      let core = "[^\(items)]"
      return removed.isEmpty ? core : "(?:[\(Self.written(removed))]|\(core))"
    }

    private var items: String {
      var codes = categories.map(\.code)
      for letter in ["L", "M", "N", "P", "S", "Z"] {
        let all = Category.allCases.filter { $0.matches(letter) }.map(\.code)
        if Set(all).isSubset(of: codes) { codes = codes.filter { !all.contains($0) } + [letter] }
      }
      return codes.map { "\\p{\($0)}" }.joined() + Self.written(added)
    }

    private static func written(_ set: CodePointSet) -> String {
      set.ranges.map { range in
        let low = "\\x{" + String(range.lowerBound, radix: 16) + "}"
        let high = "\\x{" + String(range.upperBound, radix: 16) + "}"
        return range.count == 1 ? low : low + "-" + high
      }.joined()
    }
  }
}
