import Basics
import Formats
import Tokens

/// Tokenizers that change their text: unit by unit beside the plain way, with nothing remembered and with all.
enum UnitCases {
  private static let names = [
    "hf/llama2.json", "hf/bert-base-uncased.json", "hf/t5-small.json", "spm/llama2.model",
    "spm/t5-base.model",
    "hf/falcon.json",
  ]

  static func cases(_ bench: Bench) -> [Case] {
    guard let folder = bench.folder else { return [] }
    let (text, start) = (bench.text, Array(bench.text.prefix(200_000)))
    return names.flatMap { name in
      [
        Case("units \(name), first", .throughput(bytes: text.count)) {
          let pipeline = try open("\(folder)/vocabs/\(name)")
          return {
            pipeline?.forget()
            return try pipeline?.encode(text).count ?? 0
          }
        },
        Case("units \(name), later", .throughput(bytes: text.count)) {
          let pipeline = try open("\(folder)/vocabs/\(name)")
          return { try pipeline?.encode(text).count ?? 0 }
        },
        Case("units \(name), plain", .throughput(bytes: start.count)) {
          let pipeline = try open("\(folder)/vocabs/\(name)")
          return { try pipeline?.encodePlainly(start, EncodeOptions(), .open).count ?? 0 }
        },
      ]
    }
  }

  private static func open(_ path: String) throws -> Pipeline? {
    try TokenizerReader.read(path: path, ticket: .open) as? Pipeline
  }
}
