import Basics
import Tensors
import Testing

struct ConvolutionTests {
  private let goldens: Goldens

  init() throws { goldens = try Goldens("convolutions") }

  @Test(arguments: 0..<5) func `convolutions agree with SciPy and with their definition`(number: Int) throws {
    let (x, w) = try (goldens["\(number).x"], goldens["\(number).w"])
    let how = try goldens.indices("\(number).how")
    let found = x.conv2d(
      w, stride: (how[0], how[1]), padding: (how[2], how[3]), dilation: (how[4], how[5]), groups: how[6])
    agree(found, try goldens["\(number).y"], 5e-6)
    if how[6] == 1 {
      let window = Window(
        w.size(2), w.size(3), stride: (how[0], how[1]), padding: (how[2], how[3]), dilation: (how[4], how[5]))
      agree(x.plainConv2d(w, window), try goldens["\(number).y"], 1e-6)
    }
  }

  @Test func `a line is a plane of height one`() throws {
    let (x, w) = try (goldens["4.x"], goldens["4.w"])
    let bias = Tensor([1, 2, 3])
    let found = x.squeezed(2).conv1d(w.squeezed(2), bias: bias, stride: 2, padding: 3, dilation: 2)
    agree(found, try goldens["4.y"].squeezed(2) + bias.expanded(1), 5e-6)
  }

  @Test(arguments: 1...6) func `folding is the transpose of unfolding`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    func upTo(_ limit: Int) -> Int { 1 + Int(random.next(upperBound: UInt64(limit))) }
    let window = Window(
      upTo(3), upTo(3), stride: (upTo(2), upTo(3)), padding: (upTo(2), upTo(2)), dilation: (upTo(2), upTo(2)))
    let x = Tensor.normal([2, 3, 7, 6], &random)
    let columns = x.unfolded(window)
    let y = Tensor.normal(columns.shape.sizes, &random)
    let (left, right) = (columns.dot(y), x.dot(y.folded(window, size: (7, 6))))
    #expect(abs(left - right) < 1e-3)
    let w = Tensor.normal([4, 3, window.height, window.width], &random)
    let seen = x.conv2d(w, stride: window.stride, padding: window.padding, dilation: window.dilation)
    let back = Tensor.normal(seen.shape.sizes, &random)
    #expect(abs(seen.dot(back) - x.dot(back.conv2dTransposed(w, window, size: (7, 6)))) < 1e-2)
  }
}
