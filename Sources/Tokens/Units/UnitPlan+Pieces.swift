/// Pipelines that cut by a pattern.
extension UnitPlan {
  /// A plan for pieces of a pattern behind normalizers, or behind other stages.
  ///
  /// No piece of the family that `PatternScanner` knows holds a space behind something visible, so the text falls apart before
  /// such a space, whatever stands further left or right; stages before it decide by single characters. Normal forms compose
  /// nothing with a space. Where the first stage sets runs of punctuation apart, the text falls apart around them too.
  static func pieces(_ parts: PipelineParts) -> UnitPlan? {
    guard parts.normalizers.allSatisfy({ $0.allowsCuts || $0 is BertNormalizer || $0 is Nmt }),
      isCutAtSpaces(parts.preTokenizers)
    else { return nil }
    let keepsOthers = parts.normalizers.allSatisfy { $0.allowsCuts && !($0 is StripAccents) }
    var punctuates = false
    if parts.normalizers.isEmpty, let first = parts.preTokenizers.first as? Punctuation {
      punctuates = first.setsRunsApart
    }
    return UnitPlan(
      parts, firstDiffers: false, promise: .anywhere(trustsOthers: parts.normalizers.isEmpty), way: .aligned
    ) { left, right in
      if right == 0x20 { return left < 0x80 ? left > 0x20 && left < 0x7F : keepsOthers }
      guard punctuates, left < 0x80, right < 0x80 else { return false }
      return ScalarSet.punctuation.contains(UInt32(left)) != ScalarSet.punctuation.contains(UInt32(right))
    }
  }

  /// Whether some stage cuts before every space behind something visible, and no stage before it undoes that.
  private static func isCutAtSpaces(_ stages: [any PreTokenizer]) -> Bool {
    for stage in stages {
      switch stage.cuts {
      case .none: return false
      case .anywhere: continue
      case .splitter(let splitter):
        return splitter is PatternScanner || (splitter as? EditionSplitter)?.splitter is PatternScanner
      }
    }
    return false
  }
}
