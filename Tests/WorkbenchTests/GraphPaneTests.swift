import Basics
import Figures
import Screen
import Tensors
import TestSupport
import Testing
import Tokens
import Workbench

/// Token graphs, and their pane through the real runner.
@MainActor
@Suite struct GraphPaneTests {
  private let text = "a1e2i3o4u5 bcdfgh aa ee 11"

  private func rehearsed(_ steps: String, _ text: String? = nil, _ size: Size = Size(columns: 80, rows: 24))
    async throws -> (frame: Screen.Frame, state: State)
  {
    let vectors = try ByteVectors()
    return try await rehearse(vectors.state(text ?? self.text, size), vectors.steps + "graph.show\n" + steps)
  }

  /// The sets of nodes that can be reached from each other, by walking.
  private func walked(_ count: Int, _ links: [(Int, Int)]) -> Set<Set<Int>> {
    var near = [[Int]](repeating: [], count: count)
    for (a, b) in links {
      near[a].append(b)
      near[b].append(a)
    }
    var found: Set<Set<Int>> = []
    for start in 0..<count {
      var (seen, open): (Set<Int>, [Int]) = ([start], [start])
      while let node = open.popLast() {
        for next in near[node] where seen.insert(next).inserted { open.append(next) }
      }
      found.insert(seen)
    }
    return found
  }

  @Test(arguments: 0..<40) func `groups and degrees are those of a walk`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = Int.random(in: 1...40, using: &random)
    let links = (0..<Int.random(in: 0...60, using: &random)).compactMap { _ -> (Int, Int)? in
      let (a, b) = (Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random))
      return a < b ? (a, b) : nil
    }
    let cut = GraphCut(nodeCount: count, links: links)
    #expect(Set(cut.groups.map(Set.init) + cut.alone.map { [$0] }) == walked(count, links))
    #expect(cut.order.sorted() == Array(0..<count) && cut.linkCount == links.count)
    for node in 0..<count {
      #expect(cut.degrees[node] == links.filter { $0.0 == node || $0.1 == node }.count)
      #expect(cut.groupOfNode[node].map { cut.groups[$0].contains(node) } ?? cut.alone.contains(node))
    }
    #expect(zip(cut.groups, cut.groups.dropFirst()).allSatisfy { $0.count >= $1.count })
  }

  @Test(arguments: 0..<10) func `a threshold joins exactly the pairs that reach it`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rows = Tensor.normal([30, 5], deviation: 1, &random)
    let tokens = (0..<30).map { (id: TokenID($0), bytes: $0..<$0 + 1) }
    let nodes = TokenGraph.nodes(tokens, hasPositions: false, limit: 30)
    for similarity in Similarity.allCases {
      let graph = try TokenGraph(nodes, rows: rows, similarity)
      let scores = similarity.plain(rows, rows).rowLists
      var last = -1
      for share in stride(from: Float(0), through: 1, by: 0.125) {
        let bounds = graph.bounds
        let threshold = bounds.upperBound - share * (bounds.upperBound - bounds.lowerBound)
        let cut = graph.cut(at: threshold)
        let links = graph.pairs[..<cut.linkCount]
        for link in links {
          let score: Float = scores[link.first][link.second]
          #expect(abs(score - link.score) < 1e-3 && link.score > threshold - graph.step * 0.01)
        }
        #expect(graph.pairs[cut.linkCount...].allSatisfy { $0.score < threshold })
        #expect(cut.linkCount >= last)
        last = cut.linkCount
      }
      #expect(last == 30 * 29 / 2)
    }
  }

  @Test func `digits hang together, vowels hang together, and the rest is alone`() async throws {
    let (frame, state) = try await rehearsed("graph.threshold 0.9")
    let (graph, cut) = try (#require(state.graph.graph), #require(state.graph.cut))
    let groups = cut.groups.map { Set($0.map { UInt8(graph.nodes[$0].id) }) }
    #expect(groups.count == 2 && groups.contains(Set("12345".utf8)) && groups.contains(Set("aeiou".utf8)))
    #expect(cut.alone.count == 7, "bcdfgh and the space")
    #expect(
      frame.textRows().joined().contains("17 entries · 20 links · 2 groups · 7 alone"), "\(frame.textRows())")
    #expect(frame.textRows().joined().contains("cosine ≥ 0.90"))
  }

  @Test func `the slider changes the counts in the same frame, inside the numbers that occur`() async throws {
    var (_, state) = try await rehearsed("graph.threshold 0.9")
    for _ in 0..<20 { #expect(update(&state, .input(.key(Key(.left)))).isEmpty) }
    #expect(abs(state.graph.threshold! - 0.7) < 1e-5)
    #expect(state.graph.cut == state.graph.graph?.cut(at: state.graph.threshold!))
    #expect(render(state).textRows().joined().contains("cosine ≥ 0.70"))
    for _ in 0..<50 { _ = update(&state, .input(.key(Key(.left, .shift)))) }
    #expect(state.graph.threshold == state.graph.graph?.bounds.lowerBound)
    #expect(state.graph.cut?.groups.count == 1 && state.graph.cut?.alone.isEmpty == true)
    for _ in 0..<50 { _ = update(&state, .input(.key(Key(.right, .shift)))) }
    #expect(state.graph.cut?.linkCount ?? 9 <= 1)
    _ = update(&state, .command("graph.threshold", "x"))
    #expect(state.notice?.isWarning == true)
  }

  @Test func `the list goes through groups and tokens, and the text shows the chosen one`() async throws {
    let (_, state) = try await rehearsed("graph.threshold 0.9\ngraph.nextGroup")
    let (graph, cut) = try (#require(state.graph.graph), #require(state.graph.cut))
    #expect(state.graph.selected == cut.groups[0][0])
    let (_, next) = try await rehearsed("graph.threshold 0.9\nkey ] ] down")
    #expect(next.graph.selected == cut.groups[1][1])
    let bytes = try #require(next.linkedBytes)
    #expect(Array(text.utf8)[bytes.lowerBound] == UInt8(graph.nodes[cut.groups[1][1]].id))
    let (_, gone) = try await rehearsed("graph.threshold 0.9\nkey ] ] down enter")
    #expect(gone.view.selection.caret == bytes.lowerBound)
    let (_, last) = try await rehearsed("graph.threshold 0.9\nkey end down")
    #expect(last.graph.selected == cut.alone.last)
    let (_, found) = try await rehearsed("graph.search g")
    #expect(found.graph.selected.map { graph.nodes[$0].id } == UInt32(UInt8(ascii: "g")))
  }

  @Test func `every token can be a node, joined to its equals`() async throws {
    let (_, state) = try await rehearsed("key o\ngraph.threshold 0.999", "abab")
    let cut = try #require(state.graph.cut)
    #expect(state.graph.graph?.nodes.count == 4 && cut.linkCount == 2 && cut.groups == [[0, 2], [1, 3]])
    let (_, chosen) = try await rehearsed("key o\ngraph.threshold 0.999\nkey ] down", "abab")
    #expect(chosen.linkedBytes == 2..<3)
  }

  @Test func `another measure has its own threshold`() async throws {
    let (frame, state) = try await rehearsed("graph.threshold 0.9\nkey m m")
    #expect(state.graph.similarity == .euclid && state.graph.threshold == nil)
    #expect(frame.textRows().joined().contains("distance ≤ "))
    let (_, typed) = try await rehearsed("key m m\ngraph.threshold 5")
    #expect(typed.graph.threshold == -5)
  }

  @Test func `entries that were never seen are left out and told, and one alone is no graph`() async throws {
    let (frame, state) = try await rehearsed("wait", "abz")
    #expect(state.graph.graph?.unseen == [UInt32(UInt8(ascii: "z"))])
    #expect(frame.textRows().joined().contains("1 never seen"))
    let (one, _) = try await rehearsed("key right left ] down", "a")
    #expect(one.textRows().joined().contains("1 entry · 0 links · 0 groups · 1 alone"))
  }

  @Test func `the figures hold groups, picture and links`() async throws {
    let (_, state) = try await rehearsed("graph.threshold 0.9")
    guard case .tree(let tree) = state.graph.figures[1], case .chart(let chart) = state.graph.figures[2],
      case .table(let links) = state.graph.figures[3]
    else { return #expect(Bool(false), "\(state.graph.figures.map(\.title))") }
    #expect(tree.nodes.filter { $0.depth == 0 }.count == 3 && links.rows.count == 20)
    #expect(chart.isPlane && chart.series.map(\.points.count) == [5, 5, 7, 40])
    #expect(chart.series.last?.style == .links)
  }

  @Test(arguments: [(1, 1), (20, 5), (33, 9), (80, 24), (200, 60)])
  func `graphs are drawn at any size`(columns: Int, rows: Int) async throws {
    for keys in ["key right down", "key end left", "key o m", "pane.zoom"] {
      let (frame, _) = try await rehearsed(keys, "hello world zz\nabc 中文", Size(columns: columns, rows: rows))
      #expect(frame.size == Size(columns: columns, rows: rows))
    }
  }

  @Test func `where there is no room for a picture the list has it all`() async throws {
    let (frame, _) = try await rehearsed("graph.threshold 0.9", nil, Size(columns: 50, rows: 24))
    let text = frame.textRows().joined()
    #expect(
      text.contains("● 5 ") && text.contains("■ 5 ") && text.contains("· 7 alone") && !text.contains("⠄"))
  }

  @Test(arguments: [false, true]) func `the list is drawn as recorded`(isASCII: Bool) async throws {
    let vectors = try ByteVectors()
    let row = ScreenRow(
      name: isASCII ? "graph-ascii-50x20" : "graph-50x20", size: Size(columns: 50, rows: 20),
      steps: vectors.steps + "graph.show\ngraph.threshold 0.9\nkey ] down", isASCII: isASCII)
    let (frame, _) = try await rehearse(row.state(of: text, tokenizer: "bytes"), row.steps)
    Golden.check(frame, row.name)
  }
}
