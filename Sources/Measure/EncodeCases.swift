import Basics
import Formats
import Tokens

/// Split and merge, the fast model beside the plain one.
enum EncodeCases {
  static func cases(_ bench: Bench) -> [Case] {
    Patterns.all.flatMap { cases(bench, $0, $1) } + listed(bench)
  }

  /// Whole tokenizers, by each way and with nothing remembered.
  private static func listed(_ bench: Bench) -> [Case] {
    guard let folder = bench.folder else { return [] }
    let names = ["bpe/gpt2.vocab.json", "tiktoken/cl100k_base.tiktoken", "hf/llama3.json", "hf/qwen2.json"]
    return names.flatMap { name in
      EncodeRates.Way.allCases.flatMap { way in
        [false, true].filter { !$0 || way != .plain }.map { isFirst in
          Case(
            "encode \(name), \(way)\(isFirst ? ", nothing remembered" : "")",
            .throughput(bytes: bench.text.count)
          ) {
            let tokenizer = try TokenizerReader.read(path: "\(folder)/vocabs/\(name)", ticket: .open)
            guard let pipeline = tokenizer as? Pipeline else { return { 0 } }
            return {
              if isFirst { pipeline.forget() }
              return try way.count(bench.text, pipeline)
            }
          }
        }
      }
    }
  }

  private static func cases(_ bench: Bench, _ name: String, _ pattern: String) -> [Case] {
    guard let file = bench.bytes("vocabs/tiktoken/\(name).tiktoken") else { return [] }
    let text = bench.text
    let start = Array(text.prefix(200_000))
    let run = Array(repeating: UInt8(ascii: "a"), count: 1 << 20)
    return [
      Case("encode \(name), fast", .throughput(bytes: text.count)) {
        let (splitter, model) = (
          try Splitters.find(pattern, .rust), try BytePairModel(ranked: RankFile(file).table)
        )
        return { try encode(text, splitter, model) }
      },
      Case("encode \(name), plain", .throughput(bytes: start.count)) {
        let (splitter, model) = (
          try Splitters.find(pattern, .rust), PlainBytePair(ranked: RankFile(file).table)
        )
        return { try encode(start, splitter, model) }
      },
      Case("merge \(name) one piece of 1 MiB, fast", .throughput(bytes: run.count)) {
        let model = try BytePairModel(ranked: RankFile(file).table)
        return { encode(run, model) }
      },
    ]
  }

  private static func encode(_ text: [UInt8], _ splitter: any Splitter, _ model: some Model) throws -> Int {
    var tokens: [Token] = []
    try splitter.forEachMatch(in: text.span, 0..<text.count) { (start, end) throws(Trouble) in
      model.encode(text.span, start..<end, into: &tokens)
    }
    return tokens.count
  }

  private static func encode(_ text: [UInt8], _ model: some Model) -> Int {
    var tokens: [Token] = []
    model.encode(text.span, 0..<text.count, into: &tokens)
    return tokens.count
  }
}

/// The patterns of the vocabularies that benches look for.
enum Patterns {
  static let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  static let cl100k =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  static let o200k =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#
    + #"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#
    + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// No scanner knows this one.
  static let clip = #"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#

  static let all = [("gpt2", gpt2), ("cl100k_base", cl100k), ("o200k_base", o200k)]
}
