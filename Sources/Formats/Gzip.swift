import Basics
import CZlib

/// Files packed with gzip, unpacked in memory under a limit.
package enum Gzip {
  /// Whether a file is packed, by its first two bytes.
  package static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// The unpacked bytes; several members one after another are one file.
  package static func unpack(_ bytes: [UInt8], named name: String, limit: Int) throws(Trouble) -> [UInt8] {
    var result: [UInt8] = []
    var consumed = 0
    while consumed < bytes.count, isGzip(Array(bytes[consumed...].prefix(2))) {
      var member: [UInt8] = []
      let (status, used) = inflateMember(bytes, from: consumed, into: &member, limit: limit - result.count)
      consumed += used
      result += member
      if status == .tooLarge {
        throw Trouble(.limit, at: .file(name), "unpacked it is larger than the limit of \(limit) bytes")
      }
      guard status == .done else {
        throw Trouble(
          .input, at: .byte(file: name, offset: consumed), "the packed data are damaged or cut short",
          remedy: "Fetch the file again")
      }
    }
    return result
  }

  private enum Status { case done, damaged, tooLarge }

  /// Unpacks one member; how it ended and how many bytes it took.
  private static func inflateMember(
    _ bytes: [UInt8], from start: Int, into result: inout [UInt8], limit: Int
  ) -> (Status, Int) {
    var stream = unsafe z_stream()
    // 15 bits of window, and 16 for the gzip header.
    guard unsafe inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return (.damaged, 0)
    }
    defer { unsafe _ = inflateEnd(&stream) }
    var input = Array(bytes[start...])
    var block = [UInt8](repeating: 0, count: 1 << 16)
    return unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe stream.next_in = input.baseAddress
      unsafe stream.avail_in = UInt32(clamping: input.count)
      while true {
        let code = unsafe block.withUnsafeMutableBufferPointer { block in
          unsafe stream.next_out = block.baseAddress
          unsafe stream.avail_out = UInt32(block.count)
          return unsafe inflate(&stream, Z_NO_FLUSH)
        }
        let made = unsafe block.count - Int(stream.avail_out)
        result += block[..<made]
        let used = unsafe input.count - Int(stream.avail_in)
        if result.count > limit { return (.tooLarge, used) }
        if code == Z_STREAM_END { return (.done, used) }
        if code != Z_OK || (made == 0 && used == bytes.count - start) { return (.damaged, used) }
      }
    }
  }
}
