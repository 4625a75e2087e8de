import Basics
import Patches
import Tensors
import Testing

@Suite struct HandmadeFeaturesTests {
  @Test(arguments: [
    (640, 480, 18, 24), (100, 100, 24, 24), (10, 400, 80, 2), (3000, 20, 1, 24), (1, 1, 24, 24),
  ])
  func `any picture gets a grid of about 24 columns`(
    _ width: Int, _ height: Int, _ rows: Int, _ columns: Int
  ) throws {
    let picture = Picture(pixels: Formula.pixels(width, height))
    let tokens = try HandmadeFeatures().tokens(of: picture, named: "it", .open)
    #expect((tokens.grid.rows, tokens.grid.columns) == (rows, columns))
    #expect(tokens.layers.map(\.hidden.shape.sizes) == [[rows * columns, 20], [rows * columns, 20]])
    #expect(tokens.notes[0].contains("no weights"))
  }

  @Test func `the numbers are colour, waves and directions`() throws {
    // Upright stripes, two pixels wide: the slope goes sideways only.
    var pixels = Pixels(width: 32, height: 16)
    for y in 0..<16 { for x in 0..<32 where x / 2 % 2 == 0 { pixels[x, y] = Pixels.Color(255, 0, 0) } }
    let tokens = try HandmadeFeatures(patch: 8).tokens(of: Picture(pixels: pixels), named: "it", .open)
    let numbers = tokens.layers[0].hidden
    #expect(numbers.shape.sizes == [8, 20])
    #expect(abs(numbers[3, 0] - 0.5) < 1e-5 && numbers[3, 1] == 0)
    #expect(numbers[3, 12] > 0.05 && (13..<20).allSatisfy { numbers[3, $0] < 1e-6 })
    // Columns that are the same in all patches say nothing.
    #expect(tokens.layers[1].hidden.values.allSatisfy { $0.isFinite })
  }

  @Test func `the lowest wave of a ramp is the cosine sum by hand`() throws {
    var pixels = Pixels(width: 4, height: 4)
    for y in 0..<4 {
      for x in 0..<4 { pixels[x, y] = Pixels.Color(UInt8(60 * x), UInt8(60 * x), UInt8(60 * x)) }
    }
    let tokens = try HandmadeFeatures(patch: 4).tokens(of: Picture(pixels: pixels), named: "it", .open)
    // Lightness 0, 60, 120, 180 over 255; Σ value · √(2/4) · cos((x + ½)π/4), times √(1/4) · 4 rows, over the side 4.
    let cosines: [Float] = [0.92387953, 0.38268343, -0.38268343, -0.92387953]
    let sum = zip([0, 60, 120, 180] as [Float], cosines).reduce(Float(0)) { $0 + $1.0 / 255 * $1.1 }
    #expect(abs(tokens.layers[0].hidden[0, 3] - sum * 0.70710678 * 0.5 * 4 / 4) < 1e-5)
  }

  @Test func `too many patches are refused`() {
    let picture = Picture(pixels: Pixels(width: 600, height: 600))
    #expect(throws: Trouble.self) { try HandmadeFeatures(patch: 1).tokens(of: picture, named: "it", .open) }
  }
}
