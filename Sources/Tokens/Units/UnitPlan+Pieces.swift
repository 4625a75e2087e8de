/// Pipelines that cut by a pattern.
extension UnitPlan {
  /// A plan for pieces of a pattern behind normalizers, or behind other stages.
  ///
  /// Where pieces end for certain before a space behind something visible, whatever stands further left or right, the text
  /// falls apart. Normal forms compose nothing with a space. Where the first stage sets runs of punctuation apart, the text
  /// falls apart around them too.
  static func pieces(_ parts: PipelineParts) -> UnitPlan? {
    let stages = parts.preTokenizers
    guard parts.normalizers.allSatisfy({ $0.allowsCuts || $0 is BertNormalizer || $0 is Nmt }),
      stages.isCut(.scalar(0x61), 0x20)
    else { return nil }
    let keepsOthers =
      parts.normalizers.allSatisfy { $0.allowsCuts && !($0 is StripAccents) } && stages.isCut(.others, 0x20)
    var punctuates = false
    if parts.normalizers.isEmpty, let first = stages.first as? Punctuation {
      punctuates = first.setsRunsApart
    }
    return UnitPlan(
      parts, firstDiffers: false, promise: .anywhere(trustsOthers: parts.normalizers.isEmpty), way: .aligned
    ) { left, right in
      if right == 0x20 {
        if left >= 0x80 { return keepsOthers }
        return left > 0x20 && left < 0x7F && stages.isCut(.scalar(UInt32(left)), 0x20)
      }
      guard punctuates, left < 0x80, right < 0x80 else { return false }
      return ScalarSet.punctuation.contains(UInt32(left)) != ScalarSet.punctuation.contains(UInt32(right))
    }
  }
}
