import Basics
import Figures
import Patches

/// The toy decoder: what grows from the points over the features of the tokens, where the paper has a trained mask decoder.
extension ReadStudy {
  /// The tokens under the middles of the cells that have a label.
  private func tokens(_ label: SimilarityPoints.Label) -> [Int] {
    let plane = points.cells
    let step = Double(side) / Double(max(1, plane.coreRows))
    return points.points.filter { $0.label == label }.map { point in
      let row = point.cell / plane.columns - plane.padding.rows
      let column = point.cell % plane.columns - plane.padding.columns
      return Int((Double(row) + 0.5) * step) * side + Int((Double(column) + 0.5) * step)
    }
  }

  /// By token, whether a region took it up.
  var isGrown: [Bool] {
    RegionGrowing(tokens, side: side, least: Float(knobs.number("grow")))
      .mask(from: tokens(.positive), walls: Set(tokens(.negative)))
  }

  var grown: TokenGrid {
    let grown = isGrown
    let (seeds, walls) = (tokens(.positive), tokens(.negative))
    let marks = Dictionary(
      walls.map { ($0, "-") } + seeds.map { ($0, "+") }, uniquingKeysWith: { $1 })
    return TokenGrid(
      title: "Toy decoder: \(grown.count { $0 }) tokens grown from \(seeds.count) +, not a SAM mask",
      rows: side,
      columns: side, pixels: seenPixels, states: [.init("grown", sign: "█", ascii: "#", series: 2)],
      cells: grown.map { $0 ? 0 : nil }, marks: marks, ground: .states, origin: "\(side) × \(side) tokens",
      footnotes: [
        "From each + neighbours are taken up whose cosine with its features is \(knobs.text("grow")) or more; a - is never entered. "
          + "It knows nothing of objects: two alike ones that touch become one.",
        agreement(grown),
      ])
  }

  /// How much it has in common with the mask by similarity, and with the truth where one was brought.
  private func agreement(_ grown: [Bool]) -> String {
    func overlap(_ other: [Bool]) -> String {
      let (both, either) = zip(grown, other).reduce((0, 0)) {
        ($0.0 + ($1.0 && $1.1 ? 1 : 0), $0.1 + ($1.0 || $1.1 ? 1 : 0))
      }
      return either == 0 ? "1" : Decimals.text(Double(both) / Double(either), 3)
    }
    let own = "IoU with the tokens above 0: \(overlap(isFound))"
    return truth.map { "\(own), with the mask that was brought: \(overlap($0.tokens))." } ?? "\(own)."
  }
}
