import Basics
import Tokens

/// A tekken.json as it stands in the file: tokens as bytes in one blob, the rest as small trees.
struct TekkenFile {
  let file: String
  /// Everything but the tokens.
  private(set) var sections: [String: Setting] = [:]
  private var blob: [UInt8] = []
  /// By rank, the end of each token in the blob.
  private var ends: [Int] = []

  private static let tokenLimit = 64 << 10

  init(_ bytes: [UInt8], file: String, _ ticket: Ticket) throws(Trouble) {
    self.file = file
    var scanner = try JSONScanner(bytes, file: file)
    var hasTokens = false
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      let name = scanner.string(key)
      guard sections[name] == nil, !(hasTokens && name == "vocab") else {
        throw scanner.trouble("the section \(name) stands twice", at: key.start, remedy: "Remove one of them")
      }
      if name == "vocab" {
        hasTokens = true
        try readTokens(&scanner, ticket)
      } else {
        sections[name] = try scanner.value()
      }
    }
    try scanner.end()
    guard !ends.isEmpty else {
      throw Trouble(.input, at: .field(file: file, name: "vocab"), "there is not one token", remedy: "Fetch the file again")
    }
  }

  /// How many tokens are listed.
  var count: Int { ends.count }

  private mutating func readTokens(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    try scanner.beginList()
    while try scanner.nextElement() {
      try readToken(&scanner)
      guard ends.count < VocabularyTable.idCeiling else { throw scanner.trouble("there are too many tokens") }
      if ends.count & 0x3FFF == 0 { try ticket.step(0.4) }
    }
  }

  /// `{"rank": 97, "token_bytes": "YQ==", "token_str": "a"}`.
  private mutating func readToken(_ scanner: inout JSONScanner) throws(Trouble) {
    let rank = ends.count
    let start = blob.count
    var hasRank = false
    var hasBytes = false
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch scanner.string(key) {
      case "rank":
        guard try scanner.integer() == rank, !hasRank else {
          throw scanner.trouble("token \(rank) has another rank", at: key.start, remedy: "List tokens in the order of their ranks")
        }
        hasRank = true
      case "token_bytes":
        let text = try scanner.text()
        guard !hasBytes, Base64.decode(scanner.bytes(text), into: &blob) else {
          throw scanner.trouble("token \(rank) is not written in base64", at: key.start, remedy: "Fetch the file again")
        }
        hasBytes = true
      default: try scanner.skip()
      }
    }
    guard hasRank, hasBytes, blob.count > start, blob.count - start <= Self.tokenLimit else {
      throw scanner.trouble("token \(rank) has no rank, no bytes or too many", remedy: "Fetch the file again")
    }
    if rank < 256 && !(blob.count == start + 1 && blob[start] == UInt8(rank)) {
      throw scanner.trouble("the first 256 tokens must be the bytes in order", remedy: "Fetch the file again")
    }
    ends.append(blob.count)
  }

  /// The special tokens and behind them the first `count` others.
  mutating func table(behind specials: [[UInt8]], count: Int) throws(Trouble) -> VocabularyTable {
    guard count >= 256 else {
      throw Trouble(
        .input, at: .field(file: file, name: "config.default_vocab_size"),
        "\(count) tokens are fewer than there are bytes, so some texts could not be encoded")
    }
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    for rank in 0..<count {
      let start = rank == 0 ? 0 : ends[rank - 1]
      starts.append(UInt32(start))
      lengths.append(UInt32(ends[rank] - start))
    }
    let distinct = Set((0..<count).map { blob[Int(starts[$0])..<Int(starts[$0] + lengths[$0])] }).count
    guard distinct == count else {
      throw Trouble(
        .input, at: .field(file: file, name: "vocab"), "\(count - distinct) tokens stand twice",
        remedy: "Fetch the file again")
    }
    var specialStarts: [UInt32] = []
    for special in specials {
      specialStarts.append(UInt32(blob.count))
      blob += special
    }
    return VocabularyTable(
      blob: blob, starts: specialStarts + starts, lengths: specials.map { UInt32($0.count) } + lengths,
      kinds: specials.map { _ in .control } + Array(repeating: .normal, count: count),
      outsideModel: Set((0..<TokenID(specials.count))))
  }
}
