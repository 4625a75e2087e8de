/// Letters and digits of five columns and seven rows of pixels.
package enum BitmapFont {
  /// Columns of a character.
  package static let width = 5
  /// Rows of a character.
  package static let height = 7

  /// By row from the top, five bits, the leftmost the highest; nil for a character that the font has not.
  package static func rows(of character: Character) -> [UInt8]? { drawings[character].map(bits) }

  /// The characters that it has.
  package static var characters: [Character] { drawings.keys.sorted() }

  private static func bits(_ drawing: String) -> [UInt8] {
    drawing.split(separator: "/").map { row in row.reduce(0) { $0 << 1 | ($1 == "#" ? 1 : 0) } }
  }

  private static let drawings: [Character: String] = [
    "A": "..#../.#.#./#...#/#...#/#####/#...#/#...#",
    "E": "#####/#..../#..../####./#..../#..../#####",
    "H": "#...#/#...#/#...#/#####/#...#/#...#/#...#",
    "L": "#..../#..../#..../#..../#..../#..../#####",
    "T": "#####/..#../..#../..#../..#../..#../..#..",
    "X": "#...#/#...#/.#.#./..#../.#.#./#...#/#...#",
    "0": ".###./#...#/#..##/#.#.#/##..#/#...#/.###.",
    "1": "..#../.##../..#../..#../..#../..#../.###.",
    "2": ".###./#...#/....#/..##./.#.../#..../#####",
    "3": "####./....#/....#/.###./....#/....#/####.",
    "4": "...#./..##./.#.#./#..#./#####/...#./...#.",
    "5": "#####/#..../####./....#/....#/#...#/.###.",
    "6": "..##./.#.../#..../####./#...#/#...#/.###.",
    "7": "#####/....#/...#./..#../..#../.#.../.#...",
    "8": ".###./#...#/#...#/.###./#...#/#...#/.###.",
    "9": ".###./#...#/#...#/.####/....#/...#./.##..",
  ]
}
