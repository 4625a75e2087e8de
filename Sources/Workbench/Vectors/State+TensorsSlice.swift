import Basics
import Figures
import Screen
import Tensors

/// Moving over a matrix, choosing its axes, zooming.
extension State {
  /// The rows above the cells: what the pane says, and the legend, the chosen cell and the labels of the heatmap.
  static let sliceHead = (own: 2, all: 5)

  /// Where cells can stand.
  private var sliceCells: Size {
    let place = place(of: .tensors) ?? paneArea
    let inner = place.height >= 3 && place.width >= 12 ? place.inset(by: 1) : place
    return Size(columns: max(1, inner.width), rows: max(1, inner.height - Self.sliceHead.all))
  }

  /// How much of the matrix there is room for at its zoom.
  func sliceRoom(_ slice: SliceView) -> SliceRoom {
    let (cells, size, hasColor) = (sliceCells, slice.size, colorMode != .none)
    let shown = slice.shown.flatMap { $0.request.key == slice.key ? $0.heatmap : nil }
    let numbers = NumberCells(size, shown: shown, width: cells.columns, hasColor: hasColor)
    let fitting = numbers.count(in: cells.columns)
    if slice.zoom == 0 { return SliceRoom(rows: cells.rows, columns: fitting, blockRows: 1, blockColumns: 1) }
    // Half blocks stand two to a row of the screen, unless there are so few columns that numbers fit.
    let across = max(1, cells.columns - numbers.gutter)
    let halves = hasColor && !isASCII ? 2 : 1
    let side = 1 << min(40, slice.zoom - 1)
    let blockColumns = max(1, min(side, (size.columns + across - 1) / across))
    let down = (size.columns + blockColumns - 1) / blockColumns <= fitting ? cells.rows : cells.rows * halves
    let blockRows = max(1, min(side, (size.rows + down - 1) / down))
    return SliceRoom(rows: down, columns: across, blockRows: blockRows, blockColumns: blockColumns)
  }

  /// The least zoom at which all of the matrix is in sight.
  private func overview(_ slice: SliceView) -> Int {
    var slice = slice
    for zoom in 1...41 {
      slice.zoom = zoom
      let room = sliceRoom(slice)
      let cells = room.cells(slice.size)
      if cells.rows <= room.rows && cells.columns <= room.columns { return zoom }
    }
    return 41
  }

  /// Asks for the part in sight, unless that was asked last.
  mutating func reslice() -> [Effect] {
    guard var slice = tensors.slice, let tensor = tensors.tensor(slice.key) else { return [] }
    let (room, size) = (sliceRoom(slice), slice.size)
    keepInSight(&slice, room)
    let (top, left) = (slice.top * room.blockRows, slice.left * room.blockColumns)
    let part = PlaneBlocks.Part(
      rows: top..<min(size.rows, top + room.rows * room.blockRows),
      columns: left..<min(size.columns, left + room.columns * room.blockColumns),
      blockRows: room.blockRows, blockColumns: room.blockColumns)
    let request = SliceRequest(key: slice.key, tensor: tensor, plane: slice.plane, part: part)
    let isNew = request != slice.asked
    slice.asked = request
    tensors.slice = slice
    guard isNew else { return [] }
    jobs[.tensorSlice] = 0
    return [.openTensors(.slice(request))]
  }

  /// Scrolls so far that the cursor is in sight and no room is left empty.
  private func keepInSight(_ slice: inout SliceView, _ room: SliceRoom) {
    let cells = room.cells(slice.size)
    func first(_ first: Int, _ cell: Int, _ room: Int, _ count: Int) -> Int {
      max(0, min(max(first, cell - room + 1), cell, max(0, count - room)))
    }
    slice.top = first(slice.top, slice.row / room.blockRows, room.rows, cells.rows)
    slice.left = first(slice.left, slice.column / room.blockColumns, room.columns, cells.columns)
  }

  mutating func take(_ request: SliceRequest, _ result: Result<Heatmap, Trouble>) -> [Effect] {
    guard var slice = tensors.slice, request == slice.asked else { return [] }
    jobs[.tensorSlice] = nil
    let isFirst = slice.shown == nil
    switch result {
    case .success(let heatmap):
      slice.shown = SliceView.Shown(request: request, heatmap: heatmap)
      slice.trouble = nil
    case .failure(let trouble): slice.trouble = "\(trouble)"
    }
    tensors.slice = slice
    // Only now it is known how wide the numbers are.
    return isFirst ? reslice() : []
  }

  /// Changes the matrix that is looked at, and asks for what comes in sight.
  private mutating func slice(_ change: (inout SliceView) -> Void) -> [Effect] {
    guard var slice = tensors.slice else { return [] }
    change(&slice)
    tensors.slice = slice
    return reslice()
  }

  /// Moves the cursor by cells.
  mutating func moveCell(down: Int, right: Int) -> [Effect] {
    guard let now = tensors.slice else { return [] }
    let room = sliceRoom(now)
    func moved(_ place: Int, _ cells: Int, _ block: Int, _ count: Int) -> Int {
      let last = max(0, count - 1)
      let cell = max(-1 << 40, min(cells, 1 << 40)) + place / block
      return cells == 0 ? place : max(0, min(max(0, min(cell, last / block)) * block, last))
    }
    return slice {
      $0.row = moved($0.row, down, room.blockRows, $0.size.rows)
      $0.column = moved($0.column, right, room.blockColumns, $0.size.columns)
    }
  }

  /// Moves the cursor by screens.
  mutating func pageCells(down: Int, right: Int) -> [Effect] {
    guard let now = tensors.slice else { return [] }
    let room = sliceRoom(now)
    return moveCell(down: down * max(1, room.rows - 1), right: right * max(1, room.columns - 1))
  }

  /// Goes to `row column`.
  mutating func goToCell(_ words: String) -> [Effect] {
    guard let now = tensors.slice else { return [] }
    let numbers = words.split { $0 == " " || $0 == "," }.map { Int($0) ?? -1 }
    let size = now.size
    guard (1...2).contains(numbers.count), (0..<size.rows).contains(numbers[0]),
      (0..<size.columns).contains(numbers.count > 1 ? numbers[1] : now.column)
    else {
      return say(
        "A row from 0 to \(size.rows - 1), and a column from 0 to \(size.columns - 1)", warning: true)
    }
    return slice {
      $0.row = numbers[0]
      if numbers.count > 1 { $0.column = numbers[1] }
    }
  }

  /// Makes cells larger or smaller around the cursor; nil goes as far away as shows anything new.
  mutating func zoomCells(to zoom: Int?) -> [Effect] {
    guard let now = tensors.slice else { return [] }
    let farthest = overview(now)
    let next = max(0, min(zoom ?? farthest, farthest))
    if next == now.zoom { return say(next == 0 ? "These are the numbers" : "All of it is in sight") }
    var new = now
    new.zoom = next
    let room = sliceRoom(new)
    return slice {
      $0.zoom = next
      $0.top = max(0, $0.row / room.blockRows - room.rows / 2)
      $0.left = max(0, $0.column / room.blockColumns - room.columns / 2)
    }
  }

  /// Chooses another axis for the keys that act on one.
  mutating func chooseAxis(by steps: Int) -> [Effect] {
    slice { slice in
      let rank = slice.shape.rank
      if rank > 0 { slice.axis = ((slice.axis + steps) % rank + rank) % rank }
    }
  }

  /// Steps the index on the chosen axis; of rows and columns the cursor moves.
  mutating func stepIndex(by steps: Int) -> [Effect] {
    guard let now = tensors.slice, now.shape.rank > 0 else { return [] }
    if now.axis == now.plane.rowAxis { return moveCell(down: steps, right: 0) }
    if now.axis == now.plane.columnAxis { return moveCell(down: 0, right: steps) }
    return setIndex(now.plane.place[now.axis] + steps)
  }

  /// Sets the index on the chosen axis.
  mutating func setIndex(_ index: Int) -> [Effect] {
    slice { slice in
      guard slice.shape.rank > 0 else { return }
      slice.plane.place[slice.axis] = max(0, min(index, slice.shape.sizes[slice.axis] - 1))
    }
  }

  /// Makes the chosen axis that of the rows or of the columns; the axis that was takes the place of the chosen one.
  mutating func useAxis(asRows: Bool) -> [Effect] {
    guard let now = tensors.slice, now.shape.rank > 0 else { return [] }
    var plane = now.plane
    let (axis, rows, columns) = (now.axis, plane.rowAxis, plane.columnAxis)
    if axis == (asRows ? rows : columns) { return [] }
    if axis == (asRows ? columns : rows) { return turnPlane(to: plane.transposed) }
    if asRows { plane.rowAxis = axis } else { plane.columnAxis = axis }
    return turnPlane(to: plane)
  }

  /// Rows for columns.
  mutating func transposePlane() -> [Effect] {
    tensors.slice.map { turnPlane(to: $0.plane.transposed) } ?? []
  }

  /// Looks at another matrix; the cursor keeps its place on the axes that stay.
  private mutating func turnPlane(to plane: TensorPlane) -> [Effect] {
    slice { slice in
      if let axis = slice.plane.rowAxis { slice.plane.place[axis] = slice.row }
      if let axis = slice.plane.columnAxis { slice.plane.place[axis] = slice.column }
      let places = slice.plane.place
      slice.plane = plane
      slice.plane.place = places
      slice.row = plane.rowAxis.map { places[$0] } ?? 0
      slice.column = plane.columnAxis.map { places[$0] } ?? 0
      (slice.top, slice.left) = (0, 0)
    }
  }

  /// The cursor goes to the cell that is pressed.
  mutating func pressCell(_ mouse: Mouse) -> [Effect] {
    guard let drawing = tensors.slice.flatMap({ TensorsPane.drawing($0, self) }),
      let cell = drawing.cell(column: mouse.column, row: mouse.row)
    else { return [] }
    return slice { ($0.row, $0.column) = cell }
  }
}
