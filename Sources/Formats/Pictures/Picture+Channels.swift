import Basics
import Patches

extension Picture {
  /// From channels that stand side by side in each pixel: grey, grey and alpha, colours, colours and alpha.
  init(interleaved bytes: consuming [UInt8], width: Int, height: Int, channels: Int, notes: [String] = []) {
    let count = width * height
    var alpha: [UInt8]?
    if channels % 2 == 0 {
      alpha = (0..<count).map { bytes[$0 * channels + channels - 1] }
    }
    var colors = bytes
    if channels == 4 {
      // In place: what is written stands before what is still to be read.
      for pixel in 0..<count {
        for channel in 0..<3 { colors[3 * pixel + channel] = colors[4 * pixel + channel] }
      }
      colors.removeLast(count)
    } else if channels < 3 {
      let grey = colors
      colors = []
      colors.reserveCapacity(3 * count)
      for pixel in 0..<count {
        let value = grey[pixel * channels]
        colors.append(value)
        colors.append(value)
        colors.append(value)
      }
    }
    self.init(pixels: Pixels(width: width, height: height, bytes: colors), alpha: alpha, notes: notes)
  }
}
