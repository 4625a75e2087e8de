import Basics
import Figures
import Tensors
import Tokens

/// Embeddings of texts beside a head, and what is measured of them.
struct Text2TokenStudy {
  /// One text.
  struct Text: Sendable {
    var name: String
    var bytes: [UInt8]
    var tokens: [Int]
    /// By token, its bytes in `bytes`.
    var ranges: [Range<Int>]
    /// Where `bytes` begins in the first text of the person; nil when it is from elsewhere.
    var offset: Int?
  }

  /// Embeddings and their logits, before anything is taken off.
  struct Version: Sendable {
    var name: String
    /// [texts, width].
    var rows: Tensor
    /// [texts, entries].
    var logits: Tensor
  }

  let knobs: Knobs
  let isSample: Bool
  let texts: [Text]
  /// The one that is shown first; then those it is compared with.
  let versions: [Version]
  /// u₁ of the first version, and what it says: W u₁, [entries].
  let direction: MeanDirection
  let directionWords: Tensor
  let targets: TokenTargets
  /// What a token is called.
  let vocabulary: any TokenNames
  /// What the person must know.
  var notes: [String]
  /// What training was like; nil when nothing was trained.
  var training: TrainedEmbedder?
  /// Where halves of texts find each other, before and after training.
  var matching: (before: (rank: Double, first: Double), after: (rank: Double, first: Double))?
  /// The targets made by the model of the first stage, by shown text; nil in the first stage.
  var derived: [[Int: Float]?]?
  /// Whether the training still goes on.
  var isRunning = false

  var k: Int { knobs.integer("k") }
  var amount: Float { Float(knobs.number("lambda")) }
  /// The text that is shown.
  var chosen: Int { min(max(0, knobs.integer("text")), texts.count - 1) }

  /// Logits without some of u₁: W (h - λ (h · u₁) u₁) = W h - λ (h · u₁) W u₁.
  func logits(_ version: Version, less amount: Float) -> Tensor {
    if amount == 0 { return version.logits }
    return version.logits - direction.coefficients(version.rows) * directionWords * amount
  }

  /// The target of a text that the texts themselves give.
  func target(_ text: Int) -> [Int: Float]? {
    let own = targets.target(of: texts[text].tokens)
    guard let derived else { return own }
    return TokenTargets.mixed(own, knobs.number("rho"), derived[text])
  }

  /// The mean divergence of predictions from targets, over texts that have one; nats.
  func divergence(_ logits: Tensor) -> Double {
    let found = texts.indices.compactMap { index in
      target(index).map { TargetLoss($0, logits: logits.at(index)).divergence }
    }
    return found.reduce(0, +) / Double(max(1, found.count))
  }
}

/// What tokens are called.
protocol TokenNames: Sendable {
  /// As it is spelled, white space included.
  func bytes(of token: Int) -> [UInt8]
}

/// Words of a list.
struct WordNames: TokenNames {
  let words: [String]
  func bytes(of token: Int) -> [UInt8] { words.indices.contains(token) ? Array(words[token].utf8) : [] }
}

/// Entries of a tokenizer.
struct EntryNames: TokenNames {
  let vocabulary: any Vocabulary
  func bytes(of token: Int) -> [UInt8] { vocabulary.bytes(of: TokenID(token)) ?? Array("#\(token)".utf8) }
}

/// A micro embedder that has been trained, and what was seen on the way.
struct TrainedEmbedder: Sendable {
  var model: MicroEmbedder
  /// By step, how many words stand before the first that is in the text, by held text.
  var ranks: [(step: Int, before: [Int])]
  /// After how many steps the second stage begins; nil when there is none.
  var secondStage: Int?

  /// By step, the share of held texts with one of the first k words inside.
  func hits(_ k: Int) -> [(step: Int, share: Double)] {
    ranks.map { ($0.step, Double($0.before.count { $0 < k }) / Double(max(1, $0.before.count))) }
  }
}
