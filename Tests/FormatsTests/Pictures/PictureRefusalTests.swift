import Basics
import Formats
import Patches
import Testing

/// What is refused, why, and that nothing is paid for it.
@Suite struct PictureRefusalTests {
  private func refusal(_ bytes: [UInt8]) -> Trouble? {
    do throws(Trouble) {
      _ = try PictureReader.read(bytes, named: "it")
      return nil
    } catch {
      return error
    }
  }

  /// A PNG that announces a size and stops.
  private func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    func big(_ number: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + Array("IHDR".utf8) + big(width)
      + big(height)
      + [8, 2, 0, 0, 0] + big(0)
  }

  @Test func `nineteen thousand a side are refused by their header alone, in every format`() throws {
    let jpeg: [UInt8] =
      [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0x4A, 0x38, 0x4A, 0x38, 3] + [UInt8](repeating: 0, count: 9)
    var webp = Array("RIFF\0\0\0\0WEBPVP8X\u{A}\0\0\0\0\0\0\0".utf8)
    webp += [0x37, 0x4A, 0, 0x37, 0x4A, 0]
    let ppm = Array("P6\n19000 19000\n255\n".utf8)
    for bytes in [png(19_000, 19_000), jpeg, webp, ppm] {
      let trouble = try #require(refusal(bytes))
      #expect(trouble.kind == .limit)
      #expect(
        trouble.what.hasPrefix("19000 × 19000 pixels are more than the limit of 67108864"), "\(trouble)")
      #expect(trouble.place.description.hasPrefix("it, "))
      #expect(!trouble.remedy.isEmpty)
    }
  }

  @Test func `sizes of nought and sizes that overflow are refused`() {
    for (width, height) in [(0, 5), (5, 0), (UInt32.max, UInt32.max), (1, 70_000)] as [(UInt32, UInt32)] {
      #expect(refusal(png(width, height))?.what.contains("\(width) × \(height)") == true)
    }
    #expect(refusal(Array("P5 99999999999 1 255\n".utf8))?.what == "a number expected")
  }

  @Test func `what is no picture is named with a remedy`() {
    #expect(refusal(Array("GIF89a".utf8))?.what == "GIF files are not read")
    #expect(refusal(Array("hello, world".utf8))?.what == "this is no picture of a known kind")
    #expect(refusal([])?.remedy == "Convert it to PNG, JPEG, WebP or PPM")
  }

  @Test func `a long text and too many passes are over the limit`() throws {
    var bytes = png(4, 4)
    bytes += [0x00, 0x20, 0x00, 0x00] + Array("tEXt".utf8)
    #expect(refusal(bytes)?.what == "a text of 2097152 bytes is over the limit of 1048576")
    let jpeg = try PictureSamples.bytes("progressive.jpg")
    let scan = try #require(
      (0..<jpeg.count - 1).first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xDA })
    let length = Int(jpeg[scan + 2]) << 8 | Int(jpeg[scan + 3])
    let again = (0..<200).flatMap { _ in jpeg[scan..<scan + 2 + length] }
    let many = Array(jpeg[..<scan]) + again + Array(jpeg[scan...])
    #expect(refusal(many)?.kind == .limit)
  }

  @Test(arguments: [
    ("rgb8.png", 60), ("color-420.jpg", 900), ("lossy.webp", 300), ("bytes.ppm", 60), ("text.ppm", 60),
  ])
  func `a file that is cut off says so`(_ name: String, _ count: Int) throws {
    let trouble = try #require(refusal(Array(try PictureSamples.bytes(name).prefix(count))))
    #expect(trouble.kind == .input && !trouble.remedy.isEmpty)
    #expect(trouble.what.contains("end") || trouble.what.contains("cut off"), "\(trouble)")
  }

  @Test func `a JPEG with a fault inside is read, with a note`() throws {
    var bytes = try PictureSamples.bytes("restarts.jpg")
    let restart = try #require((0..<bytes.count - 1).last { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD0 })
    bytes[restart + 1] = 0xD5
    let picture = try PictureReader.read(bytes, named: "it")
    #expect(picture.notes.first?.hasPrefix("damaged: ") == true, "\(picture.notes)")
  }
}
