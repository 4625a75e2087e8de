import Basics
import Formats
import Tokens

/// What a process with `--rates TOKENIZER TEXT [WAY]` does: encodes the whole text by each way, or by the one named, and prints
/// how many megabytes a second each does, with nothing remembered and with what the passes before have left.
enum EncodeRates {
  /// A way through a pipeline.
  enum Way: String, CaseIterable {
    case plain, tokens, ids, count

    /// How many tokens the text has, found out this way.
    func count(_ text: [UInt8], _ pipeline: Pipeline) throws -> Int {
      switch self {
      case .plain: try pipeline.encodePlainly(text, EncodeOptions(), .open).count
      case .tokens: try pipeline.encode(text, EncodeOptions(), .open).count
      case .ids: try pipeline.ids(text, EncodeOptions(), .open).count
      case .count: try pipeline.count(text, EncodeOptions(), .open)
      }
    }
  }

  static func run(_ arguments: [String]) throws {
    let ways = arguments.count == 3 ? Way(rawValue: arguments[2]).map { [$0] } : Way.allCases
    guard 2...3 ~= arguments.count, let ways else {
      throw Trouble(
        .usage, at: .option("--rates"), "it wants a tokenizer, a text and perhaps a way",
        remedy: "Name both; ways are plain, tokens, ids and count")
    }
    let text = try Files.read(arguments[1])
    guard let pipeline = try TokenizerReader.read(path: arguments[0], ticket: .open) as? Pipeline else {
      return
    }
    for way in ways {
      pipeline.forget()
      let first = try rate(text, pipeline, way)
      let later = try (0..<7).map { _ in try rate(text, pipeline, way) }.max() ?? first
      print("\(way): first \(Int(first)) MB/s, later \(Int(later)) MB/s")
    }
  }

  private static func rate(_ text: [UInt8], _ pipeline: Pipeline, _ way: Way) throws -> Double {
    var count = 0
    let time = try ContinuousClock().measure { count = try way.count(text, pipeline) }
    precondition(count > 0, "a text has tokens")
    return Double(text.count) / 1e6 / (time / .seconds(1))
  }
}
