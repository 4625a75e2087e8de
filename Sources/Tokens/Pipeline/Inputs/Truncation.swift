import Basics

/// How texts are cut that have more tokens than a model takes.
package struct Truncation: Sendable, Equatable {
  /// Which of two texts loses tokens.
  package enum Strategy: String, Sendable {
    case longestFirst = "LongestFirst"
    case onlyFirst = "OnlyFirst"
    case onlySecond = "OnlySecond"
  }

  /// Where tokens are kept.
  package enum Direction: String, Sendable {
    /// The beginning stays.
    case right = "Right"
    /// The end stays.
    case left = "Left"
  }

  /// The most tokens of an input, special ones counted.
  package var length: Int
  /// How many tokens each part shares with the one before.
  package var stride: Int
  package var strategy: Strategy
  package var direction: Direction

  package init(
    length: Int, stride: Int = 0, strategy: Strategy = .longestFirst, direction: Direction = .right
  ) {
    self.length = length
    self.stride = stride
    self.strategy = strategy
    self.direction = direction
  }

  /// Reads the section `truncation`.
  package init(_ declaration: Declaration) throws(Trouble) {
    length = try declaration.count("max_length")
    stride = try declaration.count("stride", default: 0)
    strategy = try declaration.choice("strategy", default: .longestFirst)
    direction = try declaration.choice("direction", default: .right)
  }
}

extension Truncation {
  /// The parts of each text, the kept one first; `added` special tokens need room too.
  func parts(_ texts: [[Token]], added: Int) throws(Trouble) -> [[[Token]]] {
    let room = max(0, length - added)
    let total = texts.reduce(0) { $0 + $1.count }
    guard total > room || room == 0 else { return texts.map { [$0] } }
    let lengths = try lengths(texts.map(\.count), room: room, excess: max(0, total - room))
    var result: [[[Token]]] = []
    for (text, length) in zip(texts, lengths) { result.append(try cut(text, to: length)) }
    return result
  }

  /// How many tokens each text keeps.
  private func lengths(_ counts: [Int], room: Int, excess: Int) throws(Trouble) -> [Int] {
    if room == 0 { return counts.map { _ in 0 } }
    switch strategy {
    case .longestFirst:
      guard counts.count > 1 else { return [room] }
      var short = min(counts[0], counts[1])
      var long = short > room ? short : max(short, room - short)
      if short + long > room { (short, long) = (room / 2, room / 2 + room % 2) }
      return counts[0] > counts[1] ? [long, short] : [short, long]
    case .onlyFirst: return [try reduced(counts[0], by: excess)] + counts.dropFirst()
    case .onlySecond:
      guard counts.count > 1 else {
        throw Trouble(.input, "there is no second text to cut", remedy: "Give two texts, or cut the first")
      }
      return [counts[0], try reduced(counts[1], by: excess)]
    }
  }

  private func reduced(_ count: Int, by excess: Int) throws(Trouble) -> Int {
    if count > excess { return count - excess }
    throw Trouble(
      .input, "the text to be cut has \(count) tokens, but \(excess) are too many",
      remedy: "Cut the longest text first")
  }

  /// The tokens in parts of at most `length`, overlapping by `stride`.
  private func cut(_ tokens: [Token], to length: Int) throws(Trouble) -> [[Token]] {
    if length >= tokens.count { return [tokens] }
    if length == 0 { return [[], tokens] }
    guard stride < length else {
      throw Trouble(
        .input, at: .option("stride"), "parts of \(length) tokens cannot share \(stride)",
        remedy: "Use a smaller stride or longer parts")
    }
    var parts: [[Token]] = []
    var offset = 0
    while true {
      let end = min(offset + length, tokens.count)
      let range = direction == .right ? offset..<end : tokens.count - end..<tokens.count - offset
      parts.append(Array(tokens[range]))
      if end == tokens.count { return parts }
      offset += length - stride
    }
  }
}

extension Declaration {
  /// A whole number that is not negative.
  func count(_ name: String, default standard: Int? = nil) throws(Trouble) -> Int {
    let number = try integer(name, default: standard)
    guard number >= 0, number <= UInt32.max else {
      throw trouble("a number from 0 to \(UInt32.max) expected, \(number) found", in: name)
    }
    return number
  }

  /// One of some words.
  func choice<Choice: RawRepresentable<String>>(
    _ name: String, default standard: Choice
  ) throws(Trouble) -> Choice {
    let word = String(decoding: try text(name, default: standard.rawValue), as: UTF8.self)
    guard let choice = Choice(rawValue: word) else {
      throw trouble("\(standard.rawValue) or another known word expected, \(word) found", in: name)
    }
    return choice
  }
}
