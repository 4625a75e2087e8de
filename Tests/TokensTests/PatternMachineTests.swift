import Basics
import Foundation
import Testing
import Tokens

/// The table of transitions finds what the general engine finds.
@Suite struct PatternMachineTests {
  /// Patterns in use that have no scanner of their own, and ones with what the grammar below lacks.
  private static let others = [
    #"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#,
    #" ?[^(\s|[.,!?…。，、।۔،])]+"#, #"\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯ]+"#, #"\s?\p{L}+|\s?\p{P}+|[一-龥ࠀ-一가-퟿]+"#,
    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##
      + #"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
    #"\p{N}{1,3}"#, #"[\r\n]"#, #"\s+$"#, #"[0-9][0-9][0-9]"#, #"(?:ab?)+?c|[a-z]{2,3}?"#, #"\w+|[^\w\s]+"#,
    #"(?i:the|word)(?=\s|$)|.(?!\n)"#, #"[^\s\p{L}]++|\p{L}*+\d"#,
  ]

  @Test("patterns in use match as with the general engine", arguments: Patterns.all + others)
  func agreement(pattern: String) throws {
    for dialect in [PatternDialect.rust, .oniguruma] {
      guard let machine = PatternMachine(pattern, dialect) else {
        // Some possession is read differently by the two engines.
        #expect(dialect == .oniguruma || pattern.contains("$|"), "\(dialect): \(pattern)")
        continue
      }
      let general = try PatternSplitter(pattern, dialect)
      var random = RandomText(seed: 4)
      for round in 0..<300 {
        let text = round % 3 == 0 ? random.broken(atMost: 30) : random.mixed(atMost: 40)
        let (start, end) = (random.number(below: 4), random.number(below: 4))
        let range = min(start, text.count)..<max(min(start, text.count), text.count - end)
        #expect(try pieces(machine, text, range) == pieces(general, text, range), "\(pattern): \(text)")
      }
    }
  }

  @Test func `random patterns match as with the general engine, and fall apart where they say`() throws {
    var random = RandomText(seed: 5)
    var made = 0
    for _ in 0..<6000 {
      let pattern = Self.pattern(&random, depth: 3)
      let dialect: PatternDialect = random.number(below: 2) == 0 ? .rust : .oniguruma
      guard let machine = PatternMachine(pattern, dialect) else { continue }
      made += 1
      let general = try PatternSplitter(pattern, dialect)
      for _ in 0..<20 {
        let text = (0..<random.number(below: 12)).map { _ in Self.letters[random.number(below: 8)] }.joined()
        let bytes = Array(text.utf8)
        // Backtracking takes too long for some.
        guard let expected = try? pieces(general, bytes) else { continue }
        let whole = try pieces(machine, bytes)
        #expect(whole == expected, "\(dialect) \(pattern): \(text)")
        try expectParts(machine, text, whole)
      }
    }
    #expect(made > 700)
  }

  private func expectParts(_ machine: PatternMachine, _ text: String, _ whole: [Range<Int>]) throws {
    let scalars = Array(text.unicodeScalars)
    for index in scalars.indices.dropFirst() {
      let seam = machine.seam(.scalar(scalars[index - 1].value), scalars[index].value)
      if seam == .unknown { continue }
      let left = Array(String(String.UnicodeScalarView(scalars[..<index])).utf8)
      let right = Array(String(String.UnicodeScalarView(scalars[index...])).utf8)
      let parts =
        try pieces(machine, left)
        + pieces(machine, right).map { $0.lowerBound + left.count..<$0.upperBound + left.count }
      #expect(parts == whole, "\(machine.pattern): \(text) at \(index)")
      if seam == .cut {
        #expect(whole.contains { $0.lowerBound == left.count || $0.upperBound == left.count })
      }
    }
  }

  private static let letters = ["a", "b", " ", "é", "漢", "1", "\n", "a"]

  /// A pattern over those letters.
  private static func pattern(_ random: inout RandomText, depth: Int) -> String {
    func atom() -> String {
      let atoms = ["a", "b", " ", "é", "[ab]", #"\s"#, #"\S"#, "[^a]", #"\p{L}"#, "1", ".", #"[^\s\p{L}]"#]
      if depth == 0 || random.number(below: 3) > 0 { return atoms[random.number(below: atoms.count)] }
      return "(?:" + pattern(&random, depth: depth - 1) + ")"
    }
    let quantifiers = ["", "", "", "+", "*", "?", "{1,2}", "{2}", "+?", "??", "*+", "++", "{0,2}+"]
    let looks = ["", "", "", "", "", #"(?!\S)"#, "(?=a)", "$", #"(?=\n|$)"#]
    let alternatives = (0...random.number(below: 3)).map { _ in
      (0...random.number(below: 3)).map { _ in atom() + quantifiers[random.number(below: quantifiers.count)] }
        .joined() + looks[random.number(below: looks.count)]
    }
    return alternatives.joined(separator: "|")
  }

  @Test func `a repeat that fails at every letter takes no square of time`() throws {
    let machine = try #require(PatternMachine(#"[a-z]+[0-9]|\s+$"#, .rust))
    let text =
      Array(repeating: UInt8(ascii: "a"), count: 1 << 20) + Array(repeating: 32, count: 1 << 20) + [46]
    #expect(try pieces(machine, text) == [])
  }

  @Test func `a pattern that looks too far in vain is stopped and named`() throws {
    let machine = try #require(PatternMachine("(?:ab)+c", .rust))
    let text = Array(repeatElement(Array("ab".utf8), count: 100_000).joined())
    let trouble = #expect(throws: Trouble.self) { try pieces(machine, text) }
    #expect(trouble?.kind == .limit)
  }
}
