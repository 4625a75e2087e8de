import Tensors
import Testing

struct ViewTests {
  private let x = Tensor((0..<24).map { Float($0) }, [2, 3, 4])

  @Test func `views show the same numbers in another order`() {
    #expect(x.transposed()[1, 2, 0] == x[1, 0, 2])
    #expect(x.permuted([2, 0, 1]).shape == Shape([4, 2, 3]) && x.permuted([2, 0, 1])[3, 1, 2] == 23)
    #expect(x.sliced(1, 1..<3).at(1, axis: 0).values == [16, 17, 18, 19, 20, 21, 22, 23])
    #expect(
      x.strided(2, by: -2).at(0).at(0).values == [3, 1] && x.strided(2, by: 3).at(0).at(1).values == [4, 7])
    #expect(
      x.reshaped([-1, 6]).shape == Shape([4, 6]) && x.reshaped([24]).expanded(0).shape == Shape([1, 24]))
  }

  @Test func `a view of a view packs to what indexing shows`() {
    let view = x.transposed(0, 2).sliced(0, 1..<4).reversed(axis: 1)
    var expected: [Float] = []
    for i in 0..<3 { for j in 0..<3 { for k in 0..<2 { expected.append(x[k, 2 - j, i + 1]) } } }
    #expect(view.values == expected && view.packed() == view)
    #expect(view.reshaped([18]).values == expected)
  }

  @Test func `broadcasting repeats without copying`() {
    let row = Tensor([1, 2]).broadcast(to: Shape([3, 2]))
    #expect(row.values == [1, 2, 1, 2, 1, 2] && row.sum().scalar == 9)
    #expect(Shape.broadcast(Shape([4, 1, 3]), Shape([2, 3])) == Shape([4, 2, 3]))
    #expect(Shape.broadcast(Shape([4]), Shape([3])) == nil)
  }

  @Test func `parts are put together and cut apart`() {
    let (left, right) = (x.sliced(2, 0..<1), x.sliced(2, 1..<4))
    #expect(Tensor.concatenated([left, right], axis: -1) == x)
    #expect(Tensor.stacked([x.at(0), x.at(1)]) == x)
    #expect(
      x.padded(1, before: 1, after: 2).sliced(1, 1..<4) == x
        && x.padded(1, before: 1, after: 2).sum() == x.sum())
    #expect(Tensor([1, 0, 1]).choosing(Tensor([5, 6, 7]), else: Tensor(-1)).values == [5, -1, 7])
  }

  @Test func `tensors without numbers are walked without a step`() {
    let none = Tensor.zeros([0, 3])
    #expect((none + 1).count == 0 && none.sum().scalar == 0 && none.sum(over: [0]).values == [0, 0, 0])
    #expect(none.transposed().packed().shape == Shape([3, 0]) && none.softmax().count == 0)
    #expect(Tensor.identity(3).diagonal().values == [1, 1, 1])
  }
}
