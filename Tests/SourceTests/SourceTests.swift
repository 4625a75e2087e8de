import Foundation
import Testing

/// What the formatter cannot see: the rules of the house, checked on the text of the sources.
@Suite struct SourceTests {
  private struct Source: Sendable {
    var name: String
    var lines: [String]
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let sources: [Source] = {
    let folder = root.appendingPathComponent("Sources")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    // What a generator wrote (*.pb.swift) is held to the generator's rules, not to ours.
    return names.filter { $0.hasSuffix(".swift") && !$0.hasSuffix(".pb.swift") }.sorted().compactMap { name in
      let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      return text.map { Source(name: name, lines: $0.components(separatedBy: "\n")) }
    }
  }()

  @Test func `there are sources to look at`() {
    #expect(Self.sources.count > 100)
  }

  @Test func `no file is longer than 300 lines`() {
    for source in Self.sources { #expect(source.lines.count <= 301, "\(source.name)") }
  }

  @Test func `every shared type has a sentence above it`() {
    for source in Self.sources {
      for (index, line) in source.lines.enumerated() where Self.declaresType(line) {
        var above = index - 1
        while above >= 0, source.lines[above].trimmed.hasPrefix("@") { above -= 1 }
        #expect(
          above >= 0 && source.lines[above].trimmed.hasPrefix("///"), "\(source.name), line \(index + 1)")
      }
    }
  }

  @Test(arguments: [
    "TO" + "DO", "FIX" + "ME", "nonisolated(un" + "safe)", "@un" + "checked Sendable", "try" + "! ",
    " as" + "! ",
    "Bundle" + ".module",
  ])
  func `nothing is left undone or unchecked`(mark: String) {
    // A pool lends what threads may not share; it is the one place that promises what the compiler cannot see.
    for source in Self.sources where !source.name.hasSuffix("Tokens/Hot/Pool.swift") {
      for (index, line) in source.lines.enumerated() {
        #expect(!line.contains(mark), "\(source.name), line \(index + 1)")
      }
    }
  }

  @Test func `curses is included in one place, and engines know neither screen nor Foundation`() {
    let engines = [
      "Basics/", "Tokens/", "Tensors/", "Patches/", "Lab/", "Formats/", "Documents/", "Figures/", "Sketches/",
      "Lenses/",
    ]
    for source in Self.sources where engines.contains(where: source.name.hasPrefix) {
      for name in ["Screen", "Workbench", "Terminal", "CTerminal", "Foundation"] {
        #expect(!source.lines.contains("import \(name)"), "\(source.name) imports \(name)")
      }
    }
    for source in Self.sources where !source.name.hasPrefix("Terminal/") {
      #expect(!source.lines.contains("import CTerminal"), "\(source.name)")
    }
  }

  private static func declaresType(_ line: String) -> Bool {
    let words = line.trimmed.components(separatedBy: " ")
    guard words.first == "package" else { return false }
    let kinds = ["struct", "enum", "class", "actor", "protocol"]
    return words.dropFirst().first { $0 != "final" && $0 != "indirect" }.map(kinds.contains) ?? false
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
