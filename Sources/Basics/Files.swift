import Glibc

/// Plain files read whole, with their limits checked before memory is taken.
package enum Files {
  /// The largest file read whole unless the caller says otherwise: 2 GiB.
  package static let standardLimit = 2 << 30

  /// The bytes of a regular file. Folders, devices, pipes and files over `limit` bytes are refused.
  package static func read(_ path: String, limit: Int = standardLimit) throws(Trouble) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    let size = try regularSize(of: descriptor, path, limit: limit)
    return try readAll(descriptor, named: path, expecting: size, limit: limit)
  }

  /// The first `count` bytes of a regular file of any size (fewer when it is shorter), and its size.
  package static func head(_ path: String, count: Int) throws(Trouble) -> (bytes: [UInt8], size: Int) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    let size = try regularSize(of: descriptor, path, limit: .max)
    var bytes: [UInt8] = []
    while bytes.count < min(count, size) {
      let more = try readSome(descriptor, named: path, atMost: min(count, size) - bytes.count)
      if more.isEmpty { return (bytes, bytes.count) }
      if bytes.isEmpty { bytes = more } else { bytes += more }
    }
    return (bytes, size)
  }

  /// Everything a descriptor still has to give (standard input, say), up to `limit` bytes.
  package static func readAll(
    _ descriptor: Int32, named name: String, expecting size: Int = 0, limit: Int = standardLimit
  ) throws(Trouble) -> [UInt8] {
    var bytes: [UInt8] = []
    var capacity = max(size + 1, 1 << 16)
    while true {
      let room = capacity - bytes.count
      let before = bytes.count
      let got = appendRead(descriptor, to: &bytes, atMost: room)
      guard got >= 0 else {
        if errno == EINTR { continue }
        throw unreadable(name)
      }
      if got == 0 { return bytes }
      if bytes.count > limit { throw tooLarge(name, bytes.count, limit) }
      if bytes.count == capacity { capacity += max(before, 1 << 16) }
    }
  }

  /// Throws what reading the file would throw at once: it is not there, not regular, too large.
  package static func check(_ path: String, limit: Int = standardLimit) throws(Trouble) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    _ = try regularSize(of: descriptor, path, limit: limit)
  }

  /// The next bytes of a descriptor, at most `room` of them; empty at the end.
  package static func readSome(
    _ descriptor: Int32, named name: String, atMost room: Int
  ) throws(Trouble) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let got = appendRead(descriptor, to: &bytes, atMost: room)
      if got >= 0 { return bytes }
      if errno != EINTR { throw unreadable(name) }
    }
  }

  /// The size of what `descriptor` names, when that is a regular file no larger than `limit`.
  package static func regularSize(
    of descriptor: Int32, _ path: String, limit: Int = standardLimit
  ) throws(Trouble) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(path) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw Trouble(.input, at: .file(path), "this is a folder", remedy: "Name a file inside it")
    default:
      throw Trouble(
        .input, at: .file(path), "this is a device or pipe, not a regular file",
        remedy: "Send it through standard input with -")
    }
    let size = Int(status.st_size)
    if size > limit { throw tooLarge(path, size, limit) }
    return size
  }

  /// Writes all bytes, however many calls it takes; false when the reader is gone or the disk is full (see `errno`).
  package static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
    let done = bytes.withContiguousStorageIfAvailable { unsafe writeAll($0, to: descriptor) }
    if let done { return done }
    return unsafe Array(bytes).withUnsafeBufferPointer { unsafe writeAll($0, to: descriptor) }
  }

  /// The trouble of the last failed call on `path`.
  package static func unreadable(_ path: String) -> Trouble {
    let reason = unsafe String(cString: strerror(errno))
    let remedy =
      switch errno {
      case ENOENT: "Check the spelling of the path"
      case EACCES: "Check the permissions of the file and its folders"
      case ELOOP: "Name the real file; its links go round in a circle"
      default: ""
      }
    return Trouble(.input, at: .file(path), reason.lowercased(), remedy: remedy)
  }

  private static func tooLarge(_ path: String, _ size: Int, _ limit: Int) -> Trouble {
    Trouble(
      .limit, at: .file(path), "\(size) bytes are more than the limit of \(limit)",
      remedy: "Send a part of it, or use a command that streams")
  }

  /// One `read` onto the end of `bytes`; the number of bytes got, or −1.
  private static func appendRead(_ descriptor: Int32, to bytes: inout [UInt8], atMost room: Int) -> Int {
    var got = 0
    let block = unsafe [UInt8](unsafeUninitializedCapacity: min(room, 1 << 24)) { buffer, count in
      got = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      count = max(0, got)
    }
    // A file that comes in one piece is not copied.
    if bytes.isEmpty { bytes = block } else { bytes.append(contentsOf: block) }
    return got
  }

  private static func writeAll(_ buffer: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Bool {
    var sent = 0
    while sent < buffer.count {
      let n = unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent)
      if n < 0 && errno == EINTR { continue }
      if n <= 0 { return false }
      sent += n
    }
    return true
  }
}
