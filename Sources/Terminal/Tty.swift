import CTerminal
import Dispatch
import Glibc

/// The terminal as a descriptor: bytes out without ever waiting, bytes in as they come.
///
/// The descriptor is opened anew, so that not waiting is our own business and not that of the shell that shares the
/// inherited one. Bytes that the terminal does not take are kept and sent when it does.
final class Tty {
  let descriptor: Int32
  private var queue: [UInt8] = []
  private var writer: (any DispatchSourceWrite)?
  /// Called when everything has been sent after some of it had to wait.
  var onDrained: () -> Void = {}
  /// How many bytes were ever sent, for measurements.
  private(set) var sent = 0

  /// Finds the terminal: standard output, standard input, or the controlling one; nil when there is none.
  init?() {
    let inherited: Int32 = isatty(1) == 1 ? 1 : isatty(0) == 1 ? 0 : -1
    descriptor = ct_tty_open(inherited)
    if descriptor < 0 { return nil }
  }

  var isDrained: Bool { queue.isEmpty }

  /// Sends bytes now or later.
  func send(_ bytes: [UInt8]) {
    queue.append(contentsOf: bytes)
    push()
    if !queue.isEmpty { listen() }
  }

  /// Waits until everything is sent, but no longer than this.
  func drain(milliseconds: Int) {
    let end = Clock.milliseconds() + milliseconds
    while !queue.isEmpty {
      push()
      let left = end - Clock.milliseconds()
      if queue.isEmpty || left <= 0 { return }
      _ = wait(for: Int16(POLLOUT), milliseconds: left)
    }
  }

  /// Forgets what has not been sent.
  func discard() { queue.removeAll() }

  /// Everything the terminal has to give now; nil when it is gone.
  func read() -> [UInt8]? {
    var all: [UInt8] = []
    while all.count < 1 << 20 {
      var got = 0
      let block = unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
        got = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        count = max(0, got)
      }
      all += block
      if got < 0 && (errno == EAGAIN || errno == EINTR) { return all }
      if got <= 0 { return all.isEmpty ? nil : all }
      if got < 65536 { return all }
    }
    return all
  }

  /// Waits for the descriptor; false when nothing came.
  func wait(for events: Int16, milliseconds: Int) -> Bool {
    var poll = pollfd(fd: descriptor, events: events, revents: 0)
    return unsafe Glibc.poll(&poll, 1, Int32(milliseconds)) > 0
  }

  /// The size in cells; 80×24 when the terminal does not tell, and at least 1×1.
  func size() -> (rows: Int, columns: Int) {
    var (rows, columns): (Int32, Int32) = (0, 0)
    if unsafe ct_size(descriptor, &rows, &columns) == 1 { return (Int(rows), Int(columns)) }
    return rows == 0 && columns == 0 ? (24, 80) : (max(1, Int(rows)), max(1, Int(columns)))
  }

  /// The size of a character in pixels; 8×16 when the terminal does not tell, which is small enough for most.
  func cellSize() -> (width: Int, height: Int) {
    var (width, height): (Int32, Int32) = (0, 0)
    guard unsafe ct_pixel_size(descriptor, &width, &height) == 1 else { return (8, 16) }
    let (rows, columns) = size()
    return (max(1, Int(width) / columns), max(1, Int(height) / rows))
  }

  func close() {
    writer?.cancel()
    writer = nil
    Glibc.close(descriptor)
  }

  private func push() {
    var done = 0
    let total = queue.count
    unsafe queue.withUnsafeBufferPointer { buffer in
      while done < total {
        let n = unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, total - done)
        if n < 0 && errno == EINTR { continue }
        if n < 0 && errno != EAGAIN { done = total }  // gone: the reading side tells
        if n <= 0 { break }
        done += n
      }
    }
    sent += done
    queue.removeFirst(done)
  }

  private func listen() {
    guard writer == nil else { return }
    let source = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: .main)
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated { self?.writable() }
    }
    writer = source
    source.activate()
  }

  private func writable() {
    push()
    guard queue.isEmpty else { return }
    writer?.cancel()
    writer = nil
    onDrained()
  }
}

/// Time for deadlines.
enum Clock {
  /// Milliseconds since the machine started.
  static func milliseconds() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// Does something on the main queue after a while.
  static func after(_ milliseconds: Int, _ work: @escaping @MainActor () -> Void) {
    DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      MainActor.assumeIsolated(work)
    }
  }
}
