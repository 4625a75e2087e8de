/// Where a text may be cut in two.
extension Pipeline {
  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    guard let splitter = cuttingSplitter else { return nil }
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
    return parts.added.boundary.allows(left, right)
  }

  /// The splitter whose word counts: the first that promises anything, when nothing before it can undo that.
  private var cuttingSplitter: (any Splitter)? {
    guard parts.normalizers.allSatisfy(\.allowsCuts) else { return nil }
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
