extension TextCounts {
  /// Whether counts of the parts on both sides of `place` add up to the counts of the whole: it is a boundary of characters
  /// and graphemes whatever stands further off. Says no where it cannot know, as among bytes that are not UTF-8.
  package static func mayCut(_ bytes: Span<UInt8>, at place: Int) -> Bool {
    guard place > 0, place < bytes.count else { return true }
    let (before, after) = (bytes[place - 1], bytes[place])
    if before == 10 { return true }
    if before < 0x80 && after < 0x80 { return !(before == 13 && after == 10) }
    return isGraphemeBoundary(bytes, place)
  }

  /// Asks the Swift library, with some characters of context.
  private static func isGraphemeBoundary(_ bytes: Span<UInt8>, _ place: Int) -> Bool {
    guard bytes[place] & 0xC0 != 0x80 else { return false }
    var low = max(0, place - 64)
    while low < place, bytes[low] & 0xC0 == 0x80 { low += 1 }
    var high = place + 1
    while high < bytes.count, high < place + 4, bytes[high] & 0xC0 == 0x80 { high += 1 }
    var context: [UInt8] = []
    for i in low..<high { context.append(bytes[i]) }
    guard let text = String(validating: context, as: UTF8.self) else { return false }
    let cut = text.utf8.index(text.startIndex, offsetBy: place - low)
    let (last, next) = (text.unicodeScalars[..<cut].last, text.unicodeScalars[cut])
    // A flag is two letters, and a joiner binds across marks: both may depend on what is further back.
    if last?.value == 0x200D || (isFlagLetter(next) && last.map(isFlagLetter) ?? false) { return false }
    return text.indices.contains(cut)
  }

  private static func isFlagLetter(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }
}
