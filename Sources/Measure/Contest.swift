import Basics
import Glibc

/// The same work by several programs, each in processes of its own, one after the other and round by round, so that what else the
/// machine does meets all of them; the best round of each counts.
struct Contest {
  /// One program's way.
  struct Rival {
    /// `ours`, `NumPy`, `PyTorch`.
    let name: String
    let command: [String]
  }

  /// What a process prints in its first line.
  struct Result {
    /// Seconds by the clock on the wall.
    var wall: Double
    /// Seconds of processors.
    var processor: Double
    /// The most memory that was resident, in megabytes (10⁶).
    var peak: Double
    /// What else it has to say.
    var rest: [Double]
  }

  let name: String
  let rivals: [Rival]
  /// How many processors each may use.
  let threads: Int
  /// What is done in the measured time, and its unit: 2.1, `GFLOP`.
  let amount: Double
  let unit: String

  private static let rounds = 3

  /// Prints a line for each; by name, what came of it.
  @discardableResult
  func run() -> [String: Result] {
    var best: [String: Result] = [:]
    for _ in 0..<Self.rounds {
      for rival in rivals {
        guard let found = measure(rival) else { continue }
        var result = best[rival.name] ?? found
        result.wall = min(result.wall, found.wall)
        result.processor = min(result.processor, found.processor)
        result.peak = min(result.peak, found.peak)
        best[rival.name] = result
      }
    }
    let ours = rivals.first.flatMap { best[$0.name] }
    for (index, rival) in rivals.enumerated() {
      let head =
        index == 0 ? "\(name), \(threads == 1 ? "1 thread" : "\(threads) threads")" : "  \(rival.name)"
      print("\(head): \(best[rival.name].map { described($0, ours, isFirst: index == 0) } ?? "did not run")")
    }
    return best
  }

  private func described(_ result: Result, _ ours: Result?, isFirst: Bool) -> String {
    var line = "\(Self.short(amount / result.wall)) \(unit)/s in \(Self.short(result.wall * 1e3)) ms, "
    line += "\(Self.short(result.processor * 1e3)) ms of processors, peak \(Self.short(result.peak)) MB"
    if let ours, !isFirst {
      line += "; ours \(Self.short(result.wall / ours.wall)) times as fast"
      line += " (\(Self.short(result.processor / ours.processor)) by processors)"
    }
    return line
  }

  private func measure(_ rival: Rival) -> Result? {
    let set = threads == 1 ? "0" : "0-\(threads - 1)"
    let settings = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"].map { "\($0)=\(threads)" }
    let words = ["taskset", "-c", set, "env"] + settings + rival.command
    guard let numbers = Reference.numbers(words), numbers.count >= 3 else { return nil }
    return Result(
      wall: numbers[0], processor: numbers[1], peak: numbers[2], rest: Array(numbers.dropFirst(3)))
  }

  /// Three places.
  static func short(_ value: Double) -> String {
    if value >= 100 { return "\(Int(value.rounded()))" }
    let places = value >= 10 ? 10.0 : value >= 1 ? 100 : 1000
    return "\((value * places).rounded() / places)"
  }
}

/// Times of a piece of work inside the process that does it.
struct Stopwatch {
  private(set) var wall = Double.infinity
  private(set) var processor = Double.infinity

  /// Runs the work once for nothing, then at least `runs` times and `seconds` long; the best counts.
  init(runs: Int = 5, seconds: Double = 1, _ work: () throws -> Void) rethrows {
    try work()
    let start = Self.now(CLOCK_MONOTONIC)
    var count = 0
    while count < runs || Self.now(CLOCK_MONOTONIC) - start < seconds {
      let (wall, processor) = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_PROCESS_CPUTIME_ID))
      try work()
      self.wall = min(self.wall, Self.now(CLOCK_MONOTONIC) - wall)
      self.processor = min(self.processor, Self.now(CLOCK_PROCESS_CPUTIME_ID) - processor)
      count += 1
    }
  }

  /// Seconds of a clock.
  static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most memory that this process had resident, in megabytes (10⁶). (What `getrusage` says begins with that of the parent.)
  static var peakMegabytes: Double {
    guard let bytes = try? Files.read("/proc/self/status") else { return 0 }
    let line = bytes.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "VmHWM:".utf8) }
    let words = line.map { $0.split { $0 == 9 || $0 == 32 } } ?? []
    return words.count > 1 ? (Double(String(decoding: words[1], as: UTF8.self)) ?? 0) * 1024 / 1e6 : 0
  }

  /// What the process that did the work prints for `Contest`.
  func report(_ rest: [Double] = []) {
    print(([wall, processor, Self.peakMegabytes] + rest).map { "\($0)" }.joined(separator: " "))
  }
}
