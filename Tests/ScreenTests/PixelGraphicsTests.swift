import Basics
import Screen
import Testing

@Suite struct PixelGraphicsTests {
  @Test(
    arguments: [
      ("xterm-kitty", [:], false, .kitty), ("xterm-256color", ["KITTY_WINDOW_ID": "3"], true, .kitty),
      ("xterm-ghostty", [:], false, .kitty), ("xterm-256color", ["TERM_PROGRAM": "iTerm.app"], false, .iterm),
      ("xterm-256color", ["TERM_PROGRAM": "WezTerm"], true, .iterm),
      ("xterm-256color", ["LC_TERMINAL": "iTerm2"], false, .iterm), ("foot", [:], true, .sixel),
      ("xterm", [:], false, nil), ("xterm-kitty", ["TMUX": "/tmp/x"], true, nil),
      ("tmux-256color", ["KITTY_WINDOW_ID": "3"], true, nil), ("screen", [:], true, nil),
    ] as [(String, [String: String], Bool, PixelGraphics?)])
  func `what the terminal tells decides`(
    terminal: String, environment: [String: String], hasSixel: Bool, expected: PixelGraphics?
  ) {
    let choice = PixelGraphics.choose(
      asked: nil, terminal: terminal, environment: environment, hasSixel: hasSixel)
    #expect(choice.graphics == expected && !choice.reason.isEmpty)
    for asked in PixelGraphics.allCases {
      let choice = PixelGraphics.choose(
        asked: asked, terminal: terminal, environment: environment, hasSixel: hasSixel)
      #expect(choice.graphics == (asked == .off ? nil : asked))
    }
  }

  @Test(arguments: [0, 1, 3000, 3072, 3073, 10_000])
  func `kitty gets base64 in chunks, all but the last full and followed by more`(count: Int) throws {
    var random = SeededRandom(seed: UInt64(count))
    let png = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    let text = String(decoding: InlineImages.kitty(png, columns: 40, rows: 12), as: UTF8.self)
    let codes = text.components(between: "\u{1B}_G", and: "\u{1B}\\")
    #expect(codes.count == max(1, ((count + 2) / 3 * 4 + 4095) / 4096))
    var digits = ""
    for (index, code) in codes.enumerated() {
      let parts = code.split(separator: ";", omittingEmptySubsequences: false)
      let more = index < codes.count - 1
      let first = index == 0 ? "a=T,f=100,c=40,r=12,C=1,q=2," : ""
      #expect(parts[0] == "\(first)m=\(more ? 1 : 0)")
      #expect(parts[1].utf8.count <= 4096 && (!more || parts[1].utf8.count == 4096))
      digits += parts[1]
    }
    var expected: [UInt8] = []
    expected.append(base64: png)
    #expect(Array(digits.utf8) == expected)
  }

  @Test func `iTerm2 gets the file in one control string`() {
    let text = String(decoding: InlineImages.iterm([1, 2, 3], columns: 7, rows: 5), as: UTF8.self)
    #expect(
      text == "\u{1B}]1337;File=inline=1;size=3;width=7;height=5;preserveAspectRatio=1:AQID\u{07}")
  }

  @Test(arguments: 0..<30)
  func `sixels that are read again are the picture in its reduced colours`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (width, height) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
    var pixels = Pixels(width: width, height: height)
    let few = seed % 2 == 0
    for y in 0..<height {
      for x in 0..<width {
        let range: ClosedRange<UInt8> = few ? 0...3 : 0...255
        func channel() -> UInt8 { UInt8.random(in: range, using: &random) * (few ? 85 : 1) }
        pixels[x, y] = .init(channel(), channel(), channel())
      }
    }
    let reduction = ColorReduction(pixels, to: 256)
    let read = try SixelReader.read(Sixel.bytes(of: pixels))
    #expect(read.width == width && read.height == height)
    for y in 0..<height {
      for x in 0..<width {
        let color = reduction.colors[reduction.index(of: pixels[x, y])]
        // Sixel colours are in percent: half a percent is 1.3 of 255.
        let apart = zip(
          [color.red, color.green, color.blue], [read[x, y].red, read[x, y].green, read[x, y].blue]
        ).map { abs(Int($0) - Int($1)) }
        #expect(apart.allSatisfy { $0 <= 2 })
        // 64 colours fit: each is its own.
        if few { #expect(color == pixels[x, y]) }
      }
    }
  }

  @Test func `colours are cut where the pixels are`() {
    var pixels = Pixels(width: 100, height: 1, filledWith: .init(10, 10, 10))
    for x in 50..<98 { pixels[x, 0] = .init(20, 20, 20) }
    (pixels[98, 0], pixels[99, 0]) = (.init(255, 0, 0), .init(255, 255, 255))
    let four = ColorReduction(pixels, to: 4)
    #expect(
      Set(four.colors) == [.init(10, 10, 10), .init(20, 20, 20), .init(255, 0, 0), .init(255, 255, 255)])
    #expect(ColorReduction(pixels, to: 1).colors.count == 1)
    #expect(ColorReduction(Pixels(width: 0, height: 0), to: 8).colors.isEmpty)
  }

  @Test(arguments: [(336, 336, 80, 24), (1000, 10, 80, 24), (10, 1000, 80, 24), (1, 1, 1, 1), (0, 0, 0, 0)])
  func `a preview is as large as the screen lets it be, in proportion and in the middle`(
    width: Int, height: Int, columns: Int, rows: Int
  ) {
    let pixels = Pixels(width: width, height: height)
    let box = PreviewBox(pixels, on: Size(columns: columns, rows: rows), cell: (width: 9, height: 18))
    #expect(box.column >= 0 && box.column + box.columns <= max(1, columns))
    #expect(box.row >= 0 && box.row + box.rows <= max(1, rows - 1))
    #expect(box.width >= 1 && box.height >= 1)
    if width == height && width > 1 {
      #expect(box.width == 23 * 18 && box.height == 23 * 18 && box.columns == 46)
    }
    #expect(PreviewBox(pixels, on: Size(columns: 300, rows: 90), cell: (9, 18), limit: 100).width <= 100)
  }
}

/// Enough of sixel to see what a terminal would: colours in percent, repeats, carriage returns and new bands.
enum SixelReader {
  struct Fault: Error {}

  static func read(_ bytes: [UInt8]) throws -> Pixels {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("\u{1B}P"), text.hasSuffix("\u{1B}\\"), let start = text.firstIndex(of: "q") else {
      throw Fault()
    }
    var rest = text[text.index(after: start)...].dropLast(2)
    var size: [Int] = []
    if rest.first == "\"" {
      rest = rest.dropFirst()
      size = numbers(&rest)
    }
    guard size.count == 4 else { throw Fault() }
    var pixels = Pixels(width: size[2], height: size[3])
    var colors: [Int: Pixels.Color] = [:]
    var (x, top, color) = (0, 0, 0)
    while let first = rest.first {
      rest = rest.dropFirst()
      switch first {
      case "#":
        let values = numbers(&rest)
        if values.count == 5 {
          let channels = values[2...].map { UInt8(($0 * 255 + 50) / 100) }
          colors[values[0]] = .init(channels[0], channels[1], channels[2])
        }
        color = values[0]
      case "$": x = 0
      case "-": (x, top) = (0, top + 6)
      default:
        var (count, sixel) = (1, first)
        if first == "!" {
          count = numbers(&rest)[0]
          sixel = rest.removeFirst()
        }
        guard let value = sixel.asciiValue, (63...126).contains(value), let ink = colors[color] else {
          throw Fault()
        }
        for _ in 0..<count {
          for bit in 0..<6 where (value - 63) >> UInt8(bit) & 1 == 1 { pixels[x, top + bit] = ink }
          x += 1
        }
      }
    }
    return pixels
  }

  private static func numbers(_ text: inout Substring) -> [Int] {
    let digits = text.prefix { $0.isNumber || $0 == ";" }
    text = text.dropFirst(digits.count)
    return digits.split(separator: ";").compactMap { Int($0) }
  }
}

extension String {
  /// What stands between each pair of marks.
  fileprivate func components(between start: String, and end: String) -> [String] {
    var found: [String] = []
    var rest = self[...]
    while let open = rest.range(of: start), let close = rest[open.upperBound...].range(of: end) {
      found.append(String(rest[open.upperBound..<close.lowerBound]))
      rest = rest[close.upperBound...]
    }
    return found
  }

}

extension Substring {
  /// Where a text stands first.
  fileprivate func range(of part: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(part) { return at..<index(at, offsetBy: part.count) }
      at = index(after: at)
    }
    return nil
  }
}
