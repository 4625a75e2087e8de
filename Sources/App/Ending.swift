import ArgumentParser
import Basics
import Glibc

/// How the program ends: what is said on which stream, and the exit code.
nonisolated enum Ending {
  /// Runs the command that the arguments name; returns the exit code.
  static func code(of arguments: [String]) async -> Int32 {
    if arguments == ["--generate-manual"] { return answer(Manual.page) }
    do {
      var command = try Tessera.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return 0
    } catch let trouble as Trouble {
      return code(of: trouble)
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      return say(error, arguments)
    }
  }

  /// Tells of a trouble on standard error; nothing is said about work that was stopped on request.
  static func report(_ trouble: Trouble) {
    if trouble.kind == .cancelled { return }
    let line = Legible.string(of: "tessera: \(trouble)") + "\n"
    _ = Files.write(Array(line.utf8), to: 2)
  }

  private static func code(of trouble: Trouble) -> Int32 {
    report(trouble)
    switch trouble.kind {
    case .cancelled: return 0
    case .usage: return 2
    case .input, .limit: return 3
    case .fault: return 4
    }
  }

  /// Help, version and completion scripts are answers; everything else from the parser is a usage error.
  private static func say(_ error: any Error, _ arguments: [String]) -> Int32 {
    let message = Tessera.fullMessage(for: error)
    if Tessera.exitCode(for: error).isSuccess {
      let options = arguments.prefix { $0 != "--" }
      let isBrief = options.contains("-h") && !options.contains("--help") && message.contains("USAGE:")
      return answer((isBrief ? brief(message) : message) + "\n")
    }
    let plain = message.hasPrefix("Error: ") ? String(message.dropFirst(7)) : message
    _ = Files.write(Array("tessera: \(legibleLines(plain))\n".utf8), to: 2)
    return 2
  }

  private static func answer(_ text: String) -> Int32 {
    _ = Files.write(Array(text.utf8), to: 1)
    return 0
  }

  /// Help without its discussion: one screen.
  static func brief(_ help: String) -> String {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let overview = lines.prefix { !$0.isEmpty }
    let rest = lines.drop { !$0.hasPrefix("USAGE:") }
    return (overview + [""] + rest).joined(separator: "\n")
  }

  /// The parser repeats what was typed, which may hold anything; its own line breaks stay.
  private static func legibleLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { Legible.string(of: String($0)) }
      .joined(separator: "\n")
  }
}
