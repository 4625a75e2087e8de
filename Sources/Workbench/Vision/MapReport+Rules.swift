import Basics
import Figures
import Patches
import Tensors

/// Rules that choose tokens, and what two of them share.
extension MapReport {
  /// How many tokens the share of the knob keeps.
  package var kept: Int { Int((knobs.number("keep") * Double(picture.grid.count)).rounded()) }

  /// The tokens that a rule keeps, `count` of them. Throws when what the rule goes by is not known here.
  package func selection(_ rule: MapRule, _ count: Int? = nil) throws(Trouble) -> MapSelection {
    let way: Selection =
      switch rule {
      case .uniform: .uniform
      case .random: .random(seed: UInt64(knobs.integer("seed")))
      default: .top
      }
    return MapSelection(rule, kept: way.chosen(count ?? kept, by: try scores(rule)))
  }

  /// A score for each token; the highest are kept.
  private func scores(_ rule: MapRule) throws(Trouble) -> [Float] {
    switch rule {
    case .uniform, .random: return layer.norms
    case .norm: return layer.norms
    case .likeness: return numbers(.likeness) ?? layer.norms
    case .distinct: return distances
    case .attention:
      guard let attention = layer.attention else {
        throw Trouble(.usage, missing(.attention), remedy: "Choose another rule, or another layer")
      }
      return attention
    case .alive:
      guard let groups, let nearest = numbers(.nearest) else {
        throw Trouble(.usage, wordless, remedy: "Choose another rule, or another layer")
      }
      // A cosine is less than 2 away from any other, so the group comes first.
      let order: [MapState] = [.sink, .dead, .unnamed, .alive]
      return zip(groups.states, nearest).map { state, cosine in
        Float(4 * (order.firstIndex(of: state) ?? 0)) + cosine
      }
    }
  }

  /// Less the mean cosine with all tokens: that of unit vectors with the sum of them.
  private var distances: [Float] {
    let unit = layer.rows.unit()
    return unit.matmul(unit.mean(over: [0]).reshaped([unit.size(1), 1])).values.map { -$0 }
  }

  /// The grid with what a rule dropped left dark; cells that `other` kept too have a mark.
  package func grid(keeping selection: MapSelection, beside other: MapSelection? = nil) -> TokenGrid {
    var grid = grid(.states)
    let kept = Set(selection.kept)
    grid.gone = Set(0..<grid.count).subtracting(kept)
    grid.title = "\(selection.rule.title): \(kept.count) of \(grid.count) kept"
    if let other {
      for cell in kept.subtracting(other.kept) { grid.marks[cell] = "+" }
      grid.footnotes = ["+ is kept by this rule only."] + grid.footnotes
    }
    grid.footnotes = [selection.rule.definition] + grid.footnotes
    return grid
  }

  /// Two rules on one picture: both grids, and what they share. Throws when what a rule goes by is not known here.
  package func comparison(_ rules: [MapRule]) throws(Trouble) -> (grids: [TokenGrid], shared: Table) {
    let first = try selection(rules[0])
    let second = try selection(rules[1])
    return (
      [grid(keeping: first, beside: second), grid(keeping: second, beside: first)], table(first, second)
    )
  }

  private func table(_ a: MapSelection, _ b: MapSelection) -> Table {
    let shared = a.shared(with: b)
    let groups = groups
    func row(_ name: String, _ cells: Set<Int>) -> [Value] {
      [.text(name), .integer(cells.count)]
        + MapState.allCases.map { state in
          groups.map { groups in .integer(cells.count { groups.states[$0] == state }) } ?? .none
        }
    }
    return Table(
      title: "What both keep",
      columns: [Table.Column("", key: "by"), Table.Column("tokens", key: "tokens", isNumeric: true)]
        + MapState.allCases.map { Table.Column($0.title, key: $0.title, isNumeric: true) },
      rows: [
        row("kept by both", shared.cells),
        row("only by “\(a.rule.title)”", Set(a.kept).subtracting(shared.cells)),
        row("only by “\(b.rule.title)”", Set(b.kept).subtracting(shared.cells)),
      ],
      footnotes: [
        "Jaccard (kept by both, of those that either keeps): \(Decimals.text(shared.jaccard, 3))."
      ])
  }
}
