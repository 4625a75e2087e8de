/// Convolutions (as networks call cross-correlations), by unfolding what the window sees and one matrix product.
///
/// Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), arXiv 1603.07285. Shapes as in PyTorch.
extension Tensor {
  /// [batch, channels, height, width] to [batch, channels · window, places]: by place, what the window sees.
  package func unfolded(_ window: Window) -> Tensor {
    precondition(rank == 4, "\(shape) is not [batch, channels, height, width]")
    let (size, source) = ((size(2), size(3)), packed())
    let places = window.places(size)
    let area = window.height * window.width
    var result = [Float](repeating: 0, count: self.size(0) * self.size(1) * area * places.0 * places.1)
    var target = result.mutableSpan
    window.unfold(
      source.elements.span.extracting(source.range), count: self.size(0) * self.size(1), size: size,
      into: &target)
    return Tensor(result, [self.size(0), self.size(1) * area, places.0 * places.1])
  }

  /// The transpose of `unfolded`: [batch, channels · window, places] added up on planes of `size`, [batch, channels, height, width].
  package func folded(_ window: Window, size: (Int, Int)) -> Tensor {
    let (places, area) = (window.places(size), window.height * window.width)
    precondition(
      rank == 3 && self.size(1) % area == 0 && self.size(2) == places.0 * places.1,
      "\(shape) does not fold onto planes of \(size)")
    let (channels, source) = (self.size(1) / area, packed())
    var result = [Float](repeating: 0, count: self.size(0) * channels * size.0 * size.1)
    var target = result.mutableSpan
    window.fold(
      source.elements.span.extracting(source.range), count: self.size(0) * channels, size: size, into: &target
    )
    return Tensor(result, [self.size(0), channels, size.0, size.1])
  }

  /// [batch, channels, height, width] with `weight` [out, channels / groups, rows, columns] and `bias` [out]: [batch, out, places…].
  package func conv2d(
    _ weight: Tensor, bias: Tensor? = nil, stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0),
    dilation: (Int, Int) = (1, 1), groups: Int = 1
  ) -> Tensor {
    let window = Window(
      weight.size(2), weight.size(3), stride: stride, padding: padding, dilation: dilation)
    precondition(
      size(1) == weight.size(1) * groups && weight.size(0) % groups == 0,
      "\(shape) and kernels \(weight.shape) do not fit in \(groups) groups")
    let (batch, out) = (size(0), weight.size(0))
    let places = window.places((size(2), size(3)))
    let depth = weight.size(1) * weight.size(2) * weight.size(3)
    let columns = unfolded(window).reshaped([batch, groups, depth, places.0 * places.1])
    let kernels = weight.reshaped([groups, out / groups, depth])
    let result = kernels.matmul(columns).reshaped([batch, out, places.0, places.1])
    return bias.map { result + $0.reshaped([out, 1, 1]) } ?? result
  }

  /// [batch, channels, length] with `weight` [out, channels / groups, width] and `bias` [out]: [batch, out, places].
  package func conv1d(
    _ weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) -> Tensor {
    precondition(rank == 3 && weight.rank == 3, "\(shape) and \(weight.shape) have three axes")
    return expanded(2).conv2d(
      weight.expanded(2), bias: bias, stride: (1, stride), padding: (0, padding), dilation: (1, dilation),
      groups: groups
    ).squeezed(2)
  }

  /// The transpose of `conv2d` for planes of `size`: this [batch, out, places…] with `weight` [out, channels, rows, columns].
  package func conv2dTransposed(_ weight: Tensor, _ window: Window, size: (Int, Int)) -> Tensor {
    precondition(rank == 4 && self.size(1) == weight.size(0), "\(shape) and \(weight.shape) do not fit")
    let kernels = weight.reshaped([weight.size(0), -1]).transposed()
    return kernels.matmul(reshaped([self.size(0), self.size(1), -1])).folded(window, size: size)
  }

  /// `conv2d` by its definition, in double precision, without groups.
  package func plainConv2d(_ weight: Tensor, _ window: Window) -> Tensor {
    let places = window.places((size(2), size(3)))
    var result: [Float] = []
    for item in 0..<size(0) {
      for out in 0..<weight.size(0) {
        for y in 0..<places.0 {
          for x in 0..<places.1 { result.append(seen(item, weight.at(out), window, y, x)) }
        }
      }
    }
    return Tensor(result, [size(0), weight.size(0), places.0, places.1])
  }

  private func seen(_ item: Int, _ kernel: Tensor, _ window: Window, _ y: Int, _ x: Int) -> Float {
    var sum = 0.0
    for channel in 0..<size(1) {
      for row in 0..<window.height {
        for column in 0..<window.width {
          let inY = y * window.stride.0 - window.padding.0 + row * window.dilation.0
          let inX = x * window.stride.1 - window.padding.1 + column * window.dilation.1
          if inY < 0 || inX < 0 || inY >= size(2) || inX >= size(3) { continue }
          sum += Double(self[item, channel, inY, inX]) * Double(kernel[channel, row, column])
        }
      }
    }
    return Float(sum)
  }
}
