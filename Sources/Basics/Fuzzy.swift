/// How well a name fits what a person typed: letters in order, gaps allowed.
///
/// `fuzzyScore("cl1", "cl100k_base")` is high, `fuzzyScore("cbs", "cl100k_base")` lower, `fuzzyScore("xyz", "cl100k_base")` nil.
/// A letter scores more at the beginning of the name or of a word, and directly after the letter before it; skipped letters
/// cost a little. Case does not count, spaces in the query separate parts that may come in any order.
/// The best placement is found by dynamic programming in the product of the two lengths.
/// Source: the scoring idea is that of Smith and Waterman, "Identification of common molecular subsequences", J. Mol. Biol. 1981.
package func fuzzyScore(_ query: String, _ candidate: String) -> Int? {
  let name = candidate.lowercased().unicodeScalars.prefix(512).map(\.value)
  var total = 0
  for part in query.lowercased().split(separator: " ") {
    guard let score = FuzzyPart.score(part.unicodeScalars.prefix(128).map(\.value), name) else { return nil }
    total += score
  }
  // Of names that fit equally well the shorter one is meant.
  return total * 16 - min(name.count, 60) / 4
}

/// One part of a query.
private enum FuzzyPart {
  private static let match = 16
  private static let atStart = 24
  private static let atWord = 12
  private static let inRow = 18
  private static let never = Int.min / 2

  /// `ended[j]` is the best score of the letters so far with the last one at place j; the answer is the best of the last row.
  static func score(_ query: [UInt32], _ name: [UInt32]) -> Int? {
    guard query.count <= name.count else { return nil }
    var ended = [Int](repeating: never, count: name.count)
    for (row, letter) in query.enumerated() {
      var next = [Int](repeating: never, count: name.count)
      var best = row == 0 ? 0 : never
      for place in name.indices {
        if name[place] == letter, best > never {
          let inRow = row > 0 && place > 0 && ended[place - 1] > never ? ended[place - 1] + Self.inRow : never
          next[place] = max(best, inRow) + match + bonus(place, name)
        }
        // Letters skipped before the next match cost one each.
        best = row == 0 ? 0 : max(best > never ? best - 1 : never, ended[place])
      }
      ended = next
    }
    let best = ended.max() ?? (query.isEmpty ? 0 : never)
    return query.isEmpty ? 0 : best > never / 2 ? best : nil
  }

  private static func bonus(_ place: Int, _ name: [UInt32]) -> Int {
    guard place > 0 else { return atStart }
    let before = name[place - 1]
    let isWordBefore = (0x30...0x39).contains(before) || (0x61...0x7A).contains(before) || before >= 0x80
    let isDigitStart = (0x30...0x39).contains(name[place]) && !(0x30...0x39).contains(before)
    return !isWordBefore || isDigitStart ? atWord : 0
  }
}

/// How many letters must be changed, added, taken away or exchanged with a neighbour to make one name of the other.
///
/// `editDistance("gtp2", "gpt2")` is 1. Source: Damerau, "A technique for computer detection and correction of spelling errors",
/// Communications of the ACM, 1964 (optimal string alignment).
package func editDistance(_ left: String, _ right: String) -> Int {
  let a = Array(left.lowercased().unicodeScalars.prefix(256))
  let b = Array(right.lowercased().unicodeScalars.prefix(256))
  var rows = [Array(0...b.count)]
  for i in 1..<(a.count + 1) {
    var row = [i]
    for j in 1..<(b.count + 1) {
      var cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, rows[i - 2][j - 2] + 1) }
      row.append(cost)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}

/// The candidates that a mistyped name may have meant, best first, at most `limit`.
package func nearNames(_ name: String, among candidates: [String], limit: Int = 3) -> [String] {
  let allowed = max(1, name.count / 3)
  let scored = candidates.compactMap { candidate -> (name: String, cost: Int)? in
    let distance = editDistance(name, candidate)
    if distance <= allowed { return (candidate, distance) }
    return fuzzyScore(name, candidate) == nil ? nil : (candidate, allowed + 1)
  }
  return scored.sorted { ($0.cost, $0.name) < ($1.cost, $1.name) }.prefix(limit).map(\.name)
}
