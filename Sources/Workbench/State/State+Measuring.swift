import Documents
import Figures
import Tokens

/// All measures of the text, under the tokenizer in use and those it is compared with.
package struct Measurings: Sendable, Equatable {
  package var request: MeasureRequest
  package var figures: [Figure]
}

/// Measure the whole text.
package struct MeasureRequest: Sendable, Equatable {
  package var text: Rope
  package var version: Int
  package var tokenizers: [LoadedTokenizer]
  package var options: EncodeOptions

  package static func == (a: MeasureRequest, b: MeasureRequest) -> Bool {
    a.version == b.version && a.tokenizers == b.tokenizers && a.options == b.options
  }
}

extension State {
  /// Texts up to this size are measured anew after every change; larger ones when they are asked for.
  private static let liveLimit = 1 << 20

  /// Whether what the pane shows is of the text as it is now.
  package var isMeasuredNow: Bool { measuring.map { $0.request == measureRequest } ?? false }

  private var measureRequest: MeasureRequest {
    MeasureRequest(
      text: document.text, version: document.version, tokenizers: [tokenizer] + diff.others,
      options: encodeOptions)
  }

  /// Asks for all measures, when their pane is open; `isAsked` also for a text too large to follow every change.
  mutating func remeasure(isAsked: Bool = false) -> [Effect] {
    guard layout.panes.contains(PaneKind.measuring.rawValue), !(tokenizer.tokenizer is PendingTokenizer),
      !isMeasuredNow, isAsked || measuring == nil || document.text.count <= Self.liveLimit,
      jobs[.measure] == nil || measureAsked != measureRequest
    else { return [] }
    jobs[.measure] = 0
    measureAsked = measureRequest
    return [.measure(measureRequest)]
  }
}
