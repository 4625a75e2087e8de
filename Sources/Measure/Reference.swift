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
    let command = ([python, "Tests/References/bench_references.py"] + words).map(Self.quoted)
    guard let seconds = Self.run(command.joined(separator: " ")) else { return "  Hugging Face: did not run" }
    let (ours, theirs) = ((timing.best * 1e4).rounded() / 10, (seconds * 1e4).rounded() / 10)
    return
      "  Hugging Face: best \(theirs) ms; ours \(ours) ms, \((seconds / timing.best * 10).rounded() / 10) times as fast"
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The number that a command prints.
  private static func run(_ command: String) -> Double? {
    guard let pipe = unsafe popen(command, "r") else { return nil }
    defer { _ = unsafe pclose(pipe) }
    var line = [CChar](repeating: 0, count: 64)
    guard unsafe fgets(&line, Int32(line.count), pipe) != nil else { return nil }
    return Double(String(decoding: line.prefix { $0 > 32 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }
}
