import Basics

/// A unit of the text in making and what it replaces: 0 the next character, 1 nothing (it is inserted), −n the next
/// character and n more.
typealias Change = (unit: UInt32, change: Int)

/// The four normalization forms of Unicode.
///
/// Source: Unicode Standard Annex 15, with the tables of edition 9.0 that the Hugging Face library uses. As there, a
/// character is aligned with the one whose turn it is, so reordered marks exchange their places.
enum NormalForm {
  case composed, decomposed, compatibleComposed, compatibleDecomposed

  private var isCompatible: Bool { self == .compatibleComposed || self == .compatibleDecomposed }
  private var isComposed: Bool { self == .composed || self == .compatibleComposed }

  func normalize(_ text: AlignedText) -> AlignedText {
    let table = NormalizationTable.shared
    if isUnchanged(text.bytes.span, table) { return text }
    var changes = decompose(text.bytes.span, table)
    if isComposed { changes = Self.compose(changes, table) }
    return Self.apply(changes, to: text)
  }

  /// The normalized bytes alone.
  func bytes(_ text: Span<UInt8>) -> [UInt8] {
    let table = NormalizationTable.shared
    var changes = decompose(text, table)
    if isComposed { changes = Self.compose(changes, table) }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for change in changes { Unit.append(change.unit, to: &result) }
    return result
  }

  /// A quick check: true only when nothing would change, and for form C always then.
  func isUnchanged(_ text: Span<UInt8>, _ table: NormalizationTable = .shared) -> Bool {
    if self == .composed { return ComposedCheck(table).firstChange(text) == nil }
    var position = 0
    while position < text.count {
      if text[position] < 0x80 {
        position += 1
        continue
      }
      let (unit, length) = Unit.at(position, in: text, end: text.count)
      if unit >= 0xA0 && unit < Unit.oddByte { return false }
      position += length
    }
    return true
  }

  private func decompose(_ text: Span<UInt8>, _ table: NormalizationTable) -> [Change] {
    var result: [Change] = []
    result.reserveCapacity(text.count)
    var pending = 0
    var position = 0
    while position < text.count {
      let (unit, length) = Unit.at(position, in: text, end: text.count)
      position += length
      var change = 0
      for part in table.decomposition(of: unit, compatible: isCompatible) ?? [unit] {
        if table.combiningClass(part) == 0 {
          Self.order(&result, from: pending, table)
          pending = result.count
        }
        result.append((part, change))
        change = 1
      }
    }
    Self.order(&result, from: pending, table)
    return result
  }

  /// Puts a starter's marks in the order of their classes; equal classes keep their order.
  private static func order(_ changes: inout [Change], from start: Int, _ table: NormalizationTable) {
    guard changes.count - start > 2 else {
      if changes.count - start == 2,
        table.combiningClass(changes[start].unit) > table.combiningClass(changes[start + 1].unit)
      {
        changes.swapAt(start, start + 1)
      }
      return
    }
    let classes = changes[start...].map { table.combiningClass($0.unit) }
    let order = classes.indices.sorted { (classes[$0], $0) < (classes[$1], $1) }
    changes.replaceSubrange(start..., with: order.map { changes[start + $0] })
  }

  /// Canonical composition. `changes` is decomposed and ordered.
  private static func compose(_ changes: [Change], _ table: NormalizationTable) -> [Change] {
    var result: [Change] = []
    result.reserveCapacity(changes.count)
    var starter: Int?
    var lastClass: UInt8?
    for next in changes {
      let combiningClass = table.combiningClass(next.unit)
      guard let at = starter else {
        if combiningClass == 0 { starter = result.count }
        result.append(next)
        continue
      }
      let isBlocked = lastClass.map { $0 >= combiningClass } ?? false
      if !isBlocked, let whole = table.composition(result[at].unit, next.unit) {
        result[at] = (whole, result[at].change + next.change - 1)
        continue
      }
      if combiningClass == 0 {
        starter = result.count
        lastClass = nil
      } else {
        lastClass = combiningClass
      }
      result.append(next)
    }
    return result
  }

  private static func apply(_ changes: [Change], to text: AlignedText) -> AlignedText {
    var result = AlignedText(origin: text.origin, capacity: text.count)
    var position = 0
    for (unit, change) in changes {
      if change > 0 {
        result.append(unit, as: position - 1, of: text)
        continue
      }
      result.append(unit, as: position, of: text)
      for _ in 0...(-change) where position < text.count {
        position += Unit.at(position, in: text.bytes.span, end: text.count).length
      }
      if change < 0 { result.extendLast(Unit.length(unit), to: position - 1, of: text) }
    }
    return result
  }
}
