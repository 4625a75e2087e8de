import Basics
import Glibc
import Tensors

/// A tensor on its way into a file.
package struct WrittenTensor: Sendable {
  /// How the file will call it; formats for one tensor leave it out.
  package let name: String
  let shape: Shape
  let type: ElementType
  fileprivate let content: Content

  fileprivate enum Content: Sendable {
    case floats([Float])
    case stored(StoredTensor)
  }

  /// Float32, the last axis fastest. As many numbers as the shape says.
  package init(name: String, _ shape: Shape, _ floats: [Float]) {
    precondition(floats.count == shape.count, "a tensor has as many numbers as its shape says")
    self.name = name
    self.shape = shape
    type = .f32
    content = .floats(floats)
  }

  /// A tensor of another file, whose element type is kept; under its own name or another.
  package init(_ tensor: StoredTensor, name: String? = nil) {
    self.name = name ?? tensor.name
    shape = tensor.shape
    type = tensor.type
    content = .stored(tensor)
  }

  /// How many bytes it takes.
  var byteCount: Int {
    switch content {
    case .floats(let floats): floats.count * MemoryLayout<Float>.size
    case .stored(let tensor): tensor.byteCount
    }
  }

  /// The trouble of a type that a format does not have.
  func loss(in format: FormatCard, remedy: String) -> Trouble {
    Trouble(
      .input,
      "\(format.name) has no elements of type \(type.rawValue), which \(name.isEmpty ? "the tensor" : name) has",
      remedy: remedy)
  }
}

/// A file that comes into being beside its place, is forced to the disk, and is then moved there: never half a file.
struct TensorFileOutput: ~Copyable {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var isDone = false

  init(_ path: String) throws(Trouble) {
    self.path = path
    temporary = path + ".tessera-\(getpid())"
    descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw Self.unwritable(path) }
  }

  deinit {
    close(descriptor)
    if !isDone { _ = unsafe unlink(temporary) }
  }

  func write(_ bytes: [UInt8]) throws(Trouble) {
    guard Files.write(bytes, to: descriptor) else { throw Self.unwritable(path) }
  }

  /// The elements, least significant byte first, the last axis fastest.
  func write(_ tensor: WrittenTensor, _ ticket: Ticket) throws(Trouble) {
    switch tensor.content {
    case .floats(let floats):
      for start in stride(from: 0, to: floats.count, by: 1 << 16) {
        try ticket.step(Double(start) / Double(floats.count))
        try write(Self.bytes(of: floats[start..<min(start + (1 << 16), floats.count)]))
      }
    case .stored(let tensor):
      try tensor.forEachEncodedBlock(ticket) { bytes throws(Trouble) in try write(bytes) }
    }
  }

  private static func bytes(of floats: ArraySlice<Float>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(floats.count * 4)
    for float in floats {
      let bits = float.bitPattern
      for byte in 0..<UInt32(4) { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * byte))) }
    }
    return bytes
  }

  /// Moves the file to its place.
  consuming func finish() throws(Trouble) {
    guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else { throw Self.unwritable(path) }
    isDone = true
  }

  private static func unwritable(_ path: String) -> Trouble {
    let reason = unsafe String(cString: strerror(errno)).lowercased()
    return Trouble(
      .input, at: .file(path), "cannot be written: \(reason)",
      remedy: "Free some room, or write to another place")
  }
}
