import Basics
import Glibc

/// Where results go: a descriptor, with a buffer so that small pieces do not become small writes.
package struct OutputBytes: ~Copyable {
  private let descriptor: Int32
  private let name: String
  private var held: [UInt8] = []
  private static let size = 1 << 16

  /// Standard output unless another descriptor is given.
  package init(_ descriptor: Int32 = 1, name: String = "standard output") {
    self.descriptor = descriptor
    self.name = name
  }

  /// Writes, sooner or later. A reader that is gone is `Trouble.cancelled`: there is nobody to tell.
  package mutating func write(_ bytes: [UInt8]) throws(Trouble) {
    if held.isEmpty && bytes.count >= Self.size { return try send(bytes) }
    held.append(contentsOf: bytes)
    if held.count >= Self.size { try flush() }
  }

  /// Writes what is held.
  package mutating func flush() throws(Trouble) {
    if held.isEmpty { return }
    try send(held)
    held.removeAll(keepingCapacity: true)
  }

  private func send(_ bytes: [UInt8]) throws(Trouble) {
    if Files.write(bytes, to: descriptor) { return }
    if errno == EPIPE { throw .cancelled }
    let reason = unsafe String(cString: strerror(errno)).lowercased()
    throw Trouble(
      .input, at: .file(name), "cannot be written: \(reason)", remedy: "Free some space or write elsewhere")
  }
}
