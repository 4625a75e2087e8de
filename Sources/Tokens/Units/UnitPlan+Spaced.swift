/// Models that see spaces as `▁`: SentencePiece and its like.
extension UnitPlan {
  /// What the stages before the model come to.
  private struct Spacing {
    var fates: ByteFates
    /// Each `▁` begins a piece of its own.
    var splits = false
    /// White space vanishes.
    var drops = false
    /// Every piece gets its space.
    var isEverywhere = false

    init?(_ parts: PipelineParts) {
      var fates = ByteFates()
      for normalizer in parts.normalizers {
        guard let next = normalizer.fates else { return nil }
        fates = fates.then(next)
      }
      self.fates = fates
      for (index, stage) in parts.preTokenizers.enumerated() where !read(stage, index) { return nil }
      if !self.fates.writesSpaces { return nil }
    }

    private mutating func read(_ stage: any PreTokenizer, _ index: Int) -> Bool {
      switch stage {
      case is WhitespaceSplit where index == 0 && !fates.writesSpaces:
        (splits, drops) = (true, true)
      case let stage as Metaspace where stage.isUsual:
        fates.writesSpaces = true
        splits = splits || stage.splits
        isEverywhere = stage.scheme == .always
      case let stage as Split
      where fates.writesSpaces && stage.pattern.isLiteral && stage.pattern.source == [0x20]:
        break
      default: return false
      }
      return true
    }

    /// Whether the character is white space where the model or a pre-tokenizer sees it.
    func isSpace(_ byte: UInt8) -> Bool {
      fates.isSpace(byte) || drops && fates.stays(byte) && ScalarSet.whitespace.contains(UInt32(byte))
    }

    /// Whether the character stays and is no space, when it stands to the left of a cut.
    func isVisible(_ byte: UInt8) -> Bool {
      byte < 0x80 && fates.fates[Int(byte)] == .same && !(drops && isSpace(byte))
    }
  }

  /// What holds for windows. Unknown neighbours that become one must not meet, so the space must be known.
  private static func promise(_ spacing: Spacing, _ kind: ModelKind, _ model: any Model) -> Promise {
    let trustsOthers = !spacing.fates.changesOthers
    if spacing.splits || kind.fused == nil && !kind.addsUp { return .anywhere(trustsOthers: trustsOthers) }
    let space = VisibleSpace.bytes
    if kind.addsUp || model.vocabulary.pieceID(of: space.span, 0..<3) == nil { return .never }
    return .atSpaces(trustsOthers: trustsOthers)
  }

  /// A plan for models that see spaces as `▁`.
  ///
  /// *Before a space behind something visible.* Pieces begin there (`Metaspace`, white space that vanishes), or no entry
  /// holds `▁` behind another character: then no merge and no entry of a Viterbi path lies across. Runs of spaces stay
  /// whole, so it does not matter whether they collapse.
  /// *Between characters that stand side by side in no entry*, where pieces do not begin anywhere else: the same holds. What
  /// stands there must reach the model unchanged. Characters that are dropped let their neighbours meet, so every
  /// character must have an entry, bytes or an unknown token; unknown neighbours are joined afterwards.
  ///
  /// The scores of a unigram model are added up from the beginning of a piece, so where the text is one piece rounding depends
  /// on all that came before: see `UnigramUnits`. There windows are never promised.
  static func spaced(_ parts: PipelineParts) -> UnitPlan? {
    guard let spacing = Spacing(parts), let kind = ModelKind(parts.model, splits: spacing.splits) else {
      return nil
    }
    let neighbours = EntryNeighbours(parts.model.vocabulary, fixed: kind.unknownSpelling)
    if kind.meetsSpellings && neighbours.holdSpellings { return nil }
    let fates = spacing.fates
    var skips = [Bool](repeating: false, count: 256)
    if spacing.drops { for byte in UInt8.min..<128 where spacing.isSpace(byte) { skips[Int(byte)] = true } }
    return UnitPlan(
      parts, skips: skips, mayBeOpen: (fates.changesOthers || fates.collapsesSpaces) && !spacing.drops,
      firstDiffers: !(spacing.drops && spacing.isEverywhere), fused: spacing.splits ? nil : kind.fused,
      promise: promise(spacing, kind, parts.model),
      way: .spaced(SpacedUnits(parts, fates, drops: spacing.drops, splits: spacing.splits))
    ) { left, right in
      if spacing.isSpace(right) {
        if left < 0x80 && !spacing.isVisible(left) { return false }
        if spacing.splits || !neighbours.crossWords { return true }
        return (left < 0x80 || !fates.changesOthers) && !neighbours.contains(left, 0x20)
      }
      // A pre-tokenizer that puts a space before whatever begins without one would put it here too.
      guard kind.isLocal && !spacing.splits && !spacing.isEverywhere else { return false }
      let isSure = fates.changesOthers ? fates.stays(right) : right >= 0x80 || fates.stays(right)
      let leftIsSpace = spacing.isSpace(left)
      if leftIsSpace && fates.collapsesSpaces { return false }
      guard isSure, leftIsSpace || (left < 0x80 ? spacing.isVisible(left) : !fates.changesOthers) else {
        return false
      }
      return !neighbours.contains(leftIsSpace ? 0x20 : left, right)
    }
  }
}

/// What counts of a model when its text is cut.
private struct ModelKind {
  /// Nothing is joined between two bytes that stand side by side in no entry.
  var isLocal = true
  /// Scores are added up along a piece.
  var addsUp = false
  /// Spellings of bytes take part in merges.
  var meetsSpellings = false
  var unknownSpelling: [UInt8]?
  var fused: TokenID?

  /// Nil for models that cannot be cut. `splits` says that pieces begin at every space.
  init?(_ model: any Model, splits: Bool) {
    switch model {
    case let model as BytePairModel:
      if !read(model, splits) { return nil }
    case let model as ScoredBytePairModel:
      if model.hasUnused && !splits { return nil }
      fused = model.output.fallsBackCompletely ? nil : model.output.unknown
    case let model as UnigramModel:
      addsUp = true
      fused = model.fusedUnknown
      if model.precision == .double && !splits { return nil }
    case let model as SpacedWordModel:
      isLocal = false
      fused = model.unknown
    case is WordLevelModel, is WordPieceModel:
      if !splits { return nil }
    default: return nil
    }
  }

  private mutating func read(_ model: BytePairModel, _ splits: Bool) -> Bool {
    let rules = model.rules
    if splits { return true }
    guard rules.alphabet == .characters, rules.hasNoAffixes, !rules.ignoresMerges, !model.joinsBytes else {
      return false
    }
    let fallsBack = rules.fallsBackToBytes && ByteEntries(model.vocabulary, onlyMarked: false).isComplete
    guard fallsBack || (!rules.fallsBackToBytes && rules.unknown != nil) else { return false }
    meetsSpellings = true
    if !fallsBack {
      unknownSpelling = rules.unknown.flatMap { model.vocabulary.bytes(of: $0) }
      fused = rules.fusesUnknown ? rules.unknown : nil
    }
    return true
  }
}
