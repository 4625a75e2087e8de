import Basics
import CPseudoTerminal
import Glibc

/// From the start of the program to its first frame in a real pseudo terminal.
enum StartBench {
  private static let program = ".build/release/tessera"

  static func run(_ bench: Bench) {
    guard unsafe access(program, X_OK) == 0 else {
      return print("first frame: build the program first (make build)")
    }
    let cold = dropCaches() ? firstFrame([program]) : nil
    print(
      "first frame, cold: \(cold.map { Percentiles([$0]).description } ?? "caches cannot be dropped here")")
    print("first frame, warm: \(Percentiles((0..<15).compactMap { _ in firstFrame([program]) }))")
    guard let path = bench.largeFile() else { return }
    let times = (0..<5).compactMap { _ in firstFrame([program, path]) }
    print("first frame, 200 MB file: \(Percentiles(times))")
    _ = unsafe unlink(path)
  }

  /// Milliseconds until the key bar is on the screen; nil when it does not come within ten seconds.
  private static func firstFrame(_ command: [String]) -> Double? {
    let clock = ContinuousClock()
    var (leader, follower): (Int32, Int32) = (-1, -1)
    let settings = [
      "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=/nonexistent", "COLORFGBG=15;0",
    ]
    var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    var environment = unsafe settings.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
    let start = clock.now
    let process = unsafe pt_start(&arguments, &environment, 36, 120, &leader, &follower)
    guard process > 0 else { return nil }
    defer {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
      close(leader)
      close(follower)
    }
    var seen: [UInt8] = []
    while clock.now - start < .seconds(10) {
      var poll = pollfd(fd: leader, events: Int16(POLLIN), revents: 0)
      guard unsafe Glibc.poll(&poll, 1, 100) > 0 else { continue }
      guard let part = try? Files.readSome(leader, named: "terminal", atMost: 1 << 16) else { return nil }
      seen += part
      // A terminal answers at once what it is asked: background colour and device attributes.
      if contains(part, "]11;?") {
        _ = Files.write(Array("\u{1B}]11;rgb:0000/0000/0000\u{1B}\\\u{1B}[?62c".utf8), to: leader)
      }
      if contains(seen, "commands") { return (clock.now - start).milliseconds }
    }
    return nil
  }

  private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(text)
  }

  private static func dropCaches() -> Bool {
    sync()
    let descriptor = unsafe open("/proc/sys/vm/drop_caches", O_WRONLY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return Files.write(Array("3".utf8), to: descriptor)
  }
}
