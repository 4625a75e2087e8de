import Basics
import Tokens

/// The merges of a file as pairs of ids.
extension EntryTable {
  func merges(_ section: ModelSection, _ scanner: JSONScanner) throws(Trouble) -> [Merge] {
    var finder = SpellingFinder(self)
    var merges: [Merge] = []
    merges.reserveCapacity(section.merges.count / (section.mergesAreLines ? 1 : 2))
    if section.mergesAreLines {
      for (index, line) in section.merges.enumerated() {
        let bytes = scanner.bytes(line)
        if bytes.starts(with: "#version".utf8) { continue }
        guard let space = bytes.firstIndex(of: 0x20), !bytes[(space + 1)...].contains(0x20) else {
          throw trouble(index, "two parts with one space between them expected, \(scanner.string(line)) found", scanner)
        }
        let left = try part(&finder, bytes[..<space], index, scanner)
        merges.append(Merge(left, try part(&finder, bytes[(space + 1)...], index, scanner)))
      }
    } else {
      for index in 0..<section.merges.count / 2 {
        let left = try part(&finder, scanner.bytes(section.merges[2 * index]), index, scanner)
        merges.append(Merge(left, try part(&finder, scanner.bytes(section.merges[2 * index + 1]), index, scanner)))
      }
    }
    return merges
  }

  private func part(
    _ finder: inout SpellingFinder, _ spelling: ArraySlice<UInt8>, _ index: Int, _ scanner: JSONScanner
  ) throws(Trouble) -> TokenID {
    if let id = finder.id(spelling.span) { return id }
    throw trouble(
      index, "the part \(String(decoding: spelling, as: UTF8.self)) is not in the vocabulary", scanner)
  }

  private func trouble(_ index: Int, _ what: String, _ scanner: JSONScanner) -> Trouble {
    Trouble(
      .input, at: .field(file: scanner.file, name: "model.merges[\(index)]"), what,
      remedy: "Export the vocabulary and the merges together")
  }
}

/// Looks many spellings up with one scratch buffer.
private struct SpellingFinder {
  private let entries: EntryTable
  private var scratch: [UInt8] = []

  init(_ entries: EntryTable) { self.entries = entries }

  mutating func id(_ spelling: Span<UInt8>) -> TokenID? {
    guard entries.undoesSpelling else { return entries.table.find(spelling) }
    scratch.removeAll(keepingCapacity: true)
    guard ByteAlphabet.undo(spelling, into: &scratch) else { return entries.id(spelled: spelling) }
    return entries.table.modelID(of: scratch.span)
  }
}
