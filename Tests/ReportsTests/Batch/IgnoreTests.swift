import Basics
import Foundation
import Testing

@testable import Workbench

@Suite struct IgnoreTests {
  /// Patterns and paths as `git check-ignore` judges them.
  @Test(arguments: [
    ("foo", "foo", true), ("foo", "a/foo", true), ("foo", "foobar", false), ("/foo", "a/foo", false),
    ("/foo", "foo", true),
    ("a/b", "a/b", true), ("a/b", "x/a/b", false), ("*.o", "a/b/c.o", true), ("*.o", "c.os", false),
    ("a*", "a", true),
    ("**/foo", "foo", true), ("**/foo", "a/b/foo", true), ("a/**", "a/x/y", true), ("a/**", "a", false),
    ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/xb", false), ("a**b", "axxb", true),
    ("a/*", "a/b", true),
    ("a/*", "a/b/c", false), ("?.c", "x.c", true), ("?.c", "xy.c", false), ("[a-c].c", "b.c", true),
    ("[!a-c].c", "b.c", false),
    ("[^a].c", "z.c", true), ("[]a].c", "].c", true), ("[[:digit:]]x", "7x", true), ("\\#a", "#a", true),
    ("\\!a", "!a", true),
    ("a\\ ", "a ", true), ("a  ", "a", true), ("# a", "# a", false), ("[a", "[a", true), ("", "x", false),
    ("/", "x", false),
  ])
  func `a pattern matches as in git`(_ pattern: String, _ path: String, _ isExcluded: Bool) {
    let rules = IgnoreRules().adding(Array(pattern.utf8), folder: "")
    #expect(rules.excludes(path, isFolder: false) == isExcluded)
  }

  @Test func `a slash at the end means folders`() {
    let rules = IgnoreRules().adding(Array("build/".utf8), folder: "")
    #expect(rules.excludes("x/build", isFolder: true))
    #expect(!rules.excludes("x/build", isFolder: false))
  }

  @Test func `later lines win, deeper files win, negation takes back`() {
    let rules = IgnoreRules().adding(Array("*.log\n!keep.log\n".utf8), folder: "")
    #expect(rules.excludes("a.log", isFolder: false))
    #expect(!rules.excludes("keep.log", isFolder: false))
    let deeper = rules.adding(Array("keep.log\n!a.log\n/x\n".utf8), folder: "sub/")
    #expect(deeper.excludes("sub/keep.log", isFolder: false))
    #expect(!deeper.excludes("sub/a.log", isFolder: false))
    #expect(deeper.excludes("sub/x", isFolder: false))
    #expect(!deeper.excludes("sub/y/x", isFolder: false))
  }

  @Test func `a walk finds what git would add`() throws {
    let folder = try TemporaryFolder()
    try folder.write([
      ".git/config": "x", ".gitignore": "*.log\nout/\n!keep.log\n", "a.txt": "1", "b.log": "1",
      "keep.log": "1",
      "out/x.txt": "1", "sub/.gitignore": "/local\n!b.log\n", "sub/local": "1", "sub/deep/local": "1",
      "sub/b.log": "1",
      ".hidden": "1", ".git/info/exclude": "secret\n", "secret": "1",
    ])
    _ = unsafe symlink("a.txt", folder.path + "/link")
    let found = FolderWalk.files([folder.path]) { Issue.record("\($0)") }
    let names = found.map { String($0.path.dropFirst(folder.path.count + 1)) }
    #expect(
      names == [
        ".gitignore", ".hidden", "a.txt", "keep.log", "sub/.gitignore", "sub/b.log", "sub/deep/local",
      ])
    let below = FolderWalk.files([folder.path + "/sub"]) { Issue.record("\($0)") }
    #expect(below.count == 3)
    #expect(FolderWalk.files([folder.path + "/b.log"]) { Issue.record("\($0)") }.count == 1)
    #expect(
      FolderWalk.files([folder.path], respectingIgnoreFiles: false) { Issue.record("\($0)") }.count == 11)
  }

  @Test func `what is not there is reported and does not stop the walk`() throws {
    let folder = try TemporaryFolder()
    try folder.write(["a": "1"])
    var troubles: [Trouble] = []
    #expect(FolderWalk.files([folder.path + "/no", folder.path]) { troubles.append($0) }.count == 1)
    #expect(troubles.count == 1)
  }

  @Test func `a million stars take no longer than they should`() {
    let pattern = GlobPattern(String(repeating: "*a", count: 200) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 2000)))
  }

  @Test func `files are counted for every tokenizer, in order, binary ones passed over`() async throws {
    let folder = try TemporaryFolder()
    let big = String(repeating: "ab ab\n", count: 500_000)
    try folder.write(["a.txt": "abab", "b.bin": "x\u{0}y", "c.txt": big, "d.txt": ""])
    let files = FolderWalk.files([folder.path]) { Issue.record("\($0)") }
    let counting = Counting([ToyTokenizer(), ToyTokenizer()], .init(), countsBinary: false)
    var last = 0
    let counts = await counting.run(files) {
      Issue.record("\($0)")
    } progress: {
      last = $0
    }
    #expect(counts.map(\.tokenCounts) == [[2, 2], [0, 0], [2_000_000, 2_000_000], [0, 0]])
    #expect(counts.map(\.byteCount) == [4, 3, 3_000_000, 0])
    #expect(counts.map(\.isBinary) == [false, true, false, false])
    #expect(last == 3_000_004)
  }
}

/// A folder that goes away with its value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tessera-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ files: [String: String]) throws {
    for (name, text) in files {
      let file = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }
}
