import Basics
import Figures
import Tokens

/// What the lens has found so far.
struct InformationFindings: Sendable {
  /// A tokenizer on a text.
  struct Row: Sendable {
    /// Characters it learned from; 0 when it was not learned here.
    var characters: Int
    var measures: TokenMeasures
    var testBytes: Int
    var testCharacters: Int
    /// Tokens that stand for unknown characters.
    var unknown: Int

    /// The bytes of the raw text by tokens.
    var compression: Double? {
      measures.tokens > 0 ? Double(testBytes) / Double(measures.tokens) : nil
    }

    /// Hₖ in bits per character, in which tokenizers may be compared.
    func perCharacter(_ k: Int) -> Double? {
      measures.entropies[k - 1].map { $0 * Double(measures.tokens) / Double(max(1, testCharacters)) }
    }

    func perCharacter(bits: Int?) -> Double? { bits.map { Double($0) / Double(max(1, testCharacters)) } }
  }

  /// A tokenizer on one of the texts.
  struct Crossed: Sendable {
    var tokenizer: String
    var domain: String
    var row: Row
    /// The text itself packed, in bytes.
    var packedText: Int?
  }

  /// Two ways of choosing merges on the same text.
  struct Duel: Sendable {
    var text: String
    var plain: MergeRace
    var aware: MergeRace
  }

  let sizes: [Int]
  let test: TestDomains.Domain
  let orders: Int
  let alpha: Double
  let hasControl: Bool
  let learning: Learning
  let vocabulary: Int
  let trainingBytes: Int
  /// Where the test text begins in the person's first text, when it is a part of it.
  let start: Int?
  let compressor: String
  var rows: [Row] = []
  var crossed: [Crossed] = []
  var duel: Duel?

  /// Throws when the chosen test text is not there.
  init(_ domains: TestDomains, _ knobs: Knobs) throws(Trouble) {
    let choice = knobs.text("test")
    let index = ["held out", "second", "third", "fourth"].firstIndex(of: choice) ?? domains.tests.count - 1
    guard index < domains.tests.count - 1 || choice == "numbers" else {
      throw Trouble(
        .usage, at: .option("test"), "there is no \(choice) text",
        remedy:
          "There are \(domains.tests.map(\.name).joined(separator: ", ")); open more texts, or choose held out or numbers"
      )
    }
    test = domains.tests[index]
    start = index == 0 ? domains.heldOutStart : nil
    sizes = domains.sizes(limit: Int(knobs.text("n")))
    orders = knobs.integer("k")
    alpha = knobs.number("alpha")
    hasControl = knobs.isOn("control")
    learning = Learning(rawValue: knobs.text("algorithm")) ?? .bytePairs
    vocabulary = knobs.integer("vocabulary")
    compressor = knobs.text("compressor")
    trainingBytes = domains.training.count
  }

  func plate(_ subject: Subject) -> Plate {
    var figures: [Figure] = [
      .chart(entropyChart), .table(sweepTable), .chart(characterChart), .chart(capacityChart),
      .chart(compressionChart),
    ]
    if !crossed.isEmpty { figures.append(.table(domainTable)) }
    var links: [Plate.Link] = []
    if let duel {
      let (alignment, shown) = duel.alignment
      figures += [.chart(duel.chart(compressor)), .table(duel.table), .alignment(alignment)]
      if let start {
        links = shown.enumerated().map { index, range in
          Plate.Link(
            figure: figures.count - 1, item: index, bytes: start + range.lowerBound..<start + range.upperBound
          )
        }
      }
    }
    return Plate(figures: figures, label: label(subject), links: links)
  }

  private func label(_ subject: Subject) -> [String] {
    let tokens = rows.last?.measures.tokens ?? 0
    return [
      "\(learning.summary) with \(vocabulary) entries at most, learned here from up to \(trainingBytes) bytes cut by GPT-2's pattern, and measured on \(test.name): \(test.bytes.count) bytes, \(tokens) tokens by the last of them.",
      "Entropies are plug-in estimates on a small sample: H₄ and H₅ are biased towards 0; where the shuffled tokens give as little, the low value is an artefact.",
      "Not the paper's pipeline: nothing is normalized, and words keep their spaces.",
    ] + (subject.isSample ? ["The texts are the program's own samples."] : [])
  }
}
