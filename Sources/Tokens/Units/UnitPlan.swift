/// Where the raw text of a pipeline falls apart into units: stretches whose tokens depend on their own bytes alone.
///
/// ```
/// Llama-2 (spaces written ▁, no entry holds ▁ behind another character):  The| quick| fox|\n|  jumps
/// BERT (words and punctuation):                                           The quick| fox|,| jumps
/// ```
/// A cut is exact when every part of the pipeline is local there: normalizers write both sides without looking at the
/// other, pre-tokenizers cut there or decide by single characters, the model joins nothing across, and no added token
/// stands across. Each kind of plan states its conditions beside its code. The first unit of a stretch may get a space
/// put before it, and the last may lose spaces: those two are encoded as what they are.
struct UnitPlan: Sendable {
  /// Where to cut. Behind a byte beyond ASCII the character must also be whole and visible (`UnitText.isSolid`).
  let cuts: CutTable
  /// Bytes that between two units give nothing.
  let skips: [Bool]
  /// Whether a unit that becomes nothing or ends in a space must be joined with the next.
  let mayBeOpen: Bool
  /// Whether the first unit of a stretch may get something put before it.
  let firstDiffers: Bool
  /// The unknown token, where neighbours across a cut become one.
  let fused: TokenID?
  /// Where windows of a text may begin; nil when nothing is promised.
  let promise: WindowCuts?
  /// How units are encoded that are not remembered.
  let way: UnitWay

  /// What a kind of plan says of windows that begin at its cuts.
  enum Promise: Sendable {
    case never
    /// Before spaces; `trustsOthers` says that characters beyond ASCII stay what they are.
    case atSpaces(trustsOthers: Bool)
    case anywhere(trustsOthers: Bool)
  }

  /// The model whose sums go on from unit to unit, nil for all others.
  var running: UnigramModel? {
    if case .spaced(let way) = way, case .running(let model, _) = way.engine.kind { model } else { nil }
  }

  /// The scores of that model as they lie in its trie.
  var runningTrie: ScoredTrie? {
    if case .spaced(let way) = way, case .running(_, let trie) = way.engine.kind { trie } else { nil }
  }

  /// Nil for pipelines that do not fall apart, or of which that is not known.
  init?(_ parts: PipelineParts) {
    guard let plan = Self.spaced(parts) ?? Self.words(parts) ?? Self.pieces(parts) else { return nil }
    self = plan
  }

  init(
    _ parts: PipelineParts, skips: [Bool] = Array(repeating: false, count: 256), mayBeOpen: Bool = false,
    firstDiffers: Bool, fused: TokenID? = nil, promise: Promise, way: UnitWay, _ isCut: (UInt8, UInt8) -> Bool
  ) {
    let guarded = parts.added.hasNormalized
    let cuts = CutTable { isCut($0, $1) && (!guarded || parts.added.boundary.allowsAnyCase($0, $1)) }
    self.cuts = cuts
    self.skips = skips
    self.mayBeOpen = mayBeOpen
    self.firstDiffers = firstDiffers
    self.fused = fused
    func windows(_ trustsOthers: Bool, onlySpaces: Bool) -> WindowCuts {
      WindowCuts(
        cuts, parts, beginningsDiffer: firstDiffers, trustsOthers: trustsOthers, onlySpaces: onlySpaces)
    }
    self.promise =
      switch promise {
      case .never: nil
      case .atSpaces(let trustsOthers): windows(trustsOthers, onlySpaces: true)
      case .anywhere(let trustsOthers): windows(trustsOthers, onlySpaces: false)
      }
    self.way = way
  }
}

/// How a unit that is not remembered is encoded.
enum UnitWay: Sendable {
  /// Through a copy in which every byte knows its place, as a whole text is.
  case aligned
  /// Straight from its bytes, unless something in it is changed.
  case direct(DirectRoute)
  /// Spaces become `▁`, nothing else changes.
  case spaced(SpacedUnits)
  /// BERT's words.
  case words(WordUnits)
}

extension BoundaryGuard {
  /// As `allows`, for contents that are looked for in lower case too.
  func allowsAnyCase(_ left: UInt8, _ right: UInt8) -> Bool {
    func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte + 32 : byte }
    return allows(left, right) && allows(lower(left), lower(right))
  }
}
