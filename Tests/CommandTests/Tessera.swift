import Basics
import Foundation
import Testing

/// What a run of the program left behind.
struct Ran {
  var code: Int32
  var out: [UInt8]
  var err: String

  var text: String { String(decoding: out, as: UTF8.self) }
  var lines: [Substring] { text.split(separator: "\n") }
}

/// Runs the program that was built beside these tests, with no terminal and an environment of its own.
func tessera(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Ran {
  try run(programPath, arguments, Array(input.utf8), environment)
}

/// The same with a list of arguments.
func tessera(_ arguments: [String]) throws -> Ran { try run(programPath, arguments, [], [:]) }

/// The same with input that need not be UTF-8.
func tessera(_ arguments: String..., bytes: [UInt8]) throws -> Ran {
  try run(programPath, arguments, bytes, [:])
}

/// Runs a line of shell in which `$0` is the program and `$@` are the arguments.
func shell(_ line: String, _ arguments: String...) throws -> Ran { try shell(line, arguments) }

/// The same with a list of arguments.
func shell(_ line: String, _ arguments: [String]) throws -> Ran {
  try run("/bin/sh", ["-c", line, programPath] + arguments, [], [:])
}

/// Input and output are files, not pipes: no amount of either can make the two sides wait for each other.
private func run(_ program: String, _ arguments: [String], _ input: [UInt8], _ environment: [String: String])
  throws -> Ran
{
  let files = try TemporaryFolder()
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  process.environment = ["HOME": files.path, "TERM": "dumb", "PATH": "/usr/bin:/bin"].merging(environment) {
    $1
  }
  try Data(input).write(to: files.url("in"))
  for name in ["out", "err"] { try Data().write(to: files.url(name)) }
  process.standardInput = try FileHandle(forReadingFrom: files.url("in"))
  process.standardOutput = try FileHandle(forWritingTo: files.url("out"))
  process.standardError = try FileHandle(forWritingTo: files.url("err"))
  try process.run()
  process.waitUntilExit()
  let err = try String(decoding: Data(contentsOf: files.url("err")), as: UTF8.self)
  return try Ran(code: process.terminationStatus, out: Array(Data(contentsOf: files.url("out"))), err: err)
}

/// The executable stands beside the test bundle.
let programPath: String = {
  let tests = AssetFolders.executablePath
  let folder = tests.hasSuffix(".xctest") ? (tests as NSString).deletingLastPathComponent : productFolder
  return folder + "/tessera"
}()

/// Found from the command line when the tests run inside a helper.
private var productFolder: String {
  let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
  let path = bundle.components(separatedBy: ".xctest").first ?? ""
  return (path as NSString).deletingLastPathComponent
}

/// A folder that goes away with its value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tessera-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func url(_ name: String) -> URL { URL(fileURLWithPath: path + "/" + name) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    try FileManager.default.createDirectory(
      at: url(name).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url(name))
    return url(name).path
  }
}
