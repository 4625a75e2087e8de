import Basics
import CImages

/// A call of one of the C decoders, with what came of it as a trouble.
///
/// The decoders write only into the room they are given; each is handed the count of an array that was made from checked sizes.
enum PictureDecoder {
  /// What a decoder fills, and where it says what is wrong.
  typealias Decode = (
    _ bytes: UnsafePointer<UInt8>?, _ out: UnsafeMutablePointer<UInt8>?,
    _ message: UnsafeMutablePointer<CChar>?
  ) -> CInt

  /// Bytes of a message.
  static let messageRoom = 200

  /// `out` as `decode` fills it, and its warning where it has one. Throws when the library is missing or refuses the bytes.
  static func fill(
    _ out: inout [UInt8], from bytes: ArraySlice<UInt8>, of source: PictureSource, package: String,
    _ decode: Decode
  ) throws(Trouble) -> String? {
    var message = [CChar](repeating: 0, count: messageRoom)
    let result = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe out.withUnsafeMutableBufferPointer { out in
        unsafe message.withUnsafeMutableBufferPointer { message in
          unsafe decode(bytes.baseAddress, out.baseAddress, message.baseAddress)
        }
      }
    }
    let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let reason = Legible.string(of: text)
    switch result {
    case CInt(CI_DONE): return nil
    case CInt(CI_WARNED): return reason
    case CInt(CI_MISSING):
      throw Trouble(
        .usage, at: .file(source.file), "\(reason) is missing on this machine, which reads such pictures",
        remedy: "Install Debian's package \(package), or convert the picture to PPM")
    case CInt(CI_FAILED):
      throw Trouble(.limit, at: .file(source.file), reason, remedy: "Make the picture smaller")
    default:
      throw Trouble(
        .input, at: .file(source.file), "the picture cannot be decoded: \(reason)",
        remedy: "Copy or download it again, or save it with another program")
    }
  }
}
