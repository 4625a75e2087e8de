/// Pre-tokenizers that cut at white space and drop it: BERT's and CLIP's among them.
extension UnitPlan {
  /// A plan for words.
  ///
  /// White space vanishes and pieces are encoded one by one, so the text falls apart around white space, and around
  /// punctuation where that stands alone. Normalizers must decide by single characters, or by a character and its marks:
  /// an ASCII character that may take a mark (`<` with a stroke) is none to cut at. A mark behind a cut meets
  /// nothing that it could change.
  static func words(_ parts: PipelineParts) -> UnitPlan? {
    guard let stage = parts.preTokenizers.first, parts.preTokenizers.dropFirst().allSatisfy(isLocal)
    else { return nil }
    guard let standsAlone = standsAlone(stage) else { return nil }
    var composes = false
    for normalizer in parts.normalizers {
      guard
        normalizer is LlamaCppBert || normalizer is BertNormalizer || normalizer.allowsCuts
          || (normalizer as? Replace)?.writesSpaceOnly == true
      else { return nil }
      composes = composes || normalizer is NFC || normalizer is NFKC
    }
    var skips = [Bool](repeating: false, count: 256)
    for byte in [9, 10, 13, 32] { skips[byte] = true }
    var way = UnitWay.aligned
    if parts.normalizers.count == 1, let normalizer = parts.normalizers[0] as? BertNormalizer,
      stage is BertPreTokenizer, !parts.added.hasNormalized
    {
      way = WordUnits(normalizer, parts.model).map { .words($0) } ?? .aligned
    }
    func isAlone(_ byte: UInt8) -> Bool {
      byte < 0x80 && standsAlone(UInt32(byte)) && !(composes && byte >= 0x3C && byte <= 0x3E)
    }
    return UnitPlan(
      parts, skips: skips, firstDiffers: false, promise: .anywhere(trustsOthers: parts.normalizers.isEmpty),
      way: way
    ) { left, right in
      if skips[Int(left)] { return false }
      return skips[Int(right)] || isAlone(right) || isAlone(left)
    }
  }

  /// Which characters are pieces of their own; nil for other pre-tokenizers.
  private static func standsAlone(_ stage: any PreTokenizer) -> ((UInt32) -> Bool)? {
    switch stage {
    case is BertPreTokenizer: ScalarSet.punctuation.contains
    case is LlamaCppBert: LlamaCppClasses.standsAlone
    case is Whitespace, is WhitespaceSplit: { _ in false }
    case let stage as Split where dropsSpaces(stage): { _ in false }
    default: nil
    }
  }

  /// Whether matches alone are kept, none of which ever holds white space or ends for what stands behind it.
  private static func dropsSpaces(_ stage: Split) -> Bool {
    guard let stage = stage.stage, !stage.keepsGaps, let machine = stage.splitter as? PatternMachine else {
      return false
    }
    return [9, 10, 13, 32].allSatisfy(machine.endsBefore)
  }

  /// Whether it does to each piece what it would do to that alone, wherever it stands.
  private static func isLocal(_ stage: any PreTokenizer) -> Bool {
    (stage as? ByteLevel)?.addsPrefixSpace == false
  }
}
