import Basics

/// `swift run -c release Measure [FILTER] [--data FOLDER] [--text FILE] [--corpus FILE] [--python PROGRAM]`: times the
/// cases whose names hold FILTER; a Python with the packages `tokenizers`, `numpy`, `torch` and `safetensors` times the same work beside them.
@main
struct Measure {
  /// Every group of cases; a new group is a new file and a line here.
  static let groups: [@Sendable (Bench) -> [Case]] = [
    EncodeCases.cases,
    MergeCases.cases,
    UnitCases.cases,
    SplitCases.cases,
    LoadCases.cases,
    TrainCases.cases,
  ]

  static func main() async throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    if let path = take("--resident", &arguments) { return try MemoryBench.child(path) }
    if arguments.first == "--rates" { return try EncodeRates.run(Array(arguments.dropFirst())) }
    if try PeerRace.answers(arguments) { return }
    if arguments.first == "--count" { return try await FolderBench.child(Array(arguments.dropFirst())) }
    if arguments.first == "--fuzz" { return try Fuzz.run(Array(arguments.dropFirst())) }
    if arguments.first == "--pictures" { return try PictureList.run(Array(arguments.dropFirst())) }
    if arguments.first == "--work" { return try TensorWork.run(Array(arguments.dropFirst())) }
    let folder = take("--data", &arguments)
    let path = take("--text", &arguments)
    let corpusPath = take("--corpus", &arguments)
    let text = try path.map { try Files.read($0) } ?? Bench.madeUpText()
    let corpus = try corpusPath.map { try Files.read($0) } ?? text
    let bench = Bench(folder: folder, text: text, corpusPath: corpusPath, corpus: corpus)
    let python = take("--python", &arguments)
    let reference = Reference(python: python, bench)
    let filter = arguments.first ?? ""
    for subject in groups.flatMap({ $0(bench) }) where filter.isEmpty || subject.name.contains(filter) {
      let timing = try Timing(subject)
      print("\(subject.name): \(timing.described(as: subject.unit))")
      if let line = reference.comparison(subject, timing) { print(line) }
    }
    try TensorBench.run(filter, python: python)
    try VisionBench.run(filter, python: python)
    if filter.isEmpty || "neighbours".contains(filter) { try await NeighbourBench.run() }
    if filter.isEmpty || "load memory".contains(filter) { MemoryBench.run(bench, reference) }
    if filter.isEmpty || "first frame".contains(filter) { StartBench.run(bench) }
    if filter.isEmpty || "hostile".contains(filter) { try HostileBench.run(bench) }
    if filter.isEmpty || "count folder".contains(filter) { FolderBench.run(bench) }
    if filter.isEmpty || "heatmap".contains(filter) { try await HeatmapBench.run(bench) }
    if filter.isEmpty || "map knob".contains(filter) { try MapBench.run() }
    if filter.isEmpty || "key to frame".contains(filter) { try await KeyBench.run(bench) }
    if filter.isEmpty || filter.hasPrefix("live") { try await LiveBench.run(bench, filter) }
  }

  /// The value of an option, which is taken out.
  private static func take(_ option: String, _ arguments: inout [String]) -> String? {
    guard let index = arguments.firstIndex(of: option), index + 1 < arguments.count else { return nil }
    let value = arguments[index + 1]
    arguments.removeSubrange(index...index + 1)
    return value
  }
}
