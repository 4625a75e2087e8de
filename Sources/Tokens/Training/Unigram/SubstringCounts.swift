import Basics

/// Finds the substrings that a Unigram training begins with: those that occur at least twice and could not be made
/// longer on the right without occurring less often.
///
/// All places of all words are sorted by what follows them in their word, as in a suffix array, but only as deep as an
/// entry may be long. Places that share their first n characters then stand together, so substrings are
/// intervals, found with a stack of open ones. Occurrences in a word count as often as the word occurs.
/// Complexity: O(n log n) comparisons of at most `maximumLength` characters.
/// Source: Abouelhoda, Kurtz and Ohlebusch, "Replacing suffix trees with enhanced suffix arrays", Journal of
/// Discrete Algorithms 2 (2004), section 3.
struct SubstringCounts {
  /// Where one occurrence begins, how long it is, and how often it occurs.
  struct Substring: Equatable {
    var start: Int
    var length: Int
    var count: Int
  }

  private let words: UnigramWords
  /// By place, how many characters follow in the word, at most the maximum.
  private var lengths: [Int32]
  private var weights: [Int]
  private var order: [Int32]

  init(_ words: UnigramWords, maximumLength: Int, _ ticket: Ticket) throws(Trouble) {
    self.words = words
    lengths = Array(repeating: 0, count: words.units.count)
    weights = Array(repeating: 0, count: words.units.count)
    for word in 0..<words.count {
      var length = 0
      for place in words.range(word).reversed() {
        length = words.units[place] == UnigramWords.unknown ? 0 : length + 1
        lengths[place] = Int32(min(length, maximumLength))
        weights[place] = words.counts[word]
      }
    }
    order = []
    for place in lengths.indices where lengths[place] > 1 { order.append(Int32(place)) }
    try sort(ticket)
  }

  /// Sorted in parts by first character, so that cancelling is heard.
  private mutating func sort(_ ticket: Ticket) throws(Trouble) {
    var groups: [UInt32: [Int32]] = [:]
    for place in order { groups[words.units[Int(place)], default: []].append(place) }
    order = []
    for unit in groups.keys.sorted() {
      try ticket.step(0)
      guard var group = groups.removeValue(forKey: unit) else { continue }
      group.sort { isBefore(Int($0), Int($1)) }
      order += group
    }
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    let common = common(a, b)
    let (left, right) = (Int(lengths[a]), Int(lengths[b]))
    if common == left || common == right { return left < right }
    return words.units[a + common] < words.units[b + common]
  }

  /// How many characters two places share.
  private func common(_ a: Int, _ b: Int) -> Int {
    let limit = Int(min(lengths[a], lengths[b]))
    var length = 0
    while length < limit && words.units[a + length] == words.units[b + length] { length += 1 }
    return length
  }

  /// Every substring of two characters or more, one for each.
  func all() -> [Substring] {
    var found: [Substring] = []
    // Open intervals, each with the characters it shares and how often they occurred so far.
    var open: [Substring] = []
    for (index, place) in order.map(Int.init).enumerated() {
      let shared = index + 1 < order.count ? common(place, Int(order[index + 1])) : 0
      var closed = Substring(start: place, length: Int(lengths[place]), count: weights[place])
      if open.last?.length == closed.length { closed.count &+= open.removeLast().count }
      while closed.length > shared {
        if closed.length > 1 && closed.count > 1 { found.append(closed) }
        closed.length = max(open.last?.length ?? 0, shared)
        if open.last?.length == closed.length { closed.count &+= open.removeLast().count }
      }
      if closed.length > 0 { open.append(closed) }
    }
    return found
  }
}
