import Basics
import Testing
import Tokens

@testable import Formats

/// Readers that take whole runs of plain elements, beside those that take one after the other.
struct QuickReadingTests {
  @Test("Rank files are read quickly as they are read by line", arguments: 0..<30)
  func ranks(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var tokens = (UInt8.min...255).map { [$0] }
    for _ in 0..<300 {
      tokens.append((0..<1 + random.next() % 20).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }
    var text: [UInt8] = []
    var rank = 0
    for token in tokens {
      text.append(base64: token)
      text += Array(" \(rank)".utf8)
      text += seed % 5 == 1 && random.next() % 50 == 0 ? [13, 10] : [10]
      rank += seed % 5 == 2 && random.next() % 20 == 0 ? 3 : 1
    }
    if seed % 5 == 3 { text.removeLast() }
    if seed % 5 == 4 {
      text[Int(random.next() % UInt64(text.count))] = UInt8(truncatingIfNeeded: random.next() % 128)
    }
    let quick = Result { () throws(Trouble) in try RankTable(text, file: "f", .open) }
    let plain = Result { () throws(Trouble) in try RankTable(byLine: text, file: "f", .open) }
    switch (quick, plain) {
    case (.success(let a), .success(let b)):
      #expect(a.notes == b.notes && a.fingerprint == b.fingerprint && a.table.idLimit == b.table.idLimit)
      for id in 0..<TokenID(a.table.idLimit) {
        #expect(
          a.table.bytes(of: id) == b.table.bytes(of: id) && a.table.kind(of: id) == b.table.kind(of: id))
      }
    case (.failure(let a), .failure(let b)): #expect(a == b)
    default: Issue.record("one is read and the other is not")
    }
  }

  @Test("Vocabularies and merges are read in runs as they are one by one", arguments: 0..<30)
  func sections(seed: UInt64) throws {
    let text = model(seed)
    let results = [true, false].map { takesRuns in
      Result { () throws(Trouble) -> ModelSection in
        var scanner = try JSONScanner(text, file: "f")
        scanner.takesRuns = takesRuns
        return try ModelSection(&scanner, .open)
      }
    }
    switch (results[0], results[1]) {
    case (.success(let a), .success(let b)):
      #expect(
        a.ids == b.ids && a.spellings == b.spellings && a.merges == b.merges && a.settings == b.settings)
      try compareMerges(text)
    case (.failure(let a), .failure(let b)): #expect(a == b)
    default: Issue.record("one is read and the other is not")
    }
  }

  private func compareMerges(_ text: [UInt8]) throws {
    var scanner = try JSONScanner(text, file: "f")
    let section = try ModelSection(&scanner, .open)
    guard let plain = try? MergeIDs(section, scanner, prefix: []) else { return }
    for isByteLevel in [true, false] {
      guard let entries = try? EntryTable(section, scanner, isByteLevel: isByteLevel) else { return }
      guard let quick = MergeIDs(section, scanner, in: entries) else { continue }
      #expect(quick.pairs == plain.pairs && quick.results == plain.results)
    }
  }

  /// A model of random words and all their splits, with white space here and there, and sometimes a fault.
  private func model(_ seed: UInt64) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    let letters = ["a", "b", "Ġ", "Ċ", "é", "\\n", "\\u0041", "日", "\\\""]
    var words = letters
    var merges: [(String, String)] = []
    while words.count < 120 {
      let (left, right) = (
        words[Int(random.next() % UInt64(words.count))],
        words[Int(random.next() % UInt64(words.count))]
      )
      merges.append((left, right))
      if !words.contains(left + right) { words.append(left + right) }
    }
    func space() -> String { seed % 3 == 0 ? "" : ["", " ", "\n  "][Int(random.next() % 3)] }
    let entries = words.enumerated().map { "\(space())\"\($1)\"\(space()):\(space())\($0)\(space())" }
    let isLines = seed % 2 == 0
    let pairs = merges.map {
      isLines ? "\(space())\"\($0) \($1)\"" : "\(space())[\"\($0)\",\(space())\"\($1)\"\(space())]"
    }
    var text = Array(
      "{\"type\":\"BPE\",\"vocab\":{\(entries.joined(separator: ","))},\"merges\":[\(pairs.joined(separator: ","))]}"
        .utf8)
    if seed % 4 == 3 {
      text[Int(random.next() % UInt64(text.count))] = UInt8(truncatingIfNeeded: random.next())
    }
    return text
  }
}
