import Basics
import Documents
import Tokens

/// Texts that stand in the rows of a file, each with its language in another column.
package struct LabelledRows: Sendable {
  /// The names of the two fields.
  let text: [UInt8]
  let language: [UInt8]

  package init(text: String, language: String) {
    self.text = Array(text.utf8)
    self.language = Array(language.utf8)
  }

  /// The text and language of a line, nil for a blank one. `columns` are the places of the two in a table with tabs, nil for
  /// JSON. Throws when a field is missing.
  fileprivate func row(_ line: ArraySlice<UInt8>, _ columns: (Int, Int)?) throws(Trouble) -> (
    [UInt8], String
  )? {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return nil }
    if let columns {
      let cells = line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard max(columns.0, columns.1) < cells.count else { throw missing }
      return (Array(cells[columns.0]), String(decoding: cells[columns.1], as: UTF8.self))
    }
    let bytes = Array(line)
    guard let object = try LineObject.read(bytes, 0..<bytes.count) else { return nil }
    guard let text = try object.text(text), let language = try object.text(language) else { throw missing }
    return (text, String(decoding: language, as: UTF8.self))
  }

  /// The places of the two fields in a heading.
  fileprivate func columns(_ heading: ArraySlice<UInt8>) throws(Trouble) -> (Int, Int) {
    let names = heading.split(separator: 0x09, omittingEmptySubsequences: false).map {
      $0.filter { $0 != 0x0D }
    }
    guard let first = names.firstIndex(of: text), let second = names.firstIndex(of: language) else {
      throw missing
    }
    return (first, second)
  }

  private var missing: Trouble {
    let names = [text, language].map { "“\(Legible.string(of: $0))”" }.joined(separator: " or ")
    return Trouble(.input, "the field \(names) is missing", remedy: "Name the fields with --columns")
  }
}

extension Comparing {
  /// Compares the rows of files, all of one language together; each row is a text of its own. A row that cannot be read is
  /// reported with its line, and the others go on.
  package nonisolated(nonsending) func run(
    _ rows: LabelledRows, _ paths: [String], _ ticket: Ticket, report: (Trouble) -> Void
  ) async -> Comparison {
    var comparison = Comparison(files: [], spans: SpanTable(rows: tokenizers.count))
    comparison.isComplete = true
    for path in paths.isEmpty ? ["-"] : paths {
      do throws(Trouble) { try await add(path, rows, ticket, &comparison, report) } catch {
        if error.kind == .cancelled {
          comparison.isComplete = false
          break
        }
        report(error)
      }
    }
    return comparison
  }

  private nonisolated(nonsending) func add(
    _ path: String, _ rows: LabelledRows, _ ticket: Ticket, _ comparison: inout Comparison,
    _ report: (Trouble) -> Void
  ) async throws(Trouble) {
    let input = try InputBytes(path)
    defer { input.close() }
    let isTable = path.hasSuffix(".tsv") || path.hasSuffix(".tab")
    var blocks = LineBlocks(input)
    var columns: (Int, Int)?
    var sum = comparison
    defer { comparison = sum }
    try await inOrder { mayWait throws(Trouble) in
      try ticket.step(0)
      guard case .job(let block) = try blocks.next(mayWait) else { return mayWait ? .end : .later }
      guard case .lines(var lines, var first) = block else {
        return .job(RowBlock(lines: [], first: 0, columns: nil))
      }
      if isTable, columns == nil {
        let end = lines.firstIndex(of: 0x0A) ?? lines.count
        columns = try rows.columns(lines[..<end])
        lines.removeSubrange(..<min(lines.count, end + 1))
        first += 1
      }
      return .job(RowBlock(lines: lines, first: first, columns: columns))
    } work: { block in
      compared(block, rows, path, ticket)
    } deliver: { (result: ([(String, WindowComparison)], [Trouble])) throws(Trouble) in
      result.1.forEach(report)
      for (language, part) in result.0 {
        let index = sum.files.firstIndex { $0.path == language } ?? sum.files.count
        if index == sum.files.count {
          sum.files.append(
            FileDifference(path: language, totals: CutTotals(rows: tokenizers.count, placeLimit: 0)))
        }
        sum.add(part, file: index, differenceLimit)
      }
    }
  }

  private func compared(
    _ block: RowBlock, _ rows: LabelledRows, _ path: String, _ ticket: Ticket
  ) -> ([(String, WindowComparison)], [Trouble]) {
    var parts: [(String, WindowComparison)] = []
    var troubles: [Trouble] = []
    for (number, line) in block.lines.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if ticket.isCancelled { break }
      do throws(Trouble) {
        guard let (text, language) = try rows.row(line, block.columns) else { continue }
        let window = TextWindow(bytes: text, offset: 0, isLast: true)
        parts.append((language, try compare(window, 0, ticket)))
      } catch {
        troubles.append(
          Trouble(
            error.kind, at: .line(file: path, number: block.first + number), error.what, remedy: error.remedy)
        )
      }
    }
    return (parts, troubles)
  }
}

/// Some lines with the number of the first.
private struct RowBlock: Sendable {
  var lines: [UInt8]
  var first: Int
  var columns: (Int, Int)?
}
