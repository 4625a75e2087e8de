import Tensors
import Testing

struct ShapeTests {
  @Test func `a shape knows its count and strides`() {
    #expect(Shape([2, 3, 4]).count == 24 && Shape([2, 3, 4]).strides == [12, 4, 1])
    #expect(Shape([]).count == 1 && Shape([0, 5]).count == 0)
  }

  @Test func `a count that does not fit is nil`() {
    #expect(Shape.count(of: [1 << 40, 1 << 40]) == nil)
    #expect(Shape.count(of: [3, -1]) == nil)
    #expect(Shape.count(of: [3, 4]) == 12)
  }
}
