import Basics
import Glibc

/// A regular file of any size whose bytes are fetched when they are asked for.
///
/// Opening reads nothing. Bytes are copied with `pread` instead of being mapped: a page of a mapping that is gone because the
/// file shrank stops the program with SIGBUS, which no check beforehand can rule out, while `pread` just returns less. The copy
/// costs nothing that can be noticed: one pass over 1 GiB in the page cache took 0.23 to 0.29 s through a mapping (the faults of
/// its 262,144 pages) and 0.20 to 0.34 s through a buffer; 8 KiB at a random place cost 3 to 4 µs. And the pages of a
/// mapping count as memory of the program, those of the page cache do not.
package final class FileBytes: ByteStore {
  /// The last part of the path.
  package let file: String
  /// The size when it was opened.
  package let count: Int
  private let descriptor: Int32

  /// Throws when the file is not there or not regular.
  package init(_ path: String) throws(Trouble) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Files.unreadable(path) }
    do { count = try Files.regularSize(of: descriptor, path, limit: .max) } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    file = path.split(separator: "/").last.map(String.init) ?? path
  }

  deinit { close(descriptor) }

  /// Throws when the file has become shorter, or cannot be read.
  package func read(_ range: Range<Int>, into bytes: inout [UInt8]) throws(Trouble) {
    guard range.lowerBound >= 0, range.upperBound <= count else { throw outside(range) }
    if bytes.count > range.count { bytes.removeLast(bytes.count - range.count) }
    if bytes.count < range.count {
      bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
        unsafe buffer.initialize(repeating: 0)
        filled = range.count
      }
    }
    var done = 0
    while done < range.count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, range.count - done, range.lowerBound + done
        )
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Files.unreadable(file) }
      guard got > 0 else { throw shrunken(at: range.lowerBound + done) }
      done += got
    }
  }

  private func shrunken(at offset: Int) -> Trouble {
    Trouble(
      .input, at: .byte(file: file, offset: offset),
      "the file has become shorter than the \(count) bytes it had when it was opened",
      remedy: "Open it again when whatever writes it is done")
  }
}
