import Basics
import Figures
import Screen
import Tensors
import Tokens

/// Tokens joined where they are near, and how a person looks at them.
package struct GraphView: Sendable, Equatable {
  /// Whether every token of the text is a node; else every entry is one.
  package var hasPositions = false
  package var similarity = Similarity.cosine
  /// How many nodes at most.
  package var count = 100
  /// The threshold that a person set; nil for one that leaves about as many links as nodes.
  package var threshold: Float?
  package var search = ""
  /// The chosen node.
  package var selected: Int?
  /// The part of the text whose tokens are shown.
  var window: TokenWindow?
  var asked: GraphRequest?
  package var found: GraphFound?
  /// The graph at the threshold.
  package var cut: GraphCut?

  package init() {}

  static let counts = [25, 50, 100, 200, 400]

  package var graph: TokenGraph? { found.flatMap { try? $0.result.get() } }

  /// The graph as figures.
  package var figures: [Figure] {
    guard let graph, let cut, let embeddings = found.flatMap({ try? $0.request.loaded.result.get() }) else {
      return []
    }
    return GraphReport(graph, cut, embeddings).figures
  }
}

/// Compare the tokens of a part of the text.
package struct GraphRequest: Sendable, Equatable {
  package var loaded: LoadedEmbeddings
  package var nodes: [TokenGraph.Node]
  package var similarity: Similarity
}

/// The graph, or why there is none; two are equal when they answer the same question.
package struct GraphFound: Sendable, Equatable {
  package var request: GraphRequest
  package var result: Result<TokenGraph, Trouble>

  package static func == (a: GraphFound, b: GraphFound) -> Bool { a.request == b.request }
}

extension State {
  /// Asks for a graph when the pane is on the screen and shows other tokens than it should.
  mutating func relinkTokens() -> [Effect] {
    guard layout.panes.contains(PaneKind.graph.rawValue), currentEmbeddings != nil,
      let loaded = embeddings.loaded,
      let window = tokenWindow(keeping: graph.window, limit: graph.count),
      let tokens = tokens(in: window.bytes)
    else { return [] }
    graph.window = window
    let request = GraphRequest(
      loaded: loaded, nodes: TokenGraph.nodes(tokens, hasPositions: graph.hasPositions, limit: graph.count),
      similarity: graph.similarity)
    guard request != graph.asked else { return [] }
    graph.asked = request
    jobs[.graph] = 0
    return [.linkTokens(request)]
  }

  mutating func take(_ new: GraphFound) -> [Effect] {
    guard new.request == graph.asked else { return [] }
    jobs[.graph] = nil
    let chosen = chosenNode?.id
    if graph.found?.request.similarity != new.request.similarity { graph.threshold = nil }
    graph.found = new
    graph.selected = chosen.flatMap { id in graph.graph?.nodes.firstIndex { $0.id == id } }
    cutGraph()
    return []
  }

  /// The chosen node.
  var chosenNode: TokenGraph.Node? {
    guard let index = graph.selected, let nodes = graph.graph?.nodes, nodes.indices.contains(index) else {
      return nil
    }
    return nodes[index]
  }

  /// The bytes of the chosen node: its own, or those of the token of its entry that is nearest to the caret.
  var graphBytes: Range<Int>? {
    guard let node = chosenNode else { return nil }
    guard let bytes = node.bytes else { return nearestBytes(of: node.id) }
    return bytes.upperBound <= document.text.count && graph.found?.request == graph.asked ? bytes : nil
  }

  /// The threshold in force.
  var graphThreshold: Float { graph.threshold ?? graph.graph?.usualThreshold ?? 0.5 }

  private mutating func cutGraph() {
    graph.cut = graph.graph?.cut(at: graphThreshold)
  }

  // MARK: - What a person does

  /// Moves the slider.
  mutating func slideThreshold(by steps: Float) -> [Effect] {
    guard let found = graph.graph else { return [] }
    let now = (graphThreshold / found.step).rounded() + steps
    return cutGraph(at: now * found.step)
  }

  /// Sets the slider, inside the numbers that occur.
  mutating func cutGraph(at threshold: Float) -> [Effect] {
    guard let found = graph.graph else { return [] }
    graph.threshold = max(found.bounds.lowerBound, min(threshold, found.bounds.upperBound))
    cutGraph()
    return []
  }

  /// Chooses the next node of the list, of those that match a search.
  mutating func chooseNode(by steps: Int, matching: Bool = false) -> [Effect] {
    guard let found = graph.graph, let cut = graph.cut, !cut.order.isEmpty else { return [] }
    let all = cut.order.filter { !matching || holds(found.nodes[$0].id, graph.search) }
    guard !all.isEmpty else { return say("No token here holds “\(graph.search)”") }
    guard let now = graph.selected, let place = cut.order.firstIndex(of: now) else {
      if abs(steps) > all.count { return chooseNode(steps > 0 ? all[all.count - 1] : all[0]) }
      return chooseNode(matching ? all[0] : startingNode(found, all))
    }
    if !matching {
      return chooseNode(all[max(0, min(place + max(-all.count, min(steps, all.count)), all.count - 1))])
    }
    let places = all.compactMap { cut.order.firstIndex(of: $0) }
    let next =
      steps > 0 ? places.first { $0 > place } ?? places[0] : places.last { $0 < place } ?? places.last
    return chooseNode(next.map { cut.order[$0] } ?? now)
  }

  /// Chooses the first node of the next or previous group.
  mutating func chooseGroup(by steps: Int) -> [Effect] {
    guard let cut = graph.cut, !cut.order.isEmpty else { return [] }
    let starts = cut.groups.map { $0[0] } + cut.alone.prefix(1)
    let group = graph.selected.map { cut.groupOfNode[$0] ?? cut.groups.count } ?? (steps > 0 ? -1 : 1)
    return chooseNode(starts[max(0, min(group + steps, starts.count - 1))])
  }

  private func startingNode(_ found: TokenGraph, _ all: [Int]) -> Int {
    currentEntry.flatMap { id in found.nodes.firstIndex { $0.id == id } } ?? all[0]
  }

  private mutating func chooseNode(_ index: Int) -> [Effect] {
    graph.selected = index
    return showLinked()
  }

  /// Puts the caret on the chosen node's token.
  mutating func goToNode() -> [Effect] {
    guard chosenNode != nil else { return say("No token is chosen") }
    guard let bytes = graphBytes else { return say("It does not stand in this part of the text") }
    return moveCaret(to: bytes.lowerBound, extending: false)
  }

  /// Shows fewer or more tokens.
  mutating func countNodes(by steps: Int) -> [Effect] {
    let now = GraphView.counts.firstIndex { $0 >= graph.count } ?? 0
    graph.count = GraphView.counts[max(0, min(now + steps, GraphView.counts.count - 1))]
    return reinspect() + say("At most \(graph.count) tokens")
  }
}

extension TokenGraph {
  /// Nodes for tokens of a text: each token, or each entry once, the most frequent first.
  package static func nodes(
    _ tokens: [(id: TokenID, bytes: Range<Int>)], hasPositions: Bool, limit: Int
  ) -> [Node] {
    if hasPositions { return tokens.prefix(limit).map { Node(id: $0.id, count: 1, bytes: $0.bytes) } }
    let counts = tokens.reduce(into: [:]) { $0[$1.id, default: 0] += 1 }
    return Embeddings.mostFrequent(tokens.map(\.id), limit).map { Node(id: $0, count: counts[$0] ?? 0) }
  }
}
