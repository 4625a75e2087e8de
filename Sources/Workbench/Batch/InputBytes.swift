import Basics
import Glibc

/// A file or standard input, read block by block.
struct InputBytes {
  static let blockSize = 1 << 20

  let descriptor: Int32
  let name: String
  private(set) var isAtEnd = false

  /// Opens a regular file, or takes over standard input for `-`.
  init(_ path: String) throws(Trouble) {
    if path == "-" {
      descriptor = 0
      name = "standard input"
      return
    }
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    name = path
    guard descriptor >= 0 else { throw Files.unreadable(path) }
    do {
      _ = try Files.regularSize(of: descriptor, path, limit: Int.max)
    } catch {
      Glibc.close(descriptor)
      throw error
    }
  }

  func close() { if descriptor > 0 { Glibc.close(descriptor) } }

  /// Whether a read would come back at once.
  var isReady: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, 0) != 0
  }

  /// One read onto the end of `held`, at most a block; waits when nothing is there yet. False at the end.
  mutating func read(onto held: inout [UInt8]) throws(Trouble) -> Bool {
    if isAtEnd { return false }
    var got = 0
    repeat {
      let block = unsafe [UInt8](unsafeUninitializedCapacity: Self.blockSize) { buffer, count in
        got = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        count = max(0, got)
      }
      if got > 0 { held.isEmpty ? held = block : held.append(contentsOf: block) }
    } while got < 0 && errno == EINTR
    guard got >= 0 else { throw Files.unreadable(name) }
    isAtEnd = got == 0
    return got > 0
  }
}

/// The whole text at `path` (`-` for standard input). Throws when it is longer than `limit` bytes.
package func wholeText(_ path: String, limit: Int) throws(Trouble) -> [UInt8] {
  var input = try InputBytes(path)
  defer { input.close() }
  var text: [UInt8] = []
  while text.count <= limit, try input.read(onto: &text) {}
  if text.count <= limit { return text }
  throw Trouble(
    .limit, at: .file(input.name), "the text is longer than \(limit) bytes", remedy: "Give a shorter one")
}
