import Basics
import Tokens

/// The merges of a GGUF file.
struct GGUFMerges {
  private(set) var pairs: [Merge] = []
  private(set) var notes: [String] = []

  private static let key = "tokenizer.ggml.merges"

  /// Of a merge that is listed twice the first counts. Merges of or to what is no entry are left out.
  init(_ file: GGUFFile, _ table: VocabularyTable, isByteLevel: Bool) throws(Trouble) {
    guard let places = try file.texts(Self.key) else {
      if try file.text("tokenizer.ggml.pre") == "kimi-k2" { return }
      throw file.trouble(Self.key, "the merges are missing", remedy: "Convert the model again with a current llama.cpp")
    }
    var seen: Set<Merge> = []
    var lost = 0
    pairs.reserveCapacity(places.count)
    var left: [UInt8] = []
    var right: [UInt8] = []
    for place in places {
      // The first byte may itself be a space.
      guard let space = file.bytes[place].dropFirst().firstIndex(of: 0x20) else { continue }
      let isSpelled =
        Self.spell(file.bytes, place.lowerBound..<space, isByteLevel, &left)
        && Self.spell(file.bytes, space + 1..<place.upperBound, isByteLevel, &right)
      guard isSpelled, let first = table.modelID(of: left.span), let second = table.modelID(of: right.span),
        table.modelID(of: (left + right).span) != nil
      else {
        lost += 1
        continue
      }
      if seen.insert(Merge(first, second)).inserted { pairs.append(Merge(first, second)) }
    }
    if lost > 0 { notes.append("\(lost) merges name or make what is not in the vocabulary and are left out.") }
  }

  private static func spell(_ bytes: [UInt8], _ range: Range<Int>, _ isByteLevel: Bool, _ part: inout [UInt8]) -> Bool {
    part.removeAll(keepingCapacity: true)
    guard isByteLevel else {
      part += bytes[range]
      return true
    }
    return ByteAlphabet.undo(bytes.span.extracting(range), into: &part)
  }
}
