/// How large a character is in pixels, as the terminal tells it.
package enum CellPixels {
  /// Asks for it (`CSI 16 t`). Nobody waits for the answer: terminals that know the question answer before they tell what they are.
  static let question = Array("\u{1B}[16t".utf8)

  /// Sides that a character may have; under a multiplexer an answer can be anything.
  private static let sides = 2...256
  /// How many times as high as wide it may be.
  private static let ratios = 1.0...4.0

  /// Reads `6; height; width`, the numbers of the answer; nil for other reports and for sizes that no character has.
  static func read(_ numbers: [Int]) -> InputDecoder.Event? {
    guard numbers.count == 3, numbers[0] == 6, sides.contains(numbers[1]), sides.contains(numbers[2]),
      ratios.contains(Double(numbers[1]) / Double(numbers[2]))
    else { return nil }
    return .cell(width: numbers[2], height: numbers[1])
  }
}
