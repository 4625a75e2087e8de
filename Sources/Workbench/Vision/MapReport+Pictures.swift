import Basics
import Figures
import Patches
import Tensors

/// The map as other pictures.
extension MapReport {
  /// The grid of each picture of the album, the chosen one first.
  package func grids(_ score: MapScore = .states) -> [TokenGrid] {
    let order = [index] + album.pictures.indices.filter { $0 != index }
    return order.map { report(of: $0).grid(score) }
  }

  /// The grids of all pictures in their order, titled by name and with small pixels: a contact sheet.
  package func sheet(_ score: MapScore) -> [TokenGrid] {
    album.pictures.indices.map { picture in
      let own = report(of: picture)
      var grid = own.grid(score)
      (grid.title, grid.pixels) = (own.picture.name, own.picture.thumbnail)
      // One legend stands for all.
      if own.groups != nil { grid.states = MapState.gridStates }
      return grid
    }
  }

  /// Tokens in the order of their groups, and in each in reading order.
  package var byGroup: [Int] {
    guard let groups else { return Array(0..<picture.grid.count) }
    return groups.states.indices.sorted {
      (groups.states[$0].rawValue, $0) < (groups.states[$1].rawValue, $1)
    }
  }

  /// All tokens with each other: `cosines` [tokens, tokens] in reading order, laid out by group.
  package func alike(_ cosines: Tensor) -> Heatmap {
    let order = byGroup
    let labels = order.map { cell -> Value in
      let (row, column) = picture.place(of: cell)
      let state = groups.map { String($0.states[cell].title.prefix(1)) + " " } ?? ""
      return .text("\(state)\(row),\(column)")
    }
    return Heatmap(
      title: "Tokens of \(title) with each other", rowTitle: "token", columnTitle: "token", rowLabels: labels,
      columnLabels: labels, values: cosines.gathered(order).gathered(order, axis: 1).values, unit: "cosine",
      footnotes: [
        groups == nil
          ? "Tokens stand in reading order: \(wordless)"
          : "Tokens stand group by group, each with the first letter of its state, its row and column: \(boundaries).",
        album.label,
      ])
  }

  /// `alive 23, dead 41`.
  private var boundaries: String {
    guard let groups else { return "" }
    return MapState.allCases.filter { groups.counts[$0.rawValue] > 0 }
      .map { "\($0.title) \(groups.counts[$0.rawValue])" }.joined(separator: ", ")
  }

  /// The mean length of the vectors by layer: of all tokens, and of each group as it is at the shown layer.
  package var lengths: Chart {
    let norms = picture.layers.map(\.norms)
    func line(_ name: String, _ cells: [Int]) -> Chart.Series {
      Chart.Series(
        name: "\(name) (\(cells.count))",
        points: norms.enumerated().map { depth, norms in
          Chart.Point(
            Double(depth), cells.reduce(0) { $0 + Double(norms[$1]) } / Double(cells.count),
            label: picture.layers[depth].name)
        })
    }
    let groups = MapState.allCases.compactMap { state -> Chart.Series? in
      let cells = self.groups?.cells(state) ?? []
      return cells.isEmpty ? nil : line(state.title, cells)
    }
    let all = [line("all", Array(0..<picture.grid.count))]
    return Chart(
      title: "Length of the vectors of \(picture.name) by layer", x: Chart.Axis("layer"),
      y: Chart.Axis("mean length (L2)"), series: groups.count == 1 ? all : all + groups,
      footnotes: [
        "Groups are those of \(layer.name): \(picture.layers.count) layers, \(picture.layers.map(\.name).joined(separator: ", "))."
      ] + [album.label])
  }
}
