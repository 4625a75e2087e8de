import Basics
import Tokens

/// What is learned from and what is measured on: the first text without its end, its end, and other texts.
struct TestDomains: Sendable {
  /// A text that is measured.
  struct Domain: Sendable, Hashable {
    var name: String
    var bytes: [UInt8]

    var characterCount: Int { TestDomains.scalarCount(bytes) }
  }

  /// What tokenizers learn from.
  var training: [UInt8]
  /// The held-out end of the first text, the other texts, numbers.
  var tests: [Domain]
  /// Where the held-out end begins in the first text; nil when several texts were put together.
  var heldOutStart: Int?

  /// At least so many bytes are held out, if the text has three times as many.
  static let heldOut = 20_000

  /// Samples of one kind are put together with a line end between them; a person's own texts each stand alone. Throws
  /// when there is too little to learn from.
  init(_ subject: Subject) throws(Trouble) {
    var groups: [(name: String, bytes: [UInt8], count: Int)] = []
    for text in subject.texts {
      let name = subject.isSample ? Self.kind(text) : text.name
      if subject.isSample, let index = groups.firstIndex(where: { $0.name == name }) {
        groups[index].bytes += [10] + text.bytes
        groups[index].count += 1
      } else {
        groups.append((name, text.bytes, 1))
      }
    }
    guard let main = groups.first, main.bytes.count >= 300 else {
      throw Trouble(
        .input, "there is too little text to learn from and to measure on",
        remedy: "Give a text of some thousand characters")
    }
    let cut = Self.cut(main.bytes)
    training = Array(main.bytes[..<cut])
    heldOutStart = main.count == 1 ? cut : nil
    let end = Domain(name: "\(main.name), held out", bytes: Array(main.bytes[cut...]))
    tests = [end] + groups.dropFirst().map { Domain(name: $0.name, bytes: $0.bytes) } + [Self.numbers]
  }

  private static func kind(_ text: Subject.Text) -> String {
    if !text.language.isEmpty { return text.language }
    return text.name.hasSuffix(".txt") ? "English prose" : "code"
  }

  /// Behind a line end near the place where the end begins, or between characters.
  private static func cut(_ bytes: [UInt8]) -> Int {
    let held = min(bytes.count / 3, max(heldOut, bytes.count / 10))
    let start = bytes.count - held
    if let line = bytes[..<start].lastIndex(of: 10), start - line < held / 2 { return line + 1 }
    var place = start
    while place > 0, bytes[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }

  /// Numbers of one to six digits, drawn once, ten a line.
  private static let numbers: Domain = {
    var random = SeededRandom(seed: 15)
    var text = ""
    for index in 1...2000 {
      let limit = [10, 100, 1000, 10_000, 100_000, 1_000_000][Int(random.next() % 6)]
      text += "\(Int(random.next() % UInt64(limit)))" + (index % 10 == 0 ? "\n" : " ")
    }
    return Domain(name: "random numbers", bytes: Array(text.utf8))
  }()

  static func scalarCount(_ bytes: [UInt8]) -> Int {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.count
  }

  /// The numbers of characters to learn from: 1000, 3000, 10,000 … below the limit, and the limit or all there are.
  func sizes(limit: Int?) -> [Int] {
    let all = Self.scalarCount(training)
    let most = min(all, limit ?? all)
    var (sizes, size, isThree) = ([Int](), 1000, false)
    while size < most {
      sizes.append(size)
      size = isThree ? size / 3 * 10 : size * 3
      isThree.toggle()
    }
    return sizes + [most]
  }

  /// The first so many characters.
  func prefix(_ characters: Int) -> [UInt8] {
    var (left, place) = (characters, 0)
    while left > 0, place < training.count {
      place += UTF8Scalar.length(training.span, place, training.count)
      left -= 1
    }
    return Array(training[..<place])
  }
}
