/// Numbers of single precision in a shape.
///
///     let x = Tensor([1, 2, 3, 4, 5, 6], [2, 3])
///     let y = (x - x.mean(over: [-1], keeping: true)).transposed()   // [3, 2]
///
/// A value: changing a copy leaves the original. Reshaping, transposing, slicing and broadcasting make views that share the numbers of
/// the original; what needs them row by row calls `packed()`, which copies only when it must. Operations lie in `Ops`, by topic.
/// Shapes that do not fit are mistakes of the programmer and stop the program with a sentence.
package struct Tensor: Sendable {
  /// How many numbers along each axis.
  package let shape: Shape
  /// By axis, how far apart neighbours are in `elements`; 0 where an axis is broadcast, negative where it runs backwards.
  let strides: [Int]
  /// Where the first element stands in `elements`.
  let offset: Int
  let elements: [Float]

  init(elements: [Float], shape: Shape, strides: [Int], offset: Int) {
    self.elements = elements
    self.shape = shape
    self.strides = strides
    self.offset = offset
  }

  /// The numbers row by row, the last axis running fastest.
  package init(_ values: [Float], _ shape: Shape) {
    precondition(values.count == shape.count, "\(values.count) numbers do not fill a shape of \(shape)")
    self.init(elements: values, shape: shape, strides: shape.strides, offset: 0)
  }

  /// As above, sizes given as a list.
  package init(_ values: [Float], _ sizes: [Int]) { self.init(values, Shape(sizes)) }

  /// One axis.
  package init(_ values: [Float]) { self.init(values, Shape([values.count])) }

  /// A matrix, [rows, columns]; all rows are as long as the first.
  package init(rows: [[Float]]) {
    let width = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == width }, "the rows of a matrix are equally long")
    self.init(Array(rows.joined()), [rows.count, width])
  }

  /// One number, a shape without axes.
  package init(_ value: Float) { self.init([value], Shape([])) }

  /// The same number everywhere.
  package init(repeating value: Float, _ shape: Shape) {
    self.init(
      elements: [value], shape: shape, strides: Array(repeating: 0, count: shape.rank), offset: 0)
  }

  /// Noughts.
  package static func zeros(_ sizes: [Int]) -> Tensor { Tensor(repeating: 0, Shape(sizes)) }

  /// Ones.
  package static func ones(_ sizes: [Int]) -> Tensor { Tensor(repeating: 1, Shape(sizes)) }

  /// [size, size], ones on the diagonal.
  package static func identity(_ size: Int) -> Tensor {
    var values = [Float](repeating: 0, count: size * size)
    for index in 0..<size { values[index * size + index] = 1 }
    return Tensor(values, [size, size])
  }

  /// [count]: 0, 1, 2 …
  package static func range(_ count: Int) -> Tensor { Tensor((0..<count).map { Float($0) }) }

  /// How many axes there are.
  package var rank: Int { shape.rank }

  /// How many numbers there are.
  package var count: Int { shape.count }

  /// The size of an axis, -1 being the last.
  package func size(_ axis: Int) -> Int { shape.sizes[shape.axis(axis)] }

  /// The numbers row by row; copied only when they do not stand so already.
  package var values: [Float] {
    let packed = packed()
    return packed.elements.count == count ? packed.elements : Array(packed.elements[packed.range])
  }

  /// The only number of a tensor that has one.
  package var scalar: Float {
    precondition(count == 1, "a shape of \(shape) is not one number")
    return elements[offset]
  }

  /// The number at a place given by axis.
  package subscript(_ place: Int...) -> Float {
    precondition(place.count == rank, "a place in \(shape) has \(rank) numbers")
    var index = offset
    for axis in 0..<rank {
      precondition(place[axis] >= 0 && place[axis] < shape.sizes[axis], "\(place) lies outside \(shape)")
      index += place[axis] * strides[axis]
    }
    return elements[index]
  }

  /// The rows of a matrix as lists.
  package var rowLists: [[Float]] {
    precondition(rank == 2, "only a matrix has rows")
    let (all, width) = (values, size(1))
    return (0..<size(0)).map { Array(all[$0 * width..<($0 + 1) * width]) }
  }
}

extension Tensor: Equatable {
  /// The same shape and the same numbers, however they are stored.
  package static func == (a: Tensor, b: Tensor) -> Bool { a.shape == b.shape && a.values == b.values }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first numbers.
  package var description: String {
    let head = values.prefix(12).map { "\($0)" }.joined(separator: ", ")
    return "\(shape) \(head)\(count > 12 ? ", …" : "")"
  }
}
