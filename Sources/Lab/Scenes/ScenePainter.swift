import Basics

/// Draws a scene pixel by pixel, in whole numbers only, so that it is the same on every machine.
struct ScenePainter {
  /// What lies behind the objects.
  enum Ground: CaseIterable {
    case flat, rows, columns, diagonals, chequer

    static let textures = allCases.filter { $0 != .flat }

    /// Whether a pixel is of the lighter of two greys.
    func isLight(_ x: Int, _ y: Int) -> Bool {
      switch self {
      case .flat: false
      case .rows: y / 2 % 2 == 0
      case .columns: x / 2 % 2 == 0
      case .diagonals: (x + y) / 2 % 2 == 0
      case .chequer: (x / 2 + y / 2) % 2 == 0
      }
    }
  }

  private(set) var pixels: Pixels
  private(set) var random: SeededRandom

  /// By colour of the vocabulary, its red, green and blue.
  private static let paints = [(212, 48, 44), (48, 168, 72), (52, 88, 212), (228, 200, 52)]
  /// How far noise takes a channel up or down.
  private static let noise = 10

  /// A ground of grey, between 90 and 150, with noise.
  init(ground: Ground, _ random: SeededRandom) {
    self.random = random
    pixels = Pixels(width: Scene.side, height: Scene.side)
    let grey = Int.random(in: 90...150, using: &self.random)
    let lift = Int.random(in: 14...26, using: &self.random)
    for y in 0..<Scene.side {
      for x in 0..<Scene.side {
        let level = grey + (ground.isLight(x, y) ? lift : 0)
        paint(x, y, (level, level, level))
      }
    }
  }

  /// A shape in its colour, a shade lighter or darker from scene to scene.
  mutating func draw(_ object: SceneObject) {
    let (red, green, blue) = Self.paints[object.colour]
    let shade = Int.random(in: -14...14, using: &random)
    fill(object.row, object.column, (red + shade, green + shade, blue + shade)) { x, y in
      Self.isInside(x, y, object.shape)
    }
  }

  /// A letter in white, five by seven pixels in its cell.
  mutating func draw(_ letter: SceneLetter) {
    guard let rows = BitmapFont.rows(of: Character(letter.word)) else {
      preconditionFailure("the font has every letter of the vocabulary")
    }
    let left = (Scene.cellSide - BitmapFont.width) / 2
    fill(letter.row, letter.column, (240, 240, 240)) { x, y in
      rows.indices.contains(y) && (left..<left + BitmapFont.width).contains(x)
        && rows[y] >> UInt8(BitmapFont.width - 1 - (x - left)) & 1 == 1
    }
  }

  private mutating func fill(
    _ row: Int, _ column: Int, _ paint: (Int, Int, Int), where isInside: (Int, Int) -> Bool
  ) {
    for y in 0..<Scene.cellSide {
      for x in 0..<Scene.cellSide where isInside(x, y) {
        self.paint(column * Scene.cellSide + x, row * Scene.cellSide + y, paint)
      }
    }
  }

  private mutating func paint(_ x: Int, _ y: Int, _ paint: (Int, Int, Int)) {
    let bits = random.next()
    func channel(_ level: Int, _ shift: UInt64) -> UInt8 {
      let width = UInt64(2 * Self.noise + 1)
      let moved = level + Int(((bits >> shift & 0xFFFF) * width) >> 16) - Self.noise
      return UInt8(max(0, min(255, moved)))
    }
    pixels[x, y] = Pixels.Color(channel(paint.0, 0), channel(paint.1, 16), channel(paint.2, 32))
  }

  /// Whether a pixel of a cell belongs to a shape of the vocabulary, all of about 6 pixels; in halves of pixels from the cell's middle.
  private static func isInside(_ x: Int, _ y: Int, _ shape: Int) -> Bool {
    let (across, down) = (2 * x + 1 - Scene.cellSide, 2 * y + 1 - Scene.cellSide)
    switch LabVocabulary.shapes[shape] {
    case "square": return abs(across) <= 6 && abs(down) <= 6
    case "disc": return across * across + down * down <= 44
    case "triangle": return abs(down) <= 6 && abs(across) <= (down + 7) / 2
    default: return (abs(across) <= 2 || abs(down) <= 2) && max(abs(across), abs(down)) <= 7
    }
  }
}
