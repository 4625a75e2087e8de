import Tokens

/// Ranks in tiktoken's form, read as quickly as benches need and no more carefully.
struct RankFile {
  let blob: [UInt8]
  let starts: [UInt32]
  let lengths: [UInt32]
  let kinds: [EntryKind]

  init(_ bytes: [UInt8]) {
    var blob: [UInt8] = []
    var (starts, lengths, kinds): ([UInt32], [UInt32], [EntryKind]) = ([], [], [])
    for line in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      let parts = line.split(separator: 32)
      guard parts.count == 2 else { continue }
      let rank = parts[1].reduce(0) { $0 * 10 + Int($1) - 48 }
      while starts.count < rank {
        starts.append(0)
        lengths.append(0)
        kinds.append(.hole)
      }
      starts.append(UInt32(blob.count))
      Self.decode(parts[0], into: &blob)
      lengths.append(UInt32(blob.count) - starts[starts.count - 1])
      kinds.append(.normal)
    }
    (self.blob, self.starts, self.lengths, self.kinds) = (blob, starts, lengths, kinds)
  }

  var table: VocabularyTable { VocabularyTable(blob: blob, starts: starts, lengths: lengths, kinds: kinds) }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func decode(_ text: ArraySlice<UInt8>, into blob: inout [UInt8]) {
    var (bits, count) = (0, 0)
    for byte in text {
      guard let digit = alphabet.firstIndex(of: byte) else { break }
      bits = bits << 6 | digit
      count += 6
      if count >= 8 {
        count -= 8
        blob.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
  }
}
