/// One thing that is timed: fixed work, run several times.
struct Case {
  /// What the time is turned into.
  enum Unit {
    /// Work on so many bytes, as megabytes (10⁶) a second.
    case throughput(bytes: Int)
    case milliseconds
  }

  /// `encode cl100k prose, fast`: group, subject, variant.
  let name: String
  let unit: Unit
  /// The same work for Hugging Face's library, as `Reference` asks for it; nil for none.
  let reference: String?
  /// Makes the inputs, untimed, and returns the work; what that returns is only kept alive so that nothing is
  /// optimised away.
  let prepare: () throws -> () throws -> Int

  init(
    _ name: String, _ unit: Unit, reference: String? = nil,
    _ prepare: @escaping () throws -> () throws -> Int
  ) {
    self.name = name
    self.unit = unit
    self.reference = reference
    self.prepare = prepare
  }
}

/// Runs a case at least five times and for at least a second (a slow one three times), after one run that
/// does not count.
struct Timing {
  let best: Double
  let median: Double
  let runs: Int

  init(_ subject: Case) throws {
    let clock = ContinuousClock()
    var checksum = 0
    let run = try subject.prepare()
    let first = try clock.measure { checksum = try run() }
    var seconds: [Double] = []
    let start = clock.now
    while seconds.count < 3 || first < .seconds(1) && (seconds.count < 5 || clock.now - start < .seconds(1)) {
      let time = try clock.measure { checksum &+= try run() }
      seconds.append(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
    }
    seconds.sort()
    best = seconds[0]
    median = seconds[seconds.count / 2]
    runs = checksum == .min ? 0 : seconds.count
  }

  /// `best 83.1 MB/s, median 81.0 MB/s, 12 runs`.
  func described(as unit: Case.Unit) -> String {
    let (a, b, name) =
      switch unit {
      case .throughput(let bytes): (Double(bytes) / best / 1e6, Double(bytes) / median / 1e6, "MB/s")
      case .milliseconds: (best * 1e3, median * 1e3, "ms")
      }
    return "best \(Self.rounded(a)) \(name), median \(Self.rounded(b)) \(name), \(runs) runs"
  }

  private static func rounded(_ value: Double) -> String {
    let scaled = value >= 100 ? value.rounded() : (value * 10).rounded() / 10
    return scaled < 1 ? "\((value * 1000).rounded() / 1000)" : "\(scaled)"
  }
}
