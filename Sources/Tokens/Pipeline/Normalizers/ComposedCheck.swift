/// Whether a text is in form C: exact, and at the speed of reading where no character could change.
///
/// Most characters never change and change nothing before them. Around one that might, three questions are asked in order of
/// cost: whether marks stand in the order of their classes; whether it composes with the character before it; and what
/// normalizing makes of the stretch from the last character that never changes to the next.
/// Source: Unicode Standard Annex 15, "Detecting Normalization Forms".
///
/// Safety: pointers lead into the text that `firstChange` was given and are read below its end only; the set of unsure
/// characters is asked for words below its number.
struct ComposedCheck {
  private let table: NormalizationTable

  init(_ table: NormalizationTable) { self.table = table }

  /// The place of the first character that normalizing changes, or that changes the one before it; nil when normalizing would
  /// give the text itself.
  func firstChange(_ text: Span<UInt8>) -> Int? {
    var position = 0
    while true {
      position = firstUnsure(text, from: position)
      if position == text.count { return nil }
      guard let next = sureEnd(text, position) else { return position }
      position = next
    }
  }

  /// The first position from `start` of a character that may change, or the end.
  private func firstUnsure(_ text: Span<UInt8>, from start: Int) -> Int {
    unsafe text.withUnsafeBufferPointer { bytes in
      table.composable.withDense { unsure in
        guard let base = bytes.baseAddress else { return bytes.count }
        var position = unsafe UTF8Text.asciiEnd(base, start, bytes.count)
        while position < bytes.count {
          let (value, length) = unsafe UTF8Text.character(base, position, bytes.count)
          if value < 0x2_0000 {
            if unsafe unsure[unchecked: Int(value &>> 6)] &>> UInt64(value & 63) & 1 != 0 { return position }
          } else if value != UTF8Scalar.stray && table.mayChangeInFormC(value) {
            return position
          }
          position &+= length
          if unsafe position < bytes.count && base[position] < 0x80 {
            position = unsafe UTF8Text.asciiEnd(base, position, bytes.count)
          }
        }
        return position
      }
    }
  }

  /// Where to go on behind the character at `position` that may change; nil when something changes there.
  private func sureEnd(_ text: Span<UInt8>, _ position: Int) -> Int? {
    let (unit, length) = Unit.at(position, in: text, end: text.count)
    guard position > 0 else { return unchangedEnd(text, position) }
    let before = Unit.before(position, in: text, start: 0).unit
    let (ownClass, classBefore) = (table.combiningClass(unit), table.combiningClass(before))
    if !table.joining.contains(unit) { return classBefore > ownClass ? nil : position + length }
    let isAfterStarter = classBefore == 0 && !table.mayChangeInFormC(before)
    guard isAfterStarter, table.decomposition(of: unit, compatible: false) == nil else {
      return unchangedEnd(text, position)
    }
    if table.composition(before, unit) != nil { return nil }
    if ownClass == 0 || table.decomposition(of: before, compatible: false) == nil { return position + length }
    return unchangedEnd(text, position)
  }

  /// Where the stretch of characters that may change ends, when normalizing leaves it as it is.
  private func unchangedEnd(_ text: Span<UInt8>, _ position: Int) -> Int? {
    var start = position
    while start > 0 {
      let (unit, length) = Unit.before(start, in: text, start: 0)
      start -= length
      if !table.mayChangeInFormC(unit) { break }
    }
    var end = position
    while end < text.count {
      let (unit, length) = Unit.at(end, in: text, end: text.count)
      if end > position && !table.mayChangeInFormC(unit) { break }
      end += length
    }
    let stretch = text.extracting(start..<end)
    let normalized = NormalForm.composed.bytes(stretch)
    guard normalized.count == stretch.count else { return nil }
    return stretch.indices.allSatisfy { normalized[$0] == stretch[$0] } ? end : nil
  }
}
