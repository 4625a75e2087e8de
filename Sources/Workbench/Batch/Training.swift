import Basics
import Documents
import Formats
import Tokens

/// Learns a byte-level BPE from files and writes it as tokenizer.json.
package struct Training: Sendable {
  private let size: Int
  private let minimumFrequency: Int
  private let specialTokens: [String]
  private let pattern: String

  /// The patterns that have a name; any other is taken as a regular expression.
  package static let patternNames = patterns.map(\.name)

  /// GPT-2's is what the format means when no pattern is written.
  private static let patterns: [(name: String, regex: String)] = [
    ("gpt2", #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#),
    (
      "cl100k",
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    ),
    (
      "o200k",
      [
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
        #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
      ].joined(separator: "|")
    ),
    (
      "qwen2",
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    ),
  ]

  package init(size: Int, minimumFrequency: Int, specialTokens: [String], pattern: String) {
    self.size = size
    self.minimumFrequency = minimumFrequency
    self.specialTokens = specialTokens
    let known = Self.patterns.first { $0.name == pattern }
    self.pattern = known?.regex ?? pattern
  }

  /// Trains on the files in this order; a sentence on what was made. Binary files are passed over.
  package func run(_ files: [String], output: String, _ ticket: Ticket) throws(Trouble) -> String {
    var texts: [[UInt8]] = []
    for file in files {
      let bytes = file == "-" ? try Files.readAll(0, named: "standard input") : try Files.read(file)
      if !bytes.prefix(8000).contains(0) { texts.append(bytes) }
    }
    guard texts.contains(where: { !$0.isEmpty }) else {
      throw Trouble(.input, "there is no text to learn from", remedy: "Name files or folders with text")
    }
    let trained = try train(texts, ticket)
    let isPlain = pattern == Self.patterns[0].regex
    let json = TokenizerWriter.json(trained, pattern: isPlain ? nil : pattern)
    try SafeFile.write(Rope(json), to: output)
    let bytes = texts.reduce(0) { $0 + $1.count }
    let short = trained.entries.count < size ? ", fewer than \(size): no more pairs are frequent enough" : ""
    return
      "\(output): \(trained.entries.count) entries\(short); learned from \(texts.count) texts, \(bytes) bytes"
  }

  /// The entries and merges that the texts give.
  package func train(_ texts: [[UInt8]], _ ticket: Ticket) throws(Trouble) -> TrainedBytePairs {
    let splitter = try Splitters.find(pattern, .oniguruma, place: .option("--pattern"))
    let trainer = BytePairTrainer(
      vocabularySize: size, minimumFrequency: minimumFrequency, specialTokens: specialTokens)
    return try trainer.train(texts, WordSource(splitter), ticket)
  }
}
