import Basics

/// A matrix inside of a tensor: two of its axes, and an index on each of the others.
///
/// Of a tensor [12, 64, 64], `TensorPlane(rowAxis: 1, columnAxis: 2, place: [3, 0, 0])` is the fourth matrix.
package struct TensorPlane: Sendable, Equatable {
  /// The axis that runs down; nil for one row.
  package var rowAxis: Int?
  /// The axis that runs across, another one; nil for one column.
  package var columnAxis: Int?
  /// By axis, the index; what it says of the two axes does not count.
  package var place: [Int]

  package init(rowAxis: Int?, columnAxis: Int?, place: [Int]) {
    self.rowAxis = rowAxis
    self.columnAxis = columnAxis
    self.place = place
  }

  /// The last two axes at the beginning of the others; of a vector one row.
  package init(of shape: Shape) {
    let last = shape.rank - 1
    self.init(
      rowAxis: last > 0 ? last - 1 : nil, columnAxis: last >= 0 ? last : nil,
      place: Array(repeating: 0, count: shape.rank))
  }

  /// Rows for columns.
  package var transposed: TensorPlane {
    TensorPlane(rowAxis: columnAxis, columnAxis: rowAxis, place: place)
  }

  /// How many rows and columns it has in a tensor of this shape.
  package func size(in shape: Shape) -> (rows: Int, columns: Int) {
    let axes = Set([rowAxis, columnAxis].compactMap(\.self))
    if shape.sizes.indices.contains(where: { !axes.contains($0) && shape.sizes[$0] == 0 }) { return (0, 0) }
    return (rowAxis.map { shape.sizes[$0] } ?? 1, columnAxis.map { shape.sizes[$0] } ?? 1)
  }

  /// Whether its axes are two and its indexes lie in a tensor of this shape.
  package func fits(_ shape: Shape) -> Bool {
    let axes = [rowAxis, columnAxis].compactMap(\.self)
    guard place.count == shape.rank, axes.allSatisfy(shape.sizes.indices.contains),
      Set(axes).count == axes.count
    else { return false }
    return shape.sizes.indices.allSatisfy { axes.contains($0) || (0..<shape.sizes[$0]).contains(place[$0]) }
  }
}

/// Numbers anywhere in a tensor, with nothing read but what is asked for and what lies close to it.
extension StoredTensor {
  /// By axis, how far apart neighbours are in the file, in elements.
  var fileStrides: [Int] {
    if !layout.isColumnMajor { return shape.strides }
    return shape.sizes.indices.map { shape.sizes[..<$0].reduce(1, *) }
  }

  /// Whether the rows of a plane lie closer together in the file than its columns do.
  package func runsAcross(_ plane: TensorPlane) -> Bool {
    guard let row = plane.rowAxis else { return true }
    guard let column = plane.columnAxis else { return false }
    return fileStrides[column] <= fileStrides[row]
  }

  /// Hands over the numbers of a plane where these rows and columns cross, line by line as the file has them: the number of
  /// the line in `rows` when the plane runs across, else in `columns`, and the numbers along the other.
  ///
  /// Rows and columns ascend and lie in the plane. Throws when the file has lost them, and when the ticket is cancelled.
  package func forEachLine(
    of plane: TensorPlane, rows: [Int], columns: [Int], _ ticket: Ticket,
    _ body: (Int, Span<Float>) throws(Trouble) -> Void
  ) throws(Trouble) {
    precondition(plane.fits(shape), "a plane lies inside of its tensor")
    let (strides, isAcross) = (fileStrides, runsAcross(plane))
    func stride(_ axis: Int?) -> Int { axis.map { strides[$0] } ?? 0 }
    var start = 0
    for axis in strides.indices where axis != plane.rowAxis && axis != plane.columnAxis {
      start += plane.place[axis] * strides[axis]
    }
    let (outer, inner) = isAcross ? (rows, columns) : (columns, rows)
    let outerStride = stride(isAcross ? plane.rowAxis : plane.columnAxis)
    let innerStride = stride(isAcross ? plane.columnAxis : plane.rowAxis)
    var gathering = Gathering(count: inner.count)
    for (index, line) in outer.enumerated() {
      try ticket.step(Double(index) / Double(outer.count))
      try gather(from: start + line * outerStride, inner, by: innerStride, &gathering)
      try body(index, gathering.line.span)
    }
  }

  /// The numbers of a plane where rows and columns cross, row by row.
  package func numbers(of plane: TensorPlane, rows: [Int], columns: [Int], _ ticket: Ticket = .open)
    throws(Trouble) -> [Float]
  {
    let isAcross = runsAcross(plane)
    var numbers = [Float](repeating: 0, count: rows.count * columns.count)
    try forEachLine(of: plane, rows: rows, columns: columns, ticket) { (index, line) throws(Trouble) in
      for place in line.indices {
        numbers[isAcross ? index * columns.count + place : place * columns.count + index] = line[place]
      }
    }
    return numbers
  }

  /// Memory that is used again from line to line.
  private struct Gathering {
    var line: [Float]
    var encoded: [UInt8] = []
    var stretch: [Float] = []

    init(count: Int) { line = Array(repeating: 0, count: count) }
  }

  /// What lies closer together than this is fetched at once, up to so much, in bytes.
  private static let gap = 1 << 12
  private static let most = 1 << 20

  /// Makes the line the elements `start + stride * place`, fetching those that lie close together at once.
  private func gather(
    from start: Int, _ places: [Int], by stride: Int, _ gathering: inout Gathering
  ) throws(Trouble) {
    func element(_ index: Int) -> Int { start + stride * places[index] }
    let perByte = Double(type.blockElements) / Double(type.blockBytes)
    let (gap, most) = (Int(Double(Self.gap) * perByte), Int(Double(Self.most) * perByte))
    var first = 0
    while first < places.count {
      let low = element(first) / type.blockElements * type.blockElements
      var end = first + 1
      while end < places.count, element(end) - element(end - 1) <= gap, element(end) - low < most { end += 1 }
      try fetch(low..<element(end - 1) + 1, &gathering)
      for index in first..<end { gathering.line[index] = gathering.stretch[element(index) - low] }
      first = end
    }
  }

  /// Makes the stretch whole blocks from the first element of the range, where one begins, to that of the last.
  private func fetch(_ elements: Range<Int>, _ gathering: inout Gathering) throws(Trouble) {
    let first = elements.lowerBound / type.blockElements
    let end = (elements.upperBound + type.blockElements - 1) / type.blockElements
    let from = layout.offset + first * type.blockBytes
    try bytes.read(from..<from + (end - first) * type.blockBytes, into: &gathering.encoded)
    if layout.isBigEndian && type.blockBytes > 1 { Self.swap(&gathering.encoded, size: type.blockBytes) }
    let count = (end - first) * type.blockElements
    if gathering.stretch.count < count { gathering.stretch = [Float](repeating: 0, count: count) }
    let encoded = gathering.encoded
    var target = gathering.stretch.mutableSpan
    Conversion.convert(encoded.span, type, into: &target)
  }
}
