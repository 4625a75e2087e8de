import Basics
import Patches

/// The one field of EXIF data that is used: how the picture lies.
///
/// EXIF is a small TIFF file: two letters for the order of bytes, the number 42, the place of the first directory, and there entries of twelve
/// bytes. Only the first directory is read, and nothing outside the block. What is broken says nothing, as for most programs; then the
/// XMP text is asked, as Pillow does. Sources: TIFF 6.0; Exif 2.32 (CIPA DC-008), 4.6.4.
enum ExifOrientation {
  private static let orientationTag = 0x0112

  /// From a block, with or without `Exif` and two noughts before it; nil when it does not say.
  static func inExif(_ range: Range<Int>, _ source: PictureSource) -> Orientation? {
    var start = range.lowerBound
    if source.has("Exif\0\0", at: start) { start += 6 }
    let isBig = source.has("MM", at: start)
    guard range.upperBound <= source.bytes.count, start + 8 <= range.upperBound,
      isBig || source.has("II", at: start)
    else { return nil }
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= range.lowerBound, offset + count <= range.upperBound else { return nil }
      return isBig ? try? source.big(offset, count) : try? source.little(offset, count)
    }
    guard number(start + 2, 2) == 42, let directory = number(start + 4, 4),
      let count = number(start + directory, 2)
    else { return nil }
    for entry in 0..<count {
      let place = start + directory + 2 + 12 * entry
      guard let tag = number(place, 2), let type = number(place + 2, 2) else { return nil }
      // One number of 16 or 32 bits stands in the entry itself; other types are no number to Pillow.
      guard tag == orientationTag, number(place + 4, 4) == 1, let size = [3: 2, 4: 4][type] else { continue }
      return number(place + 8, size).flatMap(Orientation.init)
    }
    return nil
  }

  /// From XMP, a text: `tiff:Orientation="6"` or the same as an element.
  static func inXMP(_ range: Range<Int>, _ source: PictureSource) -> Orientation? {
    let name: StaticString = "tiff:Orientation"
    guard range.upperBound <= source.bytes.count else { return nil }
    for place in range where source.bytes[place] == 0x74 && source.has(name, at: place) {
      var next = place + name.utf8CodeUnitCount
      if source.has("=\"", at: next) {
        next += 2
      } else if source.has(">", at: next) {
        next += 1
      } else {
        continue
      }
      guard next < range.upperBound, source.bytes[next] &- 0x30 < 10 else { continue }
      return Orientation(rawValue: Int(source.bytes[next]) - 0x30)
    }
    return nil
  }
}
