import Basics
import Formats
import Patches
import Testing

/// Whatever the bytes: a reader of pictures gives pixels or says what is wrong.
@Suite struct EveryPictureByteTests {
  /// One of each way through the readers.
  static let samples = [
    "palette4-alpha.png", "rgb8-interlaced.png", "rgb8-exif6.png", "exif5.jpg", "xmp3.jpg", "lossy.webp",
    "lossless-alpha.webp", "animated-inner.webp", "exif7.webp", "deep.ppm", "text.ppm", "text.pbm",
    "bits.pbm",
  ]

  private func read(_ bytes: [UInt8], _ name: String) {
    do throws(Trouble) {
      let picture = try PictureReader.read(bytes, named: name)
      #expect(picture.pixels.width * picture.pixels.height <= PictureLimits.pixels)
    } catch {
      #expect(!error.what.isEmpty && error.place != .nowhere && error.kind != .fault, "\(error)")
    }
  }

  @Test(arguments: samples)
  func `every prefix of a file is read or refused`(_ name: String) throws {
    let bytes = try PictureSamples.bytes(name)
    for count in 0..<bytes.count { read(Array(bytes.prefix(count)), name) }
  }

  @Test(arguments: samples)
  func `every change of one byte is read or refused`(_ name: String) throws {
    let bytes = try PictureSamples.bytes(name)
    for place in bytes.indices {
      for change in [0xFF, 0x00, 0x80, bytes[place] ^ 1] as [UInt8] where change != bytes[place] {
        var changed = bytes
        changed[place] = change
        // A size that is larger and still allowed only costs time; it is for the fuzzer.
        if name.hasSuffix("webp"), (20..<36).contains(place) { continue }
        read(changed, name)
      }
    }
  }
}
