/// Decompositions, combining classes and compositions of Unicode 9.0.
///
/// Packed canonical entries are: distance to the character before × 4, plus 2 when the step gives two characters,
/// plus 1 when it must not be composed again; then the first character as signed distance, then the second.
/// Compatibility entries are: distance, length, and each character as signed distance to the one before.
/// Hangul is computed. Source: The Unicode Standard, section 3.11 and Annex 15.
struct NormalizationTable: Sendable {
  static let shared = NormalizationTable()

  private var canonical: [UInt32: ArraySlice<UInt32>] = [:]
  private var compatibility: [UInt32: ArraySlice<UInt32>] = [:]
  private var compositions: [UInt64: UInt32] = [:]
  private var classes: [UInt32: UInt8] = [:]
  /// Characters that composition may change or that stand where one before them may change.
  private(set) var composable: ScalarSet
  /// Those of them that may change or take part in a change where no marks change places: all but marks that never compose.
  private(set) var joining: ScalarSet

  private init() {
    composable = ScalarSet([])
    joining = ScalarSet([])
    var unstable: Set<UInt32> = Set((UInt32(0x1161)...0x1175)).union(0x11A8...0x11C2)
    readCanonical(&unstable)
    joining = ScalarSet(unstable)
    readClasses(&unstable)
    readCompatibility()
    composable = ScalarSet(unstable)
  }

  private mutating func readClasses(_ unstable: inout Set<UInt32>) {
    var numbers = PackedNumbers(CanonicalData.classes)
    var last = 0
    while !numbers.isAtEnd {
      let start = last + numbers.next()
      last = start + numbers.next()
      let combiningClass = UInt8(numbers.next())
      for scalar in start...last {
        classes[UInt32(scalar)] = combiningClass
        unstable.insert(UInt32(scalar))
      }
    }
  }

  private mutating func readCanonical(_ unstable: inout Set<UInt32>) {
    var numbers = PackedNumbers(CanonicalData.decompositions)
    var steps: [(scalar: UInt32, parts: [UInt32])] = []
    var last = 0
    while !numbers.isAtEnd {
      let head = numbers.next()
      let scalar = last + head / 4
      var parts = [UInt32(last + numbers.nextSigned())]
      if head & 2 != 0 { parts.append(UInt32(numbers.next())) }
      if head & 2 != 0 && head & 1 == 0 {
        compositions[UInt64(parts[0]) << 32 | UInt64(parts[1])] = UInt32(scalar)
        unstable.insert(parts[1])
      } else {
        unstable.insert(UInt32(scalar))
      }
      steps.append((UInt32(scalar), parts))
      last = scalar
    }
    var oneStep: [UInt32: [UInt32]] = [:]
    for step in steps { oneStep[step.scalar] = step.parts }
    for step in steps { canonical[step.scalar] = Self.whole(step.parts, oneStep) }
  }

  /// Only the first character of a step can be decomposed further.
  private static func whole(_ parts: [UInt32], _ oneStep: [UInt32: [UInt32]]) -> ArraySlice<UInt32> {
    var result = parts
    while let first = result.first, let more = oneStep[first] { result.replaceSubrange(0..<1, with: more) }
    return result[...]
  }

  private mutating func readCompatibility() {
    var numbers = PackedNumbers(CompatibilityData.decompositions)
    var scalar = 0
    var last = 0
    while !numbers.isAtEnd {
      scalar += numbers.next()
      var parts: [UInt32] = []
      for _ in 0..<numbers.next() {
        last += numbers.nextSigned()
        parts.append(UInt32(last))
      }
      compatibility[UInt32(scalar)] = parts[...]
    }
  }

  func combiningClass(_ scalar: UInt32) -> UInt8 { scalar < 0x300 ? 0 : classes[scalar] ?? 0 }

  /// Whether text made of characters for which this is false is in form C already.
  func mayChangeInFormC(_ scalar: UInt32) -> Bool { scalar >= 0x300 && composable.contains(scalar) }

  /// The whole decomposition, nil when the character stands for itself.
  func decomposition(of scalar: UInt32, compatible: Bool) -> ArraySlice<UInt32>? {
    guard scalar >= 0xA0 else { return nil }
    if scalar >= 0xAC00 && scalar < 0xAC00 + 11172 { return Self.hangul(scalar - 0xAC00) }
    if compatible, let parts = compatibility[scalar] { return parts }
    return canonical[scalar]
  }

  /// The character that two make together.
  func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first >= 0x1100 && first < 0x1113 && second >= 0x1161 && second < 0x1176 {
      return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
    }
    let isSyllableWithoutTail = first >= 0xAC00 && first < 0xAC00 + 11172 && (first - 0xAC00) % 28 == 0
    if isSyllableWithoutTail && second > 0x11A7 && second < 0x11C3 { return first + second - 0x11A7 }
    return compositions[UInt64(first) << 32 | UInt64(second)]
  }

  private static func hangul(_ index: UInt32) -> ArraySlice<UInt32> {
    let lead = 0x1100 + index / 588
    let vowel = 0x1161 + index % 588 / 28
    let tail = index % 28
    return tail == 0 ? [lead, vowel] : [lead, vowel, 0x11A7 + tail]
  }
}
