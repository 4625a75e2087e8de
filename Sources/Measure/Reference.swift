import Glibc

/// The same work done by Hugging Face's library, timed in the same run by a Python that has it.
struct Reference {
  private let python: String?
  private let bench: Bench

  /// Without a Python there are no references.
  init(python: String?, _ bench: Bench) {
    self.python = python
    self.bench = bench
  }

  /// A line that compares our best time with the library's best; nil where there is nothing to compare with.
  func comparison(_ subject: Case, _ timing: Timing) -> String? {
    guard let python, let work = subject.reference else { return nil }
    let words = work.split(separator: " ").map(String.init) + [bench.corpusPath ?? "", bench.folder ?? ""]
    guard let seconds = Self.numbers([python, Self.script] + words)?.first else {
      return "  Hugging Face: did not run"
    }
    let (ours, theirs) = ((timing.best * 1e4).rounded() / 10, (seconds * 1e4).rounded() / 10)
    return
      "  Hugging Face: best \(theirs) ms; ours \(ours) ms, \((seconds / timing.best * 10).rounded() / 10) times as fast"
  }

  /// The megabytes (10⁶) that the library takes before and after it has read a file below the data folder; nil without a Python.
  func memory(_ name: String) -> (before: Double, after: Double)? {
    guard let python else { return nil }
    let words = [python, Self.script, "memory", name, bench.corpusPath ?? "", bench.folder ?? ""]
    guard let numbers = Self.numbers(words), numbers.count == 2 else { return nil }
    return (numbers[0], numbers[1])
  }

  private static let script = "Tests/References/bench_references.py"

  /// The numbers that a command prints in its first line.
  static func numbers(_ words: [String]) -> [Double]? {
    guard let pipe = unsafe popen(words.map(quoted).joined(separator: " "), "r") else { return nil }
    defer { _ = unsafe pclose(pipe) }
    var line = [CChar](repeating: 0, count: 128)
    guard unsafe fgets(&line, Int32(line.count), pipe) != nil else { return nil }
    return String(decoding: line.prefix { $0 >= 32 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .split(separator: " ").compactMap { Double($0) }
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
