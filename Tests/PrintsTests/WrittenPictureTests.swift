import Basics
import Formats
import Prints
import Testing

@Suite struct WrittenPictureTests {
  @Test(arguments: [(1, 1), (7, 5), (300, 200)])
  func `a PNG that is written is read back byte for byte`(_ width: Int, _ height: Int) throws {
    var random = SeededRandom(seed: UInt64(width))
    let bytes = (0..<3 * width * height).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let pixels = Pixels(width: width, height: height, bytes: bytes)
    let picture = try PictureReader.read(PixelPNG.bytes(of: pixels), named: "it")
    #expect(picture.pixels == pixels && picture.alpha == nil && picture.notes.isEmpty)
  }
}
