import Basics
import Figures
import Glibc
import Tensors

/// Parts of tensors as heatmaps; rows and columns are called by their indexes in the tensor.
extension TensorReport {
  /// A part of the matrix of all axes but the last, flattened. Throws when the part does not lie in the tensor.
  package static func heatmap(
    _ tensor: StoredTensor, rows: Range<Int>, columns: Range<Int>
  ) throws(Trouble) -> Heatmap {
    let part = PlaneBlocks.Part(rows: rows, columns: columns)
    if tensor.shape.rank <= 2 { return try heatmap(tensor, TensorPlane(of: tensor.shape), part, .open) }
    try check(part, (tensor.rowCount, tensor.columnCount), tensor)
    var floats: [Float] = []
    try tensor.rows(rows, into: &floats)
    let values = rows.indices.flatMap { row in
      columns.map { floats[(row - rows.lowerBound) * tensor.columnCount + $0] }
    }
    return heatmap(tensor, "", part, values)
  }

  /// A part of a plane, each cell an element or the mean of a block of them. Throws when the part does not lie in the plane.
  package static func heatmap(
    _ tensor: StoredTensor, _ plane: TensorPlane, _ part: PlaneBlocks.Part, _ ticket: Ticket
  ) throws(Trouble) -> Heatmap {
    try check(part, plane.size(in: tensor.shape), tensor)
    let blocks = try PlaneBlocks(tensor, plane, part, ticket)
    var heatmap = heatmap(tensor, place(plane, tensor.shape), part, blocks.numbers)
    heatmap.rowTitle = plane.rowAxis.map { "axis \($0)" } ?? "row"
    heatmap.columnTitle = plane.columnAxis.map { "axis \($0)" } ?? "column"
    if tensor.shape.rank <= 2 { (heatmap.rowTitle, heatmap.columnTitle) = ("row", "column") }
    if let note = note(blocks) {
      heatmap.unit = "mean"
      heatmap.decimals = max(heatmap.decimals, decimals(blocks.numbers, .f32))
      heatmap.footnotes = [note]
    }
    return heatmap
  }

  /// Where a plane lies, for a title: ` at [3, rows, columns]`; nothing for a matrix as it stands.
  package static func place(_ plane: TensorPlane, _ shape: Shape) -> String {
    if plane == TensorPlane(of: shape), shape.rank <= 2 { return "" }
    let axes = shape.sizes.indices.map { axis in
      axis == plane.rowAxis ? "rows" : axis == plane.columnAxis ? "columns" : "\(plane.place[axis])"
    }
    return " at [\(axes.joined(separator: ", "))]"
  }

  /// What cells are means of, when they are: a sentence.
  package static func note(_ blocks: PlaneBlocks) -> String? {
    let part = blocks.part
    guard part.blockRows > 1 || part.blockColumns > 1 else { return nil }
    var note = "Each cell is the mean of \(part.blockRows) × \(part.blockColumns) elements"
    if blocks.sampled != (part.blockRows, part.blockColumns) {
      note += ", of which \(blocks.sampled.rows) × \(blocks.sampled.columns), evenly spread, were read"
    }
    return note + "; what is no finite number is left out."
  }

  /// How many decimals show four digits of the largest number; none of whole numbers.
  package static func decimals(_ values: [Float], _ type: ElementType) -> Int {
    guard type.isBlocked || [.f64, .f32, .f16, .bf16].contains(type) else { return 0 }
    let most = values.reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : $0 }
    return most > 0 ? max(0, min(6, 3 - Int(log10(Double(most)).rounded(.down)))) : 3
  }

  private static func heatmap(
    _ tensor: StoredTensor, _ place: String, _ part: PlaneBlocks.Part, _ values: [Float]
  ) -> Heatmap {
    func labels(_ range: Range<Int>, _ step: Int) -> [Value] {
      stride(from: range.lowerBound, to: range.upperBound, by: step).map { .integer($0) }
    }
    return Heatmap(
      title: "\(tensor.title) \(tensor.shape)\(place)", rowTitle: "row", columnTitle: "column",
      rowLabels: labels(part.rows, part.blockRows), columnLabels: labels(part.columns, part.blockColumns),
      values: values, unit: "value", decimals: decimals(values, tensor.type))
  }

  private static func check(
    _ part: PlaneBlocks.Part, _ size: (rows: Int, columns: Int), _ tensor: StoredTensor
  ) throws(Trouble) {
    let (rows, columns) = (part.rows, part.columns)
    if rows.lowerBound >= 0, rows.upperBound <= size.rows, columns.lowerBound >= 0,
      columns.upperBound <= size.columns
    {
      return
    }
    throw Trouble(
      .usage, at: .file(tensor.title),
      "rows \(rows) and columns \(columns) do not lie in \(size.rows) × \(size.columns)",
      remedy: "Name rows and columns inside it, as --rows 0..20 --columns 0..20")
  }
}
