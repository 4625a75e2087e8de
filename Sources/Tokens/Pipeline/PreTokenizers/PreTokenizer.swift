import Basics

/// Cuts a stretch of normalized text into the pieces that the model encodes one by one.
package protocol PreTokenizer: Sendable {
  /// The `type` in tokenizer.json.
  static var kind: String { get }

  /// Reads the part's settings.
  init(_ declaration: Declaration) throws(Trouble)

  /// Cuts every piece further.
  func cut(_ pieces: inout Pieces) throws(Trouble)

  /// What it promises about places where a text may be cut in two.
  var cuts: CutPromise { get }

  /// How it cuts, nil where it does anything else, or cuts in another way.
  var stage: SplitterChain.Stage? { get }
}

extension PreTokenizer {
  package var cuts: CutPromise { .none }

  package var stage: SplitterChain.Stage? { nil }

  /// What is certain of the place between these two.
  func seam(_ left: Neighbour, _ right: UInt32) -> Seam {
    if let stage { return stage.seam(left, right) }
    return switch cuts {
    case .none: .unknown
    case .anywhere: .joinable
    case .splitter(let splitter): splitter.seam(left, right)
    }
  }
}

extension [any PreTokenizer] {
  /// Whether pieces end for certain between these two, whatever else the text holds.
  func isCut(_ left: Neighbour, _ right: UInt32) -> Bool {
    for stage in self {
      switch stage.seam(left, right) {
      case .unknown: return false
      case .cut: return true
      case .joinable, .gap: continue
      }
    }
    return false
  }
}

/// Where a text may be cut in two without a change in the pieces of either part.
package enum CutPromise: Sendable {
  /// Nowhere.
  case none
  /// Wherever another part of the sequence cuts in any case: it decides by single characters.
  case anywhere
  /// Where this splitter says.
  case splitter(any Splitter)
}
