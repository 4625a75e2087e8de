import Basics
import Glibc

/// The ways to and from the clipboards outside the program.
package struct Clipboard: Sendable {
  private let way: Settings.ClipboardWay
  private let isRemote: Bool
  private let environment: [String: String]

  package init(_ way: Settings.ClipboardWay, environment: [String: String]) {
    self.way = way
    self.environment = environment
    // Over SSH a tool "succeeds" into the clipboard of the wrong machine.
    isRemote = environment["SSH_TTY"] != nil || environment["SSH_CONNECTION"] != nil
  }

  /// Whether copying goes through the terminal (OSC 52), because it is asked for or nothing else can do it.
  package var usesTerminal: Bool {
    switch way {
    case .osc52: true
    case .tools, .off: false
    case .auto: isRemote || writer == nil
    }
  }

  /// Copies with the desktop's tool and tells how it went.
  func copyWithTools(_ bytes: [UInt8]) throws(Trouble) -> String {
    if way == .off { return "Copied inside the program; the clipboard outside is off" }
    guard let writer else { return "Copied inside the program" }
    guard Subprocess.run(writer, input: bytes) != nil else {
      throw Trouble(
        .input, at: .file(writer[0]), "did not take the text",
        remedy: "Set clipboard = \"osc52\" to use the terminal's")
    }
    return "Copied \(bytes.count) bytes with \(writer[0])"
  }

  /// What the desktop's clipboard holds; empty when there is none.
  func read() -> [UInt8] {
    guard way != .off, !isRemote, let reader else { return [] }
    return Subprocess.run(reader, input: []) ?? []
  }

  private var writer: [String]? {
    tools([
      ("WAYLAND_DISPLAY", ["wl-copy"]), ("DISPLAY", ["xclip", "-selection", "clipboard"]),
      ("DISPLAY", ["xsel", "-bi"]),
    ])
  }

  private var reader: [String]? {
    tools([
      ("WAYLAND_DISPLAY", ["wl-paste", "-n"]), ("DISPLAY", ["xclip", "-selection", "clipboard", "-o"]),
      ("DISPLAY", ["xsel", "-bo"]),
    ])
  }

  private func tools(_ choices: [(String, [String])]) -> [String]? {
    choices.first { environment[$0.0] != nil && isInstalled($0.1[0]) }?.1
  }

  private func isInstalled(_ name: String) -> Bool {
    (environment["PATH"] ?? "").split(separator: ":").contains { unsafe access("\($0)/\(name)", X_OK) == 0 }
  }
}

/// Runs a program with an argument vector, never a shell.
enum Subprocess {
  /// The most output that is taken.
  private static let outputLimit = 64 << 20

  /// What the program wrote; nil when it could not be started or ended with an error.
  static func run(_ command: [String], input: [UInt8]) -> [UInt8]? {
    var toChild: [Int32] = [0, 0]
    var fromChild: [Int32] = [0, 0]
    guard unsafe pipe(&toChild) == 0, unsafe pipe(&fromChild) == 0 else { return nil }
    for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process = pid_t()
    let failure = unsafe posix_spawnp(&process, command[0], &actions, nil, &arguments, environ)
    close(toChild[0])
    close(fromChild[1])
    defer { close(fromChild[0]) }
    guard failure == 0 else {
      close(toChild[1])
      return nil
    }
    _ = Files.write(input, to: toChild[1])
    close(toChild[1])
    // A clipboard tool stays behind to serve the text, holding its output open: do not wait for that.
    let output = input.isEmpty ? try? Files.readAll(fromChild[0], named: command[0], limit: outputLimit) : []
    var status: Int32 = 0
    unsafe waitpid(process, &status, 0)
    return status == 0 ? output : nil
  }
}
