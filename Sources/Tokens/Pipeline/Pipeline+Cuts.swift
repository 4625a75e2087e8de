/// Where a text may be cut in two.
///
/// What `safeCut` promises: the parts, encoded as windows of which all but the first say `startsInside`, give the tokens of the
/// whole. Three kinds of pipelines keep it: those whose pattern says where its pieces end, those that fall apart into
/// units (`UnitPlan`), and none else. A unigram model over a whole text cannot promise: its sums are rounded, so of two ways that
/// score the same the one that wins may depend on everything before.
extension Pipeline {
  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    if let splitter = cuttingSplitter { return safeCut(splitter, in: bytes, from: from) }
    guard let plan = units.plan(parts), let promise = plan.promise else { return nil }
    var position = max(from, 1)
    while position < bytes.count {
      if promise.allows(bytes[position - 1], bytes[position]), promise.isKnown(bytes, before: position),
        isInStep(bytes, position)
      {
        return position
      }
      position += 1
    }
    return nil
  }

  /// Whether the text of a stretch may fall apart into units. Parts of llama.cpp take as many bytes for a character as its first
  /// one says, so what is no UTF-8 may swallow what stands behind it.
  func hasUnits(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    parts.library != .llamaCpp || UTF8Text.validEnd(text, range) == range.upperBound
  }

  /// Whether nothing before `position` swallows what stands behind it: so far before it as a character reaches twice all is UTF-8.
  private func isInStep(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
    if parts.library != .llamaCpp { return true }
    var start = max(0, position - 8)
    while start > 0 && bytes[start] & 0xC0 == 0x80 && position - start < 12 { start -= 1 }
    return UTF8Text.validEnd(bytes, start..<position) == position
  }

  private func safeCut(_ splitter: any Splitter, in bytes: Span<UInt8>, from: Int) -> Int? {
    var from = from
    while let place = splitter.safeCut(in: bytes, from: from) {
      if place > 0, place < bytes.count, isSafe(bytes[place - 1], bytes[place]) { return place }
      from = place + 1
      if from > bytes.count { return nil }
    }
    return nil
  }

  private func isSafe(_ left: UInt8, _ right: UInt8) -> Bool {
    if !parts.normalizers.isEmpty && (left >= 0x80 || right >= 0x80) { return false }
    return parts.added.boundary.allowsAnyCase(left, right)
  }

  /// The splitter whose word counts: one for all stages, or the first that promises anything, when nothing before it can undo that.
  private var cuttingSplitter: (any Splitter)? {
    guard parts.normalizers.allSatisfy(\.allowsCuts) else { return nil }
    if let direct { return direct.splitter }
    for stage in parts.preTokenizers {
      switch stage.cuts {
      case .none: return nil
      case .anywhere: continue
      case .splitter(let splitter): return splitter
      }
    }
    return nil
  }
}
