import Basics
import Tokens

/// The merges of a file as ids.
struct MergeIDs {
  /// What each merge joins.
  private(set) var pairs: [Merge] = []
  /// The entry that each makes.
  private(set) var results: [TokenID] = []

  /// Looks the parts up. Done before the vocabulary is built, so that what it needs is given back by then.
  init(_ section: ModelSection, _ scanner: JSONScanner, prefix: [UInt8]) throws(Trouble) {
    let index = try SpellingIndex(section.spellings, scanner)
    pairs.reserveCapacity(section.merges.count / 2)
    results.reserveCapacity(section.merges.count / 2)
    var finder = ResultFinder(section, scanner, index, prefix: prefix)
    var parts: [Int] = []
    for start in stride(from: 0, to: section.merges.count, by: SpellingIndex.block) {
      let end = min(start + SpellingIndex.block, section.merges.count)
      parts.removeAll(keepingCapacity: true)
      index.find(section.merges[start..<end], scanner, into: &parts)
      for offset in stride(from: 0, to: end - start, by: 2) {
        let merge = (start + offset) / 2
        guard parts[offset] >= 0, parts[offset + 1] >= 0 else {
          let part = section.merges[start + offset + (parts[offset] < 0 ? 0 : 1)]
          throw Trouble(
            .input, at: section.place(ofMerge: merge, scanner),
            "the part \(scanner.string(part)) is not in the vocabulary",
            remedy: "Export the vocabulary and the merges together")
        }
        let result = finder.entry(section.merges[start + offset], section.merges[start + offset + 1])
        guard let result else { throw finder.trouble(merge) }
        pairs.append(Merge(section.ids[parts[offset]], section.ids[parts[offset + 1]]))
        results.append(section.ids[result])
      }
    }
  }

  /// The same by the finished vocabulary, which must have neither literal entries nor repeats; nil when a part or what two make is
  /// missing, for which the other way has words.
  ///
  /// Saves the index of spellings and most waits for memory: a third of the time.
  init?(_ section: ModelSection, _ scanner: JSONScanner, in entries: EntryTable) {
    if entries.hasLiteral || entries.table.hasRepeats { return nil }
    if section.spellings.contains(where: { $0.count == 0 }) { return nil }
    var block = PartBlock(isByteLevel: entries.isByteLevel)
    let size = unsafe 2 * MergeFinding.block
    let found = unsafe MergeFinding.found(in: entries.table, expecting: section.merges.count / 2) { finding in
      unsafe scanner.withBuffers { buffers in
        for start in stride(from: 0, to: section.merges.count, by: size) {
          let end = min(start + size, section.merges.count)
          if unsafe !block.add(section.merges[start..<end], buffers, to: &finding) { return false }
        }
        return true
      }
    }
    guard let found else { return nil }
    (pairs, results) = found
  }

  /// Leaves out what is spelled outside the byte alphabet, which never occurs in a text.
  mutating func dropLiteral(_ entries: EntryTable) {
    guard entries.hasLiteral else { return }
    let kept = pairs.indices.filter {
      !entries.isLiteral(pairs[$0].left) && !entries.isLiteral(pairs[$0].right)
        && !entries.isLiteral(results[$0])
    }
    (pairs, results) = (kept.map { pairs[$0] }, kept.map { results[$0] })
  }
}

extension ModelSection {
  /// Where a merge stands.
  func place(ofMerge merge: Int, _ scanner: JSONScanner) -> Trouble.Place {
    if let (file, first) = mergeLines { return .line(file: file, number: first + merge) }
    return .field(file: scanner.file, name: "model.merges[\(merge)]")
  }
}

/// Finds what merges make. Files list merges in the order of what they make, so the entry of the last merge or one of the
/// next few is tried first, and found without a jump through memory.
private struct ResultFinder {
  private let section: ModelSection
  private let scanner: JSONScanner
  private let index: SpellingIndex
  private let prefix: [UInt8]
  private var last = 0
  private var joined: [UInt8] = []

  init(_ section: ModelSection, _ scanner: JSONScanner, _ index: SpellingIndex, prefix: [UInt8]) {
    self.section = section
    self.scanner = scanner
    self.index = index
    self.prefix = prefix
  }

  /// The number of the entry that the two parts make, nil when there is none or the right part is shorter than the prefix.
  mutating func entry(_ left: JSONText, _ right: JSONText) -> Int? {
    guard right.count >= prefix.count else { return nil }
    let rest = right.part(prefix.count..<right.count)
    for number in last..<min(last + 4, section.spellings.count) {
      let whole = section.spellings[number]
      guard whole.count == left.count + rest.count else { continue }
      if scanner.areEqual(whole.part(0..<left.count), left),
        scanner.areEqual(whole.part(left.count..<whole.count), rest)
      {
        last = number
        return number
      }
    }
    joined.removeAll(keepingCapacity: true)
    scanner.append(left, to: &joined)
    scanner.append(rest, to: &joined)
    let found = index.find(joined, scanner)
    if found >= 0 { last = found }
    return found >= 0 ? found : nil
  }

  func trouble(_ merge: Int) -> Trouble {
    let right = scanner.string(section.merges[merge * 2 + 1])
    let place = section.place(ofMerge: merge, scanner)
    if joined.isEmpty || section.merges[merge * 2 + 1].count < prefix.count {
      return Trouble(
        .input, at: place, "the right part \(right) is shorter than the prefix that it should lose",
        remedy: "Check continuing_subword_prefix")
    }
    return Trouble(
      .input, at: place,
      "it makes \(String(decoding: joined, as: UTF8.self)), which is not in the vocabulary",
      remedy: "Export the vocabulary and the merges together")
  }
}
