import Basics
import Tokens

/// The same sentences in one language.
struct ParallelText: Sendable, Hashable {
  /// The language tag, or the text's name.
  var language: String
  /// Sentences without their line ends: line ends are counted for no language.
  var lines: [[UInt8]]

  var byteCount: Int { lines.reduce(0) { $0 + $1.count } }
  var scalarCount: Int { lines.reduce(0) { $0 + Self.scalars(of: $1).count } }

  /// The texts of a subject, line by line. Throws when there are fewer than two, or one has another number of lines.
  static func all(of subject: Subject) throws(Trouble) -> [ParallelText] {
    let texts = subject.texts.map { text in
      ParallelText(language: text.language.isEmpty ? text.name : text.language, lines: lines(of: text.bytes))
    }
    guard let first = texts.first, texts.count > 1 else {
      throw Trouble(
        .input, "a token premium needs the same text in two languages or more",
        remedy: "Open a folder with one file for each language, with the same sentence in the same line")
    }
    if let other = texts.first(where: { $0.lines.count != first.lines.count }) {
      throw Trouble(
        .input, at: .file(other.language),
        "there are \(other.lines.count) lines here and \(first.lines.count) in \(first.language)",
        remedy: "Give files in which the same line is the same sentence")
    }
    return texts
  }

  private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
      Array(line.last == 13 ? line.dropLast() : line)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  static func scalars(of bytes: [UInt8]) -> String.UnicodeScalarView {
    String(decoding: bytes, as: UTF8.self).unicodeScalars
  }

  /// The first lines, together at most so many bytes, and at least one.
  func limited(to bytes: Int) -> [[UInt8]] {
    var (taken, sum): ([[UInt8]], Int) = ([], 0)
    for line in lines {
      sum += line.count
      if sum > bytes && !taken.isEmpty { break }
      taken.append(line)
    }
    return taken
  }
}

/// What a language looks like on the page, apart from any tokenizer.
///
/// `the cat sat` has a whitespace share of 2/11; of `我喜欢猫` it is 0.
struct LanguageFeatures: Sendable, Equatable {
  /// Whitespace characters by characters.
  var whitespaceShare = 0.0
  var bytesPerCharacter = 0.0
  /// Shannon's entropy of the characters, and of a character when the one before it is known, in bits.
  var characterEntropy = 0.0
  var bigramEntropy = 0.0
  /// The script of most letters.
  var script = ""

  init(_ text: ParallelText) {
    var grams = GramCounts(orders: 2)
    var spaces = 0
    var scripts: [String: Int] = [:]
    for line in text.lines {
      for scalar in ParallelText.scalars(of: line) {
        grams.add(scalar.value)
        if CodePoint.isWhitespace(scalar.value) { spaces += 1 }
        scripts[Script(scalar.value).name, default: 0] += 1
      }
    }
    let count = Double(max(1, grams.tokenCount))
    whitespaceShare = Double(spaces) / count
    bytesPerCharacter = Double(text.byteCount) / count
    characterEntropy = grams.entropy(1) ?? 0
    bigramEntropy = grams.entropy(2) ?? 0
    let letters = scripts.filter { $0.key != "Common" && $0.key != "Inherited" }
    script = letters.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }

  /// The share of word types in the test text that training has seen: longest runs without white space.
  static func similarity(of test: ParallelText, to training: [[UInt8]]) -> Double {
    let known = words(of: training)
    let types = words(of: test.lines)
    return types.isEmpty ? 0 : Double(types.count { known.contains($0) }) / Double(types.count)
  }

  private static func words(of lines: [[UInt8]]) -> Set<String> {
    Set(
      lines.flatMap { line in
        String(decoding: line, as: UTF8.self).unicodeScalars
          .split { CodePoint.isWhitespace($0.value) }.map { String(String.UnicodeScalarView($0)) }
      })
  }
}
