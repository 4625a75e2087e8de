import Basics
import Formats
import Patches
import Testing

@Suite struct PictureGoldenTests {
  @Test func `there are samples of each kind`() {
    for ending in [".png", ".jpg", ".webp", ".ppm", ".pgm", ".pbm"] {
      #expect(PictureSamples.names.contains { $0.hasSuffix(ending) })
    }
    #expect(PictureSamples.names.count > 60)
  }

  @Test(arguments: PictureSamples.names)
  func `pixels are those of Pillow, byte for byte`(_ name: String) throws {
    let expected = try #require(PictureSamples.expected[name])
    let picture = try PictureSamples.picture(name)
    #expect(picture.pixels.width == expected.width && picture.pixels.height == expected.height)
    #expect(
      picture.pixels.bytes == Array(expected.rgb), "\(difference(picture.pixels.bytes, Array(expected.rgb)))")
    if let white = expected.white { #expect(picture.onWhite.bytes == Array(white)) }
  }

  /// How many bytes differ, and by how much at most.
  private func difference(_ a: [UInt8], _ b: [UInt8]) -> String {
    let differences = zip(a, b).map { abs(Int($0) - Int($1)) }.filter { $0 > 0 }
    return "\(differences.count) of \(a.count) differ, at most by \(differences.max() ?? 0)"
  }

  @Test func `notes tell what was done`() throws {
    #expect(try PictureSamples.picture("exif6.jpg").notes == ["turned by its EXIF orientation 6"])
    #expect(try PictureSamples.picture("exif1.jpg").notes == [])
    #expect(try PictureSamples.picture("rgb16.png").notes == ["16 bits a channel cut to their upper 8"])
    #expect(try PictureSamples.picture("animated.png").notes == ["the first picture of an animation of 2"])
    #expect(try PictureSamples.picture("animated.webp").notes == ["the first picture of an animation"])
    #expect(try PictureSamples.picture("grey16.png").notes.first?.hasPrefix("16 bits of grey") == true)
    #expect(try PictureSamples.picture("cmyk.jpg").notes.first?.hasPrefix("four inks") == true)
  }

  @Test func `alpha is kept where a file has it`() throws {
    #expect(try PictureSamples.picture("rgba8.png").alpha?.count == 117)
    #expect(try PictureSamples.picture("palette4-alpha.png").alpha?.contains(90) == true)
    #expect(try PictureSamples.picture("rgb8.png").alpha == nil)
    #expect(try PictureSamples.picture("lossless-alpha.webp").alpha?.contains(255) == true)
  }

  @Test func `a picture is known by its first bytes`() throws {
    for name in PictureSamples.names {
      #expect(PictureReader.recognises(PictureSamples.path(name)), "\(name)")
    }
    #expect(!PictureReader.recognises(PictureSamples.path("expected.json")))
    #expect(!PictureReader.recognises("/nowhere.png"))
  }
}
