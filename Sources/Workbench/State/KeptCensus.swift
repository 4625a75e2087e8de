import Documents
import Tokens

/// A count that is not needed now, kept for the case that its tokenizer comes back.
///
/// While the text is the same, going back costs nothing; otherwise the count follows the edits since.
struct KeptCensus: Sendable, Equatable {
  var identity: CensusIdentity
  var census: Census
  var measures: Measures?

  /// Kept ones hold some megabytes each.
  static let limit = 3
}

/// By what a text was counted: the same identity gives the same tokens.
struct CensusIdentity: Sendable, Equatable {
  var card: TokenizerCard
  var entryCount: Int
  /// As `FileStamp` tells it.
  var stamp: String
  var options: EncodeOptions

  /// A file that cannot be recognised again is never the same.
  var isCertain: Bool { card.path.isEmpty || !stamp.isEmpty }
}

extension State {
  /// Puts the count aside, and takes up the one that this tokenizer made earlier, if any.
  mutating func exchangeCensus(for new: any Tokenizer, stamp: String) {
    if let countedBy, countedBy.isCertain, census.coveredBytes > 0 {
      keptCensuses.append(KeptCensus(identity: countedBy, census: census, measures: measures))
    }
    let identity = CensusIdentity(
      card: new.card, entryCount: new.vocabulary.count, stamp: stamp, options: encodeOptions)
    let place = keptCensuses.lastIndex { $0.identity == identity }
    let kept = place.map { keptCensuses.remove(at: $0) }
    keptCensuses.removeAll { $0.identity == identity }
    keptCensuses.removeFirst(max(0, keptCensuses.count - KeptCensus.limit))
    countedBy = identity
    census = kept?.census ?? Census()
    measures = kept?.measures
    measures?.contextWindow = settings.contextWindow
    isCountStopped = false
  }

  /// Forgets all counts: another text has been opened.
  mutating func forgetCensuses() {
    keptCensuses = []
    census = Census()
    measures = nil
    isCountStopped = false
  }
}
