import Basics
import Figures
import Screen
import Tensors
import Tokens

/// The entries nearest to the token under the caret, or to what a person named, with a bar for each.
enum NeighboursPane: Pane {
  static func title(_ state: State) -> String {
    var parts = ["Neighbours"]
    if let embeddings = state.neighbours.sent?.embeddings ?? state.currentEmbeddings {
      parts.append(embeddings.notes.first ?? "")
    }
    if let share = state.jobs[.neighbours], share > 0.02 { parts.append("searching \(Int(share * 100)) %") }
    return parts.joined(separator: " · ")
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let theme = state.theme
    if state.neighbours.sent == nil, let note = state.embeddingsNote {
      return PaneNote.draw(note, state, into: &frame, area)
    }
    guard let found = state.neighbours.found else {
      return PaneNote.draw(
        state.currentEntry == nil && state.neighbours.query == nil
          ? "no token under the cursor; / types an entry, or a sum as king - man + woman" : "searching …",
        state,
        into: &frame, area)
    }
    let (head, rest) = area.split(top: 1)
    drawQuery(found, state, into: &frame, head)
    switch found.result {
    case .failure(let trouble): PaneNote.draw("\(trouble)", state, into: &frame, rest, role: "warning")
    case .success(let answer):
      var list = rest
      for line in notes(answer, state).flatMap({ Fit.wrap($0, to: area.width) }).prefix(rest.height / 3) {
        let (row, below) = list.split(top: 1)
        frame.put(line, column: row.column, row: row.row, style: theme.style("warning"), within: row)
        list = below
      }
      drawList(answer.neighbours, found.request, state, into: &frame, list)
    }
  }

  /// What is looked at, by what measure, and how many are listed.
  private static func drawQuery(
    _ found: NeighboursFound, _ state: State, into frame: inout Screen.Frame, _ row: Rect
  ) {
    let theme = state.theme
    let dim = theme.style("text.dim")
    let isWide = row.width >= 100
    let of =
      state.neighbours.query != nil
      ? "nearest to " : isWide ? "nearest to the token under the cursor " : "at the cursor "
    var x = frame.put(of, column: row.column, row: row.row, style: dim, within: row)
    if case .success(let answer) = found.result {
      for (index, term) in answer.terms.enumerated() {
        let sign = term.sign < 0 ? (state.isASCII ? "- " : "− ") : index > 0 ? "+ " : ""
        x = frame.put(sign, column: x, row: row.row, style: dim, within: row)
        x = frame.put(
          state.entryText(term.id, in: found.request.loaded), column: x, row: row.row,
          style: theme.style("token.current"), within: row)
        x = frame.put(" #\(term.id) ", column: x, row: row.row, style: theme.style("number"), within: row)
      }
      if isWide {
        let length = "· length \(Decimals.text(Double(answer.length), 3)) "
        x = frame.put(length, column: x, row: row.row, style: dim, within: row)
      }
    } else {
      x = frame.put(
        found.request.words + " ", column: x, row: row.row, style: theme.style("text"), within: row)
    }
    let isBehind = found.request != state.neighbours.asked
    let more =
      "· \(state.neighbours.count) nearest by \(state.neighbours.similarity.title)" + (isBehind ? " …" : "")
    frame.put(more, column: x, row: row.row, style: dim, within: row)
  }

  /// What a person must know before believing the numbers.
  private static func notes(_ answer: NeighboursFound.Found, _ state: State) -> [String] {
    if !answer.unseen.isEmpty {
      let names = answer.unseen.map { "“\(state.entryText($0, in: state.neighbours.found?.request.loaded))”" }
        .joined(separator: ", ")
      let isOne = answer.unseen.count == 1
      return [
        "\(names) \(isOne ? "has a row" : "have rows") of nothing but noughts: never seen when the matrix was made, so nothing is really near."
      ]
    }
    return answer.length == 0 ? ["The sum is nothing but noughts: nothing is really near."] : []
  }

  // MARK: - The list

  private static func drawList(
    _ neighbours: [Ranked], _ request: NeighboursRequest, _ state: State, into frame: inout Screen.Frame,
    _ area: Rect
  ) {
    guard area.height > 1 else { return }
    let labels = neighbours.map { state.entryText(TokenID($0.index), in: request.loaded) }
    let text = min(max(8, labels.map { Legible.columns(of: $0) }.max() ?? 8), max(8, area.width / 3))
    let columns = Columns(text: text, width: area.width)
    let (head, list) = area.split(top: 1)
    frame.fill(head, style: state.theme.style("list.header"))
    frame.put(
      columns.line(id: "id", text: "entry", score: request.similarity.title), column: head.column,
      row: head.row,
      style: state.theme.style("list.header"), within: head)
    let selected = state.neighbours.selected
    let top = max(0, min(selected - list.height / 2, neighbours.count - list.height))
    for (index, neighbour) in neighbours.enumerated().dropFirst(top).prefix(list.height) {
      let line = Rect(column: list.column, row: list.row + index - top, width: list.width, height: 1)
      let bar = share(of: neighbour.value, request.similarity, neighbours)
      draw(
        neighbour, labels[index], bar, columns, isSelected: index == selected, request, state, into: &frame,
        line)
    }
    if top + list.height < neighbours.count {
      frame.put(
        state.isASCII ? "v" : "▾", column: area.endColumn - 1, row: area.endRow - 1,
        style: state.theme.style("title"),
        within: area)
    }
  }

  private struct Columns {
    let text: Int
    let width: Int
    var bar: Int { max(0, width - 2 - 8 - 2 - text - 2 - 14 - 2) }

    func line(id: String, text: String, score: String) -> String {
      "  " + Fit.pad(id, to: 8, right: true) + "  " + Fit.pad(text, to: self.text) + "  "
        + Fit.pad(score, to: 14, right: true)
    }
  }

  private static func draw(
    _ neighbour: Ranked, _ label: String, _ share: Double, _ columns: Columns, isSelected: Bool,
    _ request: NeighboursRequest, _ state: State, into frame: inout Screen.Frame, _ line: Rect
  ) {
    let theme = state.theme
    let base = theme.style(isSelected ? "list.selected" : "text")
    if isSelected { frame.fill(line, style: base) }
    let mark = isSelected ? (state.isASCII ? "> " : "▸ ") : "  "
    let number = isSelected ? base : theme.style("number")
    var x = frame.put(
      mark + Fit.pad(String(neighbour.index), to: 8, right: true) + "  ", column: line.column, row: line.row,
      style: number, within: line)
    let id = TokenID(neighbour.index)
    let hue = theme.tokenStyle(hue: TokenHues([Token(id: id, start: 0, end: 0)])[0])
    frame.put(
      Fit.shorten(label, to: columns.text, ascii: state.isASCII), column: x, row: line.row,
      style: isSelected ? base : hue, within: line)
    x += columns.text + 2
    x = frame.put(
      Fit.pad(Decimals.text(request.similarity.shown(neighbour.value), 4), to: 14, right: true) + "  ",
      column: x, row: line.row, style: number,
      within: line)
    PaneBar.draw(
      share, state, into: &frame, Rect(column: x, row: line.row, width: columns.bar, height: 1))
  }

  /// How long a bar is: a cosine as it is, a product beside the largest, a distance as the least by it.
  private static func share(of value: Float, _ similarity: Similarity, _ all: [Ranked]) -> Double {
    let best = Double(all.first?.value ?? 0)
    let value = Double(value)
    switch similarity {
    case .cosine, .centredCosine: return value
    case .dot: return best > 0 ? value / best : 0
    case .euclid: return value < 0 ? best / value : 1
    }
  }
}
