import Basics

extension Picture {
  /// The picture laid on white where it is not opaque, byte for byte as Pillow's `alpha_composite` does; itself when it has no alpha.
  package var onWhite: Pixels {
    guard let alpha else { return pixels }
    var out = pixels
    for (pixel, opacity) in alpha.enumerated() where opacity < 255 {
      // Seven bits stand behind the point; dividing by 255 is done by two shifts.
      let share = Int(opacity) << 7
      for place in 3 * pixel..<3 * pixel + 3 {
        let sum = Int(out.bytes[place]) * share + 255 * (255 << 7 - share) + (0x80 << 7)
        out.bytes[place] = opacity == 0 ? 255 : UInt8((sum >> 8 + sum) >> 15)
      }
    }
    return out
  }
}
