/// A file, or a folder with the sum of what is below it.
struct CountNode: Sendable {
  private(set) var path: String
  private(set) var label: String
  private(set) var isFolder: Bool
  private(set) var bytes = 0
  private(set) var tokens: [Int]
  private var parent = -1
  private var children: [Int] = []
  /// The root holds all nodes, itself at 0; a tree of values would need recursion to be built.
  private var all: [CountNode] = []

  /// The nodes of all files, below a root without a name.
  init(_ files: [FileCount], tokenizers: Int) {
    self.init(path: "", label: "", isFolder: true, tokenizers: tokenizers)
    var nodes = [self]
    var places: [String: Int] = ["": 0]
    for file in files { Self.add(file, tokenizers, &nodes, &places) }
    self = nodes[0]
    all = nodes
  }

  private init(path: String, label: String, isFolder: Bool, tokenizers: Int) {
    self.path = path
    self.label = label
    self.isFolder = isFolder
    tokens = Array(repeating: 0, count: tokenizers)
  }

  private static func add(
    _ file: FileCount, _ tokenizers: Int, _ nodes: inout [CountNode], _ places: inout [String: Int]
  ) {
    var place = 0
    let parts = file.path.split(separator: "/", omittingEmptySubsequences: true)
    var path = file.path.hasPrefix("/") ? "/" : ""
    nodes[0].add(file)
    for (level, part) in parts.enumerated() {
      let isFolder = level < parts.count - 1
      path += part + (isFolder ? "/" : "")
      let known = isFolder ? places[path] : nil
      let next = known ?? nodes.count
      if known == nil {
        let label = level == 0 ? path : part + (isFolder ? "/" : "")
        nodes.append(CountNode(path: path, label: label, isFolder: isFolder, tokenizers: tokenizers))
        nodes[next].parent = place
        nodes[place].children.append(next)
        if isFolder { places[path] = next }
      }
      nodes[next].add(file)
      place = next
    }
  }

  private mutating func add(_ file: FileCount) {
    bytes += file.byteCount
    for (i, count) in file.tokenCounts.enumerated() { tokens[i] += count }
  }

  /// All nodes but the nameless root in preorder with their depth, chains of single folders drawn together.
  func listed(_ order: CountReport.Order, depth: Int?) -> [(CountNode, Int)] {
    var result: [(CountNode, Int)] = []
    var waiting = sorted(children, order).reversed().map { ($0, 0) }
    while let (place, level) = waiting.popLast() {
      var node = all[place]
      while node.isFolder, node.children.count == 1, all[node.children[0]].isFolder {
        let inner = all[node.children[0]]
        let label = node.label + inner.label
        node = inner
        node.label = label
      }
      result.append((node, level))
      if let depth, level + 1 > depth { continue }
      waiting += sorted(node.children, order).reversed().map { ($0, level + 1) }
    }
    return result
  }

  private func sorted(_ places: [Int], _ order: CountReport.Order) -> [Int] {
    places.sorted { a, b in
      let (a, b) = (all[a], all[b])
      switch order {
      case .tokens where a.first != b.first: return a.first > b.first
      case .bytes where a.bytes != b.bytes: return a.bytes > b.bytes
      case .ratio where a.ratio != b.ratio: return a.ratio < b.ratio
      default: return a.path.utf8.lexicographicallyPrecedes(b.path.utf8)
      }
    }
  }

  private var first: Int { tokens.first ?? 0 }
  private var ratio: Double { first > 0 ? Double(bytes) / Double(first) : .infinity }
}
