import Basics
import Prints
import Testing

@Suite struct PixelPNGTests {
  @Test func `a PNG begins with its signature and its size and ends with its last chunk`() throws {
    var pixels = Pixels(width: 3, height: 2, filledWith: Pixels.Color(10, 20, 30))
    pixels[2, 1] = Pixels.Color(255, 0, 1)
    let file = try PixelPNG.bytes(of: pixels)
    #expect(file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // Width 3, height 2, 8 bits of RGB, not interlaced.
    #expect(file[16..<29] == [0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0])
    #expect(file.suffix(8).starts(with: Array("IEND".utf8)))
    #expect(try PixelPNG.bytes(of: pixels) == file)
  }

  @Test func `a picture without pixels and one too large are refused`() {
    #expect(throws: Trouble.self) { try PixelPNG.bytes(of: Pixels(width: 0, height: 4)) }
    #expect(throws: Trouble.self) { try PixelPNG.bytes(of: Pixels(width: 70_000, height: 1)) }
  }
}
