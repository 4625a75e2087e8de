import Basics
import Formats
import Patches
import Testing

/// Whatever the bytes: a reader of pictures gives pixels or says what is wrong.
@Suite struct EveryPictureByteTests {
  /// One of each way through the readers.
  static let samples = [
    "palette4-alpha.png", "rgb8-interlaced.png", "rgb8-exif6.png", "rgb8-profile3.png", "exif5.jpg",
    "xmp3.jpg", "lossy.webp",
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

  /// Without this, libpng would meet no change that the sums of the chunks do not give away.
  @Test(arguments: samples.filter { $0.hasSuffix(".png") })
  func `every change of one byte of a PNG whose sums are made right again is read or refused`(
    _ name: String
  ) throws {
    let bytes = try PictureSamples.bytes(name)
    #expect(summed(bytes) == bytes)
    for place in 8..<bytes.count {
      for change in [0xFF, 0x00, bytes[place] ^ 1, bytes[place] ^ 4] as [UInt8] where change != bytes[place] {
        var changed = bytes
        changed[place] = change
        read(summed(changed), name)
      }
    }
  }

  /// The file with the right sum behind each chunk that lies in it.
  private func summed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var place = 8
    while place + 12 <= bytes.count {
      let count = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard place + 12 + count <= bytes.count else { break }
      let sum = checksum(bytes[place + 4..<place + 8 + count])
      for index in 0..<4 {
        bytes[place + 8 + count + index] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt32(index)))
      }
      place += 12 + count
    }
    return bytes
  }

  /// CRC-32, bit by bit.
  private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
