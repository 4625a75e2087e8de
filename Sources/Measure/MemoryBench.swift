import Formats
import Glibc
import Tokens

/// What reading a tokenizer adds to the resident memory of a fresh process, in megabytes (10⁶) and in sizes of its file.
///
/// Each file is read by a process of its own, which this program starts with `--resident PATH`: what an earlier file left behind
/// would be counted otherwise.
enum MemoryBench {
  private static let names = [
    "hf/llama3.json", "hf/qwen2.json", "hf/gpt-neox-20b.json", "spm/chatglm-ice.model",
    "tiktoken/o200k_base.tiktoken",
  ]

  static func run(_ bench: Bench, _ reference: Reference) {
    guard let folder = bench.folder else { return }
    for name in names {
      let path = "\(folder)/vocabs/\(name)"
      guard let bytes = bench.bytes("vocabs/\(name)"),
        let numbers = Reference.numbers([CommandLine.arguments[0], "--resident", path]), numbers.count == 2
      else { continue }
      let size = Double(bytes.count) / 1e6
      print("load \(name), memory: \(described(numbers[0], numbers[1], size))")
      if name.hasSuffix(".json"), let theirs = reference.memory(name) {
        print("  Hugging Face: \(described(theirs.before, theirs.after, size))")
      }
    }
  }

  private static func described(_ before: Double, _ after: Double, _ size: Double) -> String {
    let added = after - before
    return "adds \(tenths(added)) MB to \(tenths(before)) MB, \(tenths(added / size)) times the file's "
      + "\(tenths(size)) MB; the whole process \(tenths(after / size)) times"
  }

  private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

  /// What the process with `--resident` does: prints what is resident before and after reading.
  static func child(_ path: String) throws {
    let before = residentMegabytes()
    let tokenizer = try TokenizerReader.read(path: path, ticket: .open)
    print(before, residentMegabytes())
    precondition(tokenizer.vocabulary.count > 0, "the tokenizer lives until it has been measured")
  }

  /// The second number of `/proc/self/statm` counts pages.
  static func residentMegabytes() -> Double {
    guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
    defer { _ = unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard unsafe fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let words = String(decoding: line.prefix { $0 >= 32 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .split(separator: " ")
    return words.count > 1 ? (Double(words[1]) ?? 0) * Double(getpagesize()) / 1e6 : 0
  }
}
