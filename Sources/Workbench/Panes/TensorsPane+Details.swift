import Basics
import Figures
import Formats
import Screen
import Tensors

/// What there is to say of the chosen row: a file's notes, a tensor's numbers and how they are spread.
extension TensorsPane {
  static func drawDetails(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard area.height > 0, let row = state.tensors.chosen else { return }
    let file = state.tensors.files[row.file]
    guard let key = state.tensors.chosenKey else {
      return row.node == nil
        ? drawFile(file, state, into: &frame, area)
        : put("a group of tensors; Enter folds and unfolds it", "text.dim", state, into: &frame, area)
    }
    if let withheld = file.withheld(key.index) {
      let (top, rest) = area.split(top: 1)
      put("\(withheld.name), \(withheld.type)", "title", state, into: &frame, top)
      return put("\(withheld.reason)", "warning", state, into: &frame, rest)
    }
    if let tensor = file.tensor(key.index) { drawTensor(tensor, key, state, into: &frame, area) }
  }

  private static func drawFile(
    _ file: OpenedTensors, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    let metadata = file.file.metadata.sorted { $0.key < $1.key }
      // What is long is a table or template, and is not read here.
      .map { "\($0.key): " + Fit.shorten($0.value, to: 200, ascii: state.isASCII) }
    let (top, rest) = area.split(top: 1)
    put(Fit.shorten(file.path, to: top.width), "title", state, into: &frame, top)
    let figure = Figure.note(Note(lines: file.file.notes + metadata))
    FigurePainter.draw(figure, into: &frame, rest, theme: state.theme, .init(isASCII: state.isASCII))
  }

  private static func drawTensor(
    _ tensor: StoredTensor, _ key: TensorKey, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    let (top, rest) = area.split(top: 1)
    put(Fit.shorten(tensor.title, to: top.width, ascii: state.isASCII), "title", state, into: &frame, top)
    guard let known = state.tensors.statistics[key] else {
      return put(waiting(tensor, key, state), "text.dim", state, into: &frame, rest)
    }
    let lines = lines(known).flatMap { Fit.wrap($0, to: max(1, rest.width)) }
    let (words, below) = rest.split(top: min(rest.height, lines.count))
    for (index, line) in lines.prefix(words.height).enumerated() {
      frame.put(
        line, column: words.column, row: words.row + index, style: state.theme.style("text"), within: words)
    }
    drawHistogram(tensor, known, state, into: &frame, below)
  }

  /// What is said while nothing is known yet.
  private static func waiting(_ tensor: StoredTensor, _ key: TensorKey, _ state: State) -> String {
    if let trouble = state.tensors.unmeasured[key] { return trouble }
    if state.tensors.measuring == key, let share = state.jobs[.tensorStatistics] {
      return "measuring \(Int(share * 100)) % … s stops"
    }
    return "\(TensorRowText.plainSize(tensor.byteCount)): s measures it"
  }

  /// The numbers of a tensor in a few lines; the report has each in a row of its own.
  private static func lines(_ known: TensorStatistics) -> [String] {
    func text(_ value: Double) -> String { SliceView.text(value, digits: 6) }
    var lines = [
      "mean \(text(known.mean)) · standard deviation \(text(known.deviation))",
      "least \(text(Double(known.least))) · most \(text(Double(known.most)))",
      "norm \(text(known.norm)) · sum of magnitudes \(text(known.magnitude))",
      "norms of rows \(text(known.rowNorms.least)) to \(text(known.rowNorms.most)), mean \(text(known.rowNorms.mean))",
    ]
    let odd =
      "\(StatusLine.grouped(known.nanCount)) not a number · \(StatusLine.grouped(known.infiniteCount)) infinite"
    let counts =
      "\(StatusLine.grouped(known.count)) elements · \(StatusLine.grouped(known.zeroCount)) zeros · \(odd)"
    if known.nanCount + known.infiniteCount == known.count { lines = [] }
    return lines + [counts]
  }

  /// Bars where there are rows for them, else one row of blocks.
  private static func drawHistogram(
    _ tensor: StoredTensor, _ known: TensorStatistics, _ state: State, into frame: inout Screen.Frame,
    _ area: Rect
  ) {
    guard area.height > 0, known.bins.count > 1 else { return }
    let bars = TensorReport.statistics(tensor, known)[1]
    if area.height >= known.bins.count + 2 {
      let room = area.split(top: 1).rest
      return FigurePainter.draw(bars, into: &frame, room, theme: state.theme, .init(isASCII: state.isASCII))
    }
    let glyphs = state.isASCII ? Array(" .:-=+*#@") : Array(" ▁▂▃▄▅▆▇█")
    let most = Double(known.bins.max() ?? 1)
    let width = max(1, min(3, (area.width - 24) / known.bins.count))
    let blocks = known.bins.map { count -> String in
      let step = count == 0 ? 0 : max(1, Int((Double(count) / most * 8).rounded()))
      return String(repeating: glyphs[step], count: width)
    }
    let (low, high) = (
      SliceView.text(Double(known.least), digits: 4), SliceView.text(Double(known.most), digits: 4)
    )
    var x = frame.put(
      low + " ", column: area.column, row: area.row, style: state.theme.style("number"), within: area)
    x = frame.put(blocks.joined(), column: x, row: area.row, style: state.theme.style("bar"), within: area)
    frame.put(" " + high, column: x, row: area.row, style: state.theme.style("number"), within: area)
  }
}
