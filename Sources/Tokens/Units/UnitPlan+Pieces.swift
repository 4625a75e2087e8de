/// Pipelines that cut by a pattern.
extension UnitPlan {
  /// A plan for pieces of a pattern behind normalizers, or behind other stages.
  ///
  /// Where pieces end for certain before a space behind something visible, whatever stands further left or right, the text
  /// falls apart. Normal forms compose nothing with a space. Where the first stage sets runs of punctuation apart, the text
  /// falls apart around them too.
  static func pieces(_ parts: PipelineParts) -> UnitPlan? {
    let stages = parts.preTokenizers
    guard parts.normalizers.allSatisfy({ $0.allowsCuts || $0 is BertNormalizer || $0 is Nmt }) else {
      return nil
    }
    let cuts = (0..<UInt32(0x80)).map { $0 > 0x20 && $0 < 0x7F && stages.isCut(.scalar($0), 0x20) }
    let cutsOthers = stages.isCut(.others, 0x20)
    if !cuts.contains(true) { return nil }
    // A normalizer may make any visible character of one.
    let mayRewrite = !parts.normalizers.allSatisfy { $0 is RepairedText }
    if mayRewrite && !(cutsOthers && cuts[0x21...0x7E].allSatisfy { $0 }) { return nil }
    let keepsOthers = parts.normalizers.allSatisfy { $0.allowsCuts && !($0 is StripAccents) }
    let first = parts.normalizers.isEmpty ? stages.first as? Punctuation : nil
    let punctuates = first?.setsRunsApart ?? false
    let direct = parts.added.hasNormalized ? nil : DirectRoute(parts)
    return UnitPlan(
      parts, firstDiffers: false, promise: .anywhere(trustsOthers: parts.normalizers.isEmpty),
      way: direct.map { .direct($0) } ?? .aligned
    ) { left, right in
      if right == 0x20 { return left < 0x80 ? cuts[Int(left)] : cutsOthers && keepsOthers }
      guard punctuates, left < 0x80, right < 0x80 else { return false }
      return ScalarSet.punctuation.contains(UInt32(left)) != ScalarSet.punctuation.contains(UInt32(right))
    }
  }
}
