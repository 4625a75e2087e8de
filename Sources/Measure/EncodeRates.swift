import Basics
import Formats
import Tokens

/// What a process with `--rates TOKENIZER TEXT [WAY]` does: encodes the whole text by each way and prints how many megabytes a second
/// each does, with nothing remembered and with what the passes before have left.
enum EncodeRates {
  static func run(_ arguments: [String]) throws {
    guard arguments.count >= 2 else {
      throw Trouble(.usage, at: .option("--rates"), "it wants a tokenizer and a text", remedy: "Name both")
    }
    let text = try Files.read(arguments[1])
    guard let pipeline = try TokenizerReader.read(path: arguments[0], ticket: .open) as? Pipeline else {
      return
    }
    let options = EncodeOptions()
    let ways: [(String, () throws -> Int)] = [
      ("plain", { try pipeline.encodePlainly(text, options, .open).count }),
      ("tokens", { try pipeline.encode(text, options, .open).count }),
      ("ids", { try pipeline.ids(text, options, .open).count }),
      ("count", { try pipeline.count(text, options, .open) }),
    ]
    for (name, way) in ways where arguments.count < 3 || arguments[2] == name {
      pipeline.forget()
      let first = try rate(text.count, way)
      let later = try (0..<(name == "plain" ? 1 : 7)).map { _ in try rate(text.count, way) }
      print("\(name): first \(Int(first)) MB/s, later \(Int(later.max() ?? 0)) MB/s")
    }
  }

  private static func rate(_ size: Int, _ work: () throws -> Int) throws -> Double {
    var count = 0
    let time = try ContinuousClock().measure { count = try work() }
    precondition(count > 0, "a text has tokens")
    return Double(size) / 1e6 / (time / .seconds(1))
  }
}
