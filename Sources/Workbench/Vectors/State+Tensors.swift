import Basics
import Figures
import Screen
import Tensors

/// Files of tensors that were opened, and what a person looks at in them.
package struct TensorsView: Sendable, Equatable {
  /// The files that are open, the one that is looked at first; those named last may still be on their way.
  package var paths: [String] = []
  /// Those that have been opened, in the order in which they were.
  package internal(set) var files: [OpenedTensors] = []
  /// Why the last one could not be opened.
  package internal(set) var trouble: String?
  /// Which one is being opened.
  var opening: String?

  // The tree.
  /// By the number of a file, the nodes of its tree that are folded.
  var folded: [Int: Set<Int>] = [:]
  /// What is in sight of the trees, or what matches the query.
  package internal(set) var rows: [TensorRow] = []
  package internal(set) var selected = 0
  var top = 0
  package internal(set) var query = ""
  package internal(set) var isTyping = false

  // What is known of tensors.
  package internal(set) var statistics: [TensorKey: TensorStatistics] = [:]
  /// Why some of them could not be measured.
  var unmeasured: [TensorKey: String] = [:]
  /// The one that was to be measured last.
  var measuring: TensorKey?

  /// The matrix that is looked at; nil while the tree is.
  package internal(set) var slice: SliceView?

  package init() {}

  /// The chosen row.
  package var chosen: TensorRow? { rows.indices.contains(selected) ? rows[selected] : nil }

  /// The file of the chosen row.
  package var chosenFile: OpenedTensors? { chosen.map { files[$0.file] } }

  /// The chosen tensor, or withheld one.
  package var chosenKey: TensorKey? {
    guard let row = chosen, let node = row.node, let index = files[row.file].tree.nodes[node].index else {
      return nil
    }
    return TensorKey(file: files[row.file].number, index: index)
  }

  /// The tensor of a key; nil when its file has been closed, and for withheld ones.
  package func tensor(_ key: TensorKey) -> StoredTensor? {
    files.first { $0.number == key.file }?.tensor(key.index)
  }

  /// What is shown: the matrix, or else the list of the file with the numbers of the chosen tensor.
  package var figures: [Figure] {
    if let slice { return slice.shown.map { [.heatmap($0.heatmap)] } ?? [] }
    guard let file = chosenFile else { return [] }
    var figures: [Figure] = [.table(TensorReport(file.file).list)]
    if let key = chosenKey, let tensor = tensor(key), let known = statistics[key] {
      figures += TensorReport.statistics(tensor, known)
    }
    return figures
  }
}

/// A row of the trees: a file, or a node of its tree.
package struct TensorRow: Sendable, Equatable {
  /// Its place among the open files.
  package var file: Int
  package var node: Int?
}

/// A tensor of an open file.
package struct TensorKey: Sendable, Hashable {
  /// The number of the file.
  package var file: Int
  /// Its number in the file's tree.
  package var index: Int
}

/// Open a file, measure a tensor, or read a part of one.
package enum TensorsRequest: Sendable, Equatable {
  case open(path: String, number: Int)
  case measure(TensorKey, StoredTensor)
  case slice(SliceRequest)

  /// The job that does it: each kind goes on while another begins.
  package var job: Job {
    switch self {
    case .open: .tensors
    case .measure: .tensorStatistics
    case .slice: .tensorSlice
    }
  }

  package static func == (a: TensorsRequest, b: TensorsRequest) -> Bool {
    switch (a, b) {
    case (.open(let a, let first), .open(let b, let second)): a == b && first == second
    case (.measure(let a, _), .measure(let b, _)): a == b
    case (.slice(let a), .slice(let b)): a == b
    default: false
    }
  }
}

/// What came of a request.
package enum TensorsFound: Sendable {
  case opened(path: String, number: Int, Result<OpenedTensors, Trouble>)
  case measured(TensorKey, Result<TensorStatistics, Trouble>)
  case sliced(SliceRequest, Result<Heatmap, Trouble>)
}

extension State {
  /// Tensors up to this size in their file are measured as soon as they are chosen; larger ones when a person asks.
  package static let liveTensorBytes = 64 << 20

  /// Opens or closes the pane, over the whole screen; with nothing open it asks for a path.
  mutating func showTensors(_ path: String) -> [Effect] {
    if path.isEmpty, layout.panes.contains(PaneKind.tensors.rawValue) {
      layout = Arrangement.standard(for: size)
      return showCaret() + resegment() + reinspect()
    }
    return openTensors(path.isEmpty ? [] : [path], asking: true)
  }

  /// Shows the pane and opens files, the first of which is looked at.
  package mutating func openTensors(_ paths: [String], asking: Bool = false) -> [Effect] {
    if !layout.panes.contains(PaneKind.tensors.rawValue) { layout = Layout(PaneKind.tensors.rawValue) }
    layout.focus(PaneKind.tensors.rawValue)
    tensors.paths = paths + tensors.paths.filter { !paths.contains($0) }
    if !paths.isEmpty {
      (tensors.slice, tensors.trouble) = (nil, nil)
      if let open = tensors.files.firstIndex(where: { $0.path == paths[0] }) {
        tensors.selected = tensors.rows.firstIndex(of: TensorRow(file: open)) ?? 0
      }
    } else if asking, tensors.paths.isEmpty {
      overlays.append(.prompt(Prompt(.tensors)))
    }
    return resegment() + reinspect()
  }

  /// Asks for what the pane lacks: the next file, the numbers of the chosen tensor, the part of the matrix in sight.
  mutating func reviewTensors() -> [Effect] {
    guard layout.panes.contains(PaneKind.tensors.rawValue) else { return [] }
    return openNextTensors() + measureChosenTensor() + reslice()
  }

  private mutating func openNextTensors() -> [Effect] {
    if let path = tensors.opening {
      if jobs[.tensors] != nil { return [] }
      // It was stopped.
      tensors.paths.removeAll { $0 == path }
      tensors.opening = nil
    }
    guard let path = tensors.paths.first(where: { path in !tensors.files.contains { $0.path == path } })
    else {
      return []
    }
    tensors.opening = path
    jobs[.tensors] = 0
    return [.openTensors(.open(path: path, number: nextGeneration(.tensors)))]
  }

  private mutating func measureChosenTensor(isAsked: Bool = false) -> [Effect] {
    guard tensors.slice == nil, let key = tensors.chosenKey, let tensor = tensors.tensor(key),
      tensors.statistics[key] == nil, isAsked || tensors.measuring != key,
      isAsked || tensors.unmeasured[key] == nil && tensor.byteCount <= Self.liveTensorBytes
    else { return [] }
    tensors.measuring = key
    tensors.unmeasured[key] = nil
    jobs[.tensorStatistics] = 0
    return [.openTensors(.measure(key, tensor))]
  }

  /// Measures the chosen tensor however large it is, or stops that.
  mutating func toggleMeasuring() -> [Effect] {
    guard let key = tensors.chosenKey, tensors.tensor(key) != nil else { return say("Choose a tensor first") }
    if tensors.measuring == key, jobs[.tensorStatistics] != nil {
      jobs[.tensorStatistics] = nil
      return [.cancel(.tensorStatistics)]
    }
    return measureChosenTensor(isAsked: true)
  }

  mutating func take(_ new: TensorsFound) -> [Effect] {
    switch new {
    case .opened(let path, let number, let result): return takeOpened(path, number, result)
    case .measured(let key, let result):
      if tensors.measuring == key { jobs[.tensorStatistics] = nil }
      guard tensors.tensor(key) != nil else { return [] }
      switch result {
      case .success(let statistics): tensors.statistics[key] = statistics
      case .failure(let trouble): tensors.unmeasured[key] = "\(trouble)"
      }
      return []
    case .sliced(let request, let result): return take(request, result)
    }
  }

  private mutating func takeOpened(_ path: String, _ number: Int, _ result: Result<OpenedTensors, Trouble>)
    -> [Effect]
  {
    guard number == generation(.tensors), tensors.opening == path else { return [] }
    jobs[.tensors] = nil
    tensors.opening = nil
    switch result {
    case .failure(let trouble):
      tensors.paths.removeAll { $0 == path }
      tensors.trouble = "\(trouble)"
    case .success(let new):
      let isFirst = tensors.paths.first == path
      tensors.files.append(new)
      tensors.folded[number] = new.tree.folded()
      if isFirst { tensors.query = "" }
      listTensors()
      if isFirst { selectFile(tensors.files.count - 1) }
    }
    return reviewTensors()
  }

  /// Closes the file of the chosen row.
  mutating func closeTensors() -> [Effect] {
    guard let file = tensors.chosenFile else { return say("No file of tensors is open") }
    tensors.paths.removeAll { $0 == file.path }
    tensors.files.removeAll { $0 == file }
    tensors.folded[file.number] = nil
    tensors.statistics = tensors.statistics.filter { $0.key.file != file.number }
    tensors.unmeasured = tensors.unmeasured.filter { $0.key.file != file.number }
    var effects: [Effect] = []
    if tensors.measuring?.file == file.number {
      tensors.measuring = nil
      if jobs.removeValue(forKey: .tensorStatistics) != nil { effects.append(.cancel(.tensorStatistics)) }
    }
    tensors.slice = nil
    listTensors()
    return effects + selectTensor(tensors.selected)
  }
}
