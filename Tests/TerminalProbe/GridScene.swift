import Basics
import Figures
import Screen
import Terminal

/// Tokens of a made-up picture: hills under a sun, the tokens of the sky dead, a few in the corners sinks.
///
/// Arrows move, `g` shows another ground, `d` another detail, `x` darkens tokens, `o` draws several grids, `n` takes another picture.
struct GridScene {
  private let rows: Int
  private let columns: Int
  private let theme: Theme
  private var options: FigurePainter.Options
  private var ground = TokenGrid.Ground.picture
  private var hasGone = false
  private var hasSheet = false
  private var number = 0

  init?(_ environment: [String: String], _ display: CursesDisplay) {
    guard let sides = environment["PROBE_GRID"]?.split(separator: "x").compactMap({ Int($0) }),
      sides.count == 2, sides.allSatisfy({ (1...128).contains($0) })
    else { return nil }
    (rows, columns) = (sides[0], sides[1])
    let theme = environment["PROBE_THEME"].map { Theme.load(path: $0).theme } ?? .embedded
    self.theme = theme.adapted(to: display.colorMode)
    options = FigurePainter.Options(selected: rows * columns / 3, isASCII: display.isASCII)
    options.hasColor = display.colorMode != .none
    options.hasPixels = display.colorMode == .direct || display.colorMode == .palette
  }

  /// Whether the key was for the grid.
  mutating func take(_ key: Key) -> Bool {
    let chosen = options.selected ?? 0
    switch key.code {
    case .left: options.selected = max(0, chosen - 1)
    case .right: options.selected = min(rows * columns - 1, chosen + 1)
    case .up: options.selected = max(0, chosen - columns)
    case .down: options.selected = min(rows * columns - 1, chosen + columns)
    case .character("g"): ground = Self.next(ground)
    case .character("d"): options.gridDetail = Self.next(options.gridDetail)
    case .character("x"): hasGone.toggle()
    case .character("o"): hasSheet.toggle()
    case .character("n"): number += 1
    default: return false
    }
    return true
  }

  private static func next<Kind: CaseIterable & Equatable>(_ kind: Kind) -> Kind {
    let all = Array(Kind.allCases)
    return all[((all.firstIndex(of: kind) ?? 0) + 1) % all.count]
  }

  func frame(_ size: Size) -> Frame {
    var frame = Frame(size, style: theme.style("text"))
    frame.box(frame.bounds, title: "map", focused: true, theme: theme, ascii: options.isASCII)
    let area = frame.bounds.inset(by: 1)
    var options = options
    options.height = area.height
    if hasSheet {
      let grids = (0..<6).map { number in
        var grid = grid
        grid.title = "hills-\(number).png"
        grid.ground = TokenGrid.Ground.allCases[number % 3]
        return grid
      }
      TokenGridSheetPainter(
        grids, size: Size(columns: area.width, rows: area.height),
        selected: .init(grid: 1, cell: options.selected), options
      ).draw(into: &frame, area, theme: theme)
      return frame
    }
    options.scroll = FigurePainter.scroll(
      .tokenGrid(grid), size: Size(columns: area.width, rows: area.height), options)
    FigurePainter.draw(.tokenGrid(grid), into: &frame, area, theme: theme, options)
    return frame
  }

  /// The tokens as a figure.
  var grid: TokenGrid {
    let pixels = Self.hills(side: 336, number)
    let cells = (0..<rows * columns).map { cell -> Int? in
      let (row, column) = (cell / columns, cell % columns)
      if (row * 31 + column * 17) % 29 == 0 { return 0 }
      return row < rows * 2 / 5 ? 1 : 2
    }
    return TokenGrid(
      title: "hills.png: what each visual token is", rows: rows, columns: columns, pixels: pixels,
      states: [
        .init("sink", sign: "●", ascii: "o", series: 0), .init("dead", sign: "○", ascii: ".", series: nil),
        .init("alive", sign: "◆", ascii: "#", series: 3),
      ], cells: cells, values: cells.indices.map { Float($0 % 37) / 3 }, unit: "norm (L2)", decimals: 1,
      marks: [0: "+", columns + 1: "-"], gone: hasGone ? Set(cells.indices.filter { $0 % 5 == 1 }) : [],
      ground: ground, origin: "\(rows) × \(columns) patches of 14 pixels; row 0 (CLS) left out",
      footnotes: ["A token is dead when its three nearest words are those of the largest recurring set."])
  }

  private static func hills(side: Int, _ number: Int) -> Pixels {
    var pixels = Pixels(width: side, height: side)
    for y in 0..<side {
      for x in 0..<side {
        let (u, v) = (Double(x) / Double(side), Double(y) / Double(side))
        let sun = (u - 0.72) * (u - 0.72) + (v - 0.24) * (v - 0.24)
        let ridge = 0.55 + 0.12 * wave(u * 2.1) + 0.03 * wave(u * 9)
        let near = 0.78 + 0.08 * wave(u * 1.3 + 0.4)
        let color: (Double, Double, Double) =
          v > near
          ? (60 + 60 * wave(u * 13 + v * 7), 120 - 60 * v, 40)
          : v > ridge
            ? (70 + 50 * v, 95 + 40 * wave(u * 5), 110)
            : sun < 0.012 ? (255, 236, 170) : (90 + 150 * v, 150 + 70 * v, 235 - 40 * v)
        let grain = Double((x * 73 + y * 151 + number * 37) % 23)
        func byte(_ value: Double) -> UInt8 { UInt8(min(255, max(0, value + grain))) }
        pixels[x, y] = Pixels.Color(byte(color.0), byte(color.1), byte(color.2))
      }
    }
    return pixels
  }

  /// A wave between -1 and 1 with a period of 1, of parabolas.
  private static func wave(_ x: Double) -> Double {
    let phase = 2 * (x - x.rounded(.down)) - 1
    return 4 * phase * (1 - abs(phase))
  }
}
