import Basics
import CZlib

/// EXIF data in a text of a PNG, as ImageMagick wrote them before the chunk eXIf was defined.
///
/// The text is called `Raw profile type exif`; it has an empty line, a name, a length, and then hexadecimal digits on lines. It may be packed.
enum PNGProfile {
  private static let keyword: StaticString = "Raw profile type exif\0"

  /// The EXIF data of a chunk's contents, nil when it has none or they are broken.
  static func exif(_ range: Range<Int>, _ source: PictureSource) -> PictureSource? {
    guard source.has(keyword, at: range.lowerBound) else { return nil }
    let start = range.lowerBound + keyword.utf8CodeUnitCount
    if source.has("tEXt", at: range.lowerBound - 4), start <= range.upperBound {
      return decoded(source.bytes[start..<range.upperBound], source)
    }
    // Behind the method (0), two bytes before the packed ones and a sum of four behind them.
    guard source.has("zTXt", at: range.lowerBound - 4), start + 7 <= range.upperBound else { return nil }
    let (text, end) = DeflatedMember.unpack(
      Array(source.bytes[start + 3..<range.upperBound - 4]), room: PictureLimits.text)
    return end == CZ_DONE ? decoded(text[...], source) : nil
  }

  private static func decoded(_ text: ArraySlice<UInt8>, _ source: PictureSource) -> PictureSource? {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst(3)
    var bytes: [UInt8] = []
    var upper: UInt32?
    for digit in lines.joined() {
      guard let value = JSONCharacters.hexDigit(digit) else { return nil }
      if let first = upper {
        bytes.append(UInt8(first << 4 | value))
        upper = nil
      } else {
        upper = value
      }
    }
    return PictureSource(file: source.file, bytes: bytes)
  }
}
