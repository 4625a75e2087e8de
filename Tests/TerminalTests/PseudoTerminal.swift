import CPseudoTerminal
import Glibc
import Testing

/// A program in a pseudo terminal: the far side of its screen and keyboard.
///
/// Every wait has a deadline; one that runs out tells what was on the screen.
final class PseudoTerminal {
  private let leader: Int32
  private let follower: Int32
  let process: pid_t
  private(set) var output: [UInt8] = []
  private let logPath: String
  private var status: Int32?

  /// How long anything may take.
  static let deadline = 30.0

  /// Starts the probe, or another command line, in a terminal of this size.
  init(
    _ environment: [String: String] = [:], rows: Int = 24, columns: Int = 80, command: [String]? = nil
  ) throws {
    logPath = "/tmp/terminal-probe-\(getpid())-\(UInt64.random(in: 0 ... .max)).log"
    var variables = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "PROBE_LOG": logPath,
    ]
    variables.merge(environment) { _, new in new }
    let words = command ?? [Self.probe]
    let pairs = variables.filter { !$0.value.isEmpty }.map { "\($0.key)=\($0.value)" }
    var (leader, follower): (Int32, Int32) = (-1, -1)
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    var settings = unsafe pairs.map { unsafe strdup($0) } + [nil]
    process = unsafe pt_start(&arguments, &settings, Int32(rows), Int32(columns), &leader, &follower)
    unsafe (arguments + settings).forEach { unsafe free($0) }
    (self.leader, self.follower) = (leader, follower)
    try #require(process > 0, "cannot start \(words)")
  }

  deinit {
    if status == nil && process > 0 { kill(-process, SIGKILL) }
    if process > 0 { _ = hasEnded }
    close(leader)
    close(follower)
    unsafe unlink(logPath)
  }

  /// The probe stands beside the test bundle.
  static let probe: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let candidates = ([own] + CommandLine.arguments).compactMap { path in
      path.lastIndex(of: "/").map { String(path[..<$0]) + "/TerminalProbe" }
    }
    return candidates.first { unsafe access($0, X_OK) == 0 } ?? "TerminalProbe"
  }()

  // MARK: What a person does

  func type(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var sent = 0
    let end = Self.now() + Self.deadline
    while sent < bytes.count && Self.now() < end {
      let n = unsafe bytes[sent...].withUnsafeBytes {
        unsafe write(leader, $0.baseAddress, min(1024, $0.count))
      }
      if n > 0 { sent += n } else { pump(0.01) }
    }
  }

  func signal(_ number: Int32) { kill(process, number) }

  func resize(rows: Int, columns: Int) {
    pt_resize(leader, Int32(rows), Int32(columns))
  }

  // MARK: What a person sees

  /// Reads for a while what the program writes.
  func pump(_ seconds: Double) {
    let end = Self.now() + seconds
    repeat {
      var poll = pollfd(fd: leader, events: Int16(POLLIN), revents: 0)
      let left = max(0, end - Self.now())
      guard unsafe Glibc.poll(&poll, 1, Int32(left * 1000)) > 0 else { return }
      var block = [UInt8](repeating: 0, count: 65536)
      let n = unsafe read(leader, &block, block.count)
      if n > 0 { output += block.prefix(n) } else if n == 0 || errno != EAGAIN { return }
    } while Self.now() < end
  }

  /// The lines that the probe has written down.
  var log: [String] {
    guard let file = unsafe fopen(logPath, "r") else { return [] }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Waits until the probe has written a line that begins so.
  @discardableResult
  func waitFor(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) -> Bool {
    wait("line \(line)", sourceLocation) { log.contains { $0.hasPrefix(line) } }
  }

  /// Waits until the program's output holds these bytes.
  @discardableResult
  func waitForOutput(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Bool {
    let bytes = Array(text.utf8)
    return wait("output \(text.debugDescription)", sourceLocation) { contains(bytes) }
  }

  func contains(_ bytes: [UInt8]) -> Bool {
    guard output.count >= bytes.count else { return false }
    return (0...output.count - bytes.count).contains { output[$0...].starts(with: bytes) }
  }

  /// Waits until the program has ended, and tells how: the exit status, or minus the signal.
  func waitForEnd(sourceLocation: SourceLocation = #_sourceLocation) -> Int32? {
    wait("end", sourceLocation) { hasEnded }
    pump(0.02)
    guard let status else { return nil }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }

  /// The terminal's modes as bytes to compare.
  var modes: [UInt32] {
    var modes = termios()
    unsafe tcgetattr(follower, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
  }

  func forgetOutput() { output = [] }

  private var hasEnded: Bool {
    if status != nil { return true }
    var raw: Int32 = 0
    if unsafe waitpid(process, &raw, WNOHANG) == process { status = raw }
    return status != nil
  }

  @discardableResult
  private func wait(_ what: String, _ sourceLocation: SourceLocation, until done: () -> Bool) -> Bool {
    let end = Self.now() + Self.deadline
    while Self.now() < end {
      pump(0.01)
      if done() { return true }
    }
    let tail = String(decoding: output.suffix(600), as: UTF8.self).debugDescription
    Issue.record("waited too long for \(what); log \(log); output \(tail)", sourceLocation: sourceLocation)
    return false
  }

  static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
