import Basics
import Patches
import Tensors
import Testing

@Suite struct PatchifyTests {
  @Test func `patches go row by row and so do their pixels`() throws {
    let pixels = Formula.pixels(6, 4)
    let cut = try Patchify(width: 6, height: 4, patch: 2)
    let tokens = cut.tokens(of: pixels)
    #expect(tokens.shape.sizes == [6, 12])
    // The second patch of the second row begins at column 2 of row 2; its second row at column 2 of row 3.
    let color = pixels[2, 2]
    #expect(tokens[4, 0] == Float(color.red) && tokens[4, 2] == Float(color.blue))
    #expect(tokens[4, 6] == Float(pixels[2, 3].red))
  }

  @Test(arguments: [1, 2, 3, 4, 6, 12])
  func `cut and put together again a picture is the same`(_ patch: Int) throws {
    let pixels = Formula.pixels(24, 12)
    let cut = try Patchify(width: 24, height: 12, patch: patch)
    let tokens = cut.tokens(of: pixels)
    #expect(cut.pixels(of: tokens) == pixels)
    let planes = cut.planes(of: tokens)
    #expect(planes.shape.sizes == [3, 12, 24])
    #expect(cut.tokens(of: planes) == tokens)
    #expect(planes[1, 5, 7] == Float(pixels[7, 5].green))
  }

  @Test func `a patch that does not divide is refused with both numbers, or cropped and said`() throws {
    let trouble = #expect(throws: Trouble.self) { try Patchify(width: 25, height: 14, patch: 4) }
    #expect(trouble?.what == "patches of 4 pixels do not divide a picture of 25 × 14")
    let cut = try Patchify(width: 25, height: 14, patch: 4, cropping: true)
    #expect((cut.rows, cut.columns) == (3, 6))
    #expect(cut.loss?.hasPrefix("1 columns at the right and 2 rows at the bottom are left out") == true)
    #expect(cut.tokens(of: Formula.pixels(25, 14)).shape.sizes == [18, 48])
    #expect(throws: Trouble.self) { try Patchify(width: 5, height: 5, patch: 0) }
    #expect(throws: Trouble.self) { try Patchify(width: 5, height: 5, patch: 6, cropping: true) }
  }

  @Test func `statistics of flat, striped and mixed patches`() throws {
    var pixels = Pixels(width: 8, height: 4, filledWith: Pixels.Color(10, 20, 30))
    // The right patch: columns black and white in turn.
    for y in 0..<4 {
      for x in 4..<8 { pixels[x, y] = x % 2 == 0 ? Pixels.Color(0, 0, 0) : Pixels.Color(255, 255, 255) }
    }
    let statistics = try PatchStatistics(pixels, Patchify(width: 8, height: 4, patch: 4), .open)
    #expect(statistics.colors[0] == Pixels.Color(10, 20, 30))
    #expect(statistics.colors[1] == Pixels.Color(128, 128, 128))
    #expect(statistics.variances[0] < 1e-9 && abs(statistics.variances[1] - 0.25) < 1e-5)
    #expect(statistics.entropies[0] == 0 && abs(statistics.entropies[1] - 1) < 1e-6)
    #expect(statistics.edges[0] < statistics.edges[1])
  }

  @Test func `a cancelled ticket stops`() throws {
    let ticket = Ticket()
    ticket.cancel()
    let picture = Picture(pixels: Formula.pixels(64, 64))
    #expect(throws: Trouble.cancelled) { try HandmadeFeatures().tokens(of: picture, named: "it", ticket) }
  }
}
