import Basics
import Formats
import Tokens
import Workbench

/// What `tessera count` does with a folder of real files: with one processor, and with all of them.
///
/// Each run is a process of its own, which this program starts with `--count TOKENIZER FOLDER`; beside them the bare rate of counting the
/// same bytes from memory.
enum FolderBench {
  private static let folders = ["/usr/share/doc", "/usr/lib/python3", "/usr/include", "/usr/share/perl"]

  static func run(_ bench: Bench) {
    guard let data = bench.folder else { return }
    for name in ["tiktoken/cl100k_base.tiktoken", "hf/llama2.json"] {
      let path = "\(data)/vocabs/\(name)"
      let words = [CommandLine.arguments[0], "--count", path] + folders
      var single = 0.0
      let processors = processorCount()
      for threads in Set([1, processors]).sorted() {
        let runs = (0..<3).compactMap { _ in
          Reference.numbers(["taskset", "-c", threads == 1 ? "0" : "0-\(threads - 1)"] + words)
        }
        guard let best = runs.min(by: { $0[0] < $1[0] }), best.count == 4 else { continue }
        let rate = best[1] / best[0] / 1e6
        if threads == 1 { single = rate }
        let share = rate / single / Double(threads)
        print(
          "count folder \(name), \(threads) processors: \(Contest.short(rate)) MB/s of \(Contest.short(best[1] / 1e6)) MB, "
            + "\(Contest.short(share)) times processors times one; adds \(Contest.short(best[2])) MB; \(Int(best[3])) tokens"
        )
      }
    }
  }

  /// What the process does: prints seconds, bytes, megabytes that counting added at most, and tokens.
  static func child(_ arguments: [String]) async throws {
    let tokenizer = try TokenizerReader.read(path: arguments[0], ticket: .open)
    let files = FolderWalk.files(Array(arguments.dropFirst()), respectingIgnoreFiles: false) { _ in }
    let before = MemoryBench.residentMegabytes()
    let start = ContinuousClock.now
    let counts = await Counting([tokenizer], EncodeOptions(), countsBinary: false).run(files) { _ in
    } progress: { _ in
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let texts = counts.filter { !$0.isBinary }
    print(
      seconds, texts.reduce(0) { $0 + $1.byteCount }, Stopwatch.peakMegabytes - before,
      texts.reduce(0) { $0 + $1.tokenCounts[0] })
  }
}
