import Basics

/// Pixels as sixel graphics: bands of six rows, in each band for each colour a line of characters that hold six pixels (DEC, "VT330/VT340
/// Programmer Reference Manual", volume 2, chapter 14).
package enum Sixel {
  /// Colours of a picture; what terminals have at least.
  package static let colors = 256

  /// The device control string that draws the pixels at the cursor, in at most 256 of their colours.
  package static func bytes(of pixels: Pixels) -> [UInt8] {
    let reduction = ColorReduction(pixels, to: colors)
    var out = Array("\u{1B}P0;1;0q\"1;1;\(pixels.width);\(pixels.height)".utf8)
    for (number, color) in reduction.colors.enumerated() {
      let shares = [color.red, color.green, color.blue].map { (Int($0) * 100 + 127) / 255 }
      out += Array("#\(number);2;\(shares[0]);\(shares[1]);\(shares[2])".utf8)
    }
    var band = Band(width: pixels.width)
    for top in stride(from: 0, to: pixels.height, by: 6) {
      band.read(pixels, top, reduction)
      band.write(to: &out)
      if top + 6 < pixels.height { out.append(UInt8(ascii: "-")) }
    }
    return out + Array("\u{1B}\\".utf8)
  }

  /// Six rows: by colour, a bit for each pixel that has it.
  private struct Band {
    let width: Int
    private var bits: [UInt8]
    private var used: [Int] = []
    private var isUsed = [Bool](repeating: false, count: Sixel.colors)

    init(width: Int) {
      self.width = width
      bits = Array(repeating: 0, count: width * Sixel.colors)
    }

    mutating func read(_ pixels: Pixels, _ top: Int, _ reduction: ColorReduction) {
      for row in top..<min(pixels.height, top + 6) {
        for x in 0..<width {
          let color = reduction.index(of: pixels[x, row])
          if !isUsed[color] {
            isUsed[color] = true
            used.append(color)
          }
          bits[color * width + x] |= 1 << UInt8(row - top)
        }
      }
    }

    /// Writes each colour's line, `$` between them, and forgets the band.
    mutating func write(to out: inout [UInt8]) {
      for (number, color) in used.enumerated() {
        if number > 0 { out.append(UInt8(ascii: "$")) }
        out += Array("#\(color)".utf8)
        let line = color * width..<(color + 1) * width
        Self.write(bits[line], to: &out)
        for index in line { bits[index] = 0 }
        isUsed[color] = false
      }
      used.removeAll(keepingCapacity: true)
    }

    /// Characters from `?`; more than three alike as `!` and how many. Blanks at the end are left out.
    private static func write(_ line: ArraySlice<UInt8>, to out: inout [UInt8]) {
      var at = line.startIndex
      while at < line.endIndex {
        let bits = line[at]
        let run = line[at...].prefix { $0 == bits }.count
        at += run
        if bits == 0 && at == line.endIndex { return }
        let character = 63 + bits
        if run > 3 {
          out += Array("!\(run)".utf8) + [character]
        } else {
          for _ in 0..<run { out.append(character) }
        }
      }
    }
  }
}
