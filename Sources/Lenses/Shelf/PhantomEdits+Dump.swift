import Basics
import Tokens

/// One trial of a real model: the ids of the word that went in, and the ids that came out in its place.
package struct Replacement: Sendable, Equatable {
  /// The line of the file, from 0, and its bytes.
  package var line: Int
  package var range: Range<Int>
  package var target: String
  package var context: String
  package var idsIn: [TokenID]
  package var idsOut: [TokenID]

  /// Whether the bracketed word begins a sentence, as far as the context tells.
  package var startsSentence: Bool {
    guard let bracket = context.firstIndex(of: "[") else { return false }
    guard let last = context[..<bracket].last(where: { !$0.isWhitespace }) else { return true }
    return ".!?".contains(last)
  }
}

/// A file of trials: one JSON object a line with `target`, `ids_in` and `ids_out`, and perhaps `context`; other fields are
/// passed over.
package enum ReplacementDump {
  /// Whether a text looks like such a file.
  package static func isLikely(_ text: [UInt8]) -> Bool {
    guard text.first(where: { !SpacedEntries.isSpace($0) }) == UInt8(ascii: "{") else { return false }
    let line = String(decoding: text.prefix(1 << 16).prefix { $0 != 0x0A }, as: UTF8.self)
    return line.contains("\"ids_in\"") && line.contains("\"ids_out\"")
  }

  /// The trials. Throws at the first line that is none.
  package static func read(_ text: [UInt8], named name: String, _ ticket: Ticket) throws(Trouble)
    -> [Replacement]
  {
    var trials: [Replacement] = []
    var (start, number) = (0, 0)
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A) ?? text.count
      if number & 255 == 0 { try ticket.step(Double(start) / Double(text.count)) }
      if text[start..<end].contains(where: { !SpacedEntries.isSpace($0) }) {
        var reader = FlatObjectReader(text[start..<end])
        guard let fields = reader.fields(), case .numbers(let before) = fields["ids_in"],
          case .numbers(let after) = fields["ids_out"]
        else {
          throw Trouble(
            .input, at: .line(file: name, number: number + 1),
            "an object with ids_in and ids_out as lists of ids expected",
            remedy: "Write one object a line: {\"target\":\"…\",\"ids_in\":[…],\"ids_out\":[…]}")
        }
        trials.append(
          Replacement(
            line: number, range: start..<end, target: fields["target"]?.text ?? "",
            context: fields["context"]?.text ?? "",
            idsIn: before, idsOut: after))
      }
      start = end + 1
      number += 1
    }
    return trials
  }
}

/// A row of logits as NumPy writes it: `.npy` of version 1 to 3, 32- or 64-bit floats of this machine's byte order.
package enum LogitsRow {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Whether the bytes begin as such a file does.
  package static func isLikely(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

  /// The numbers of the last row. Throws when the file holds something else.
  package static func read(_ bytes: [UInt8], named name: String) throws(Trouble) -> [Double] {
    guard isLikely(bytes), bytes.count > 12 else { throw refused(name, "this is no .npy file") }
    let isLong = bytes[6] > 1
    let length =
      isLong
      ? Int(bytes[8]) | Int(bytes[9]) << 8 | Int(bytes[10]) << 16 | Int(bytes[11]) << 24
      : Int(bytes[8]) | Int(bytes[9]) << 8
    let start = (isLong ? 12 : 10) + length
    guard start <= bytes.count else { throw refused(name, "the header is cut off") }
    let header = String(decoding: bytes[(isLong ? 12 : 10)..<start], as: UTF8.self)
    let size = header.contains("'<f4'") ? 4 : header.contains("'<f8'") ? 8 : 0
    guard size > 0, !header.contains("'fortran_order': True") else {
      throw refused(name, "its numbers are not 32- or 64-bit floats in C order")
    }
    guard let open = header.lastIndex(of: "("), let close = header[open...].firstIndex(of: ")"),
      let width = header[open..<close].dropFirst().split(separator: ",").compactMap({
        Int($0.filter(\.isNumber))
      }).last,
      width > 0, width <= 1 << 24, bytes.count - start >= width * size
    else { throw refused(name, "its shape does not fit its size") }
    let row = bytes[(bytes.count - width * size)...]
    return (0..<width).map { number($0 * size, size, row) }
  }

  private static func number(_ offset: Int, _ size: Int, _ row: ArraySlice<UInt8>) -> Double {
    var bits: UInt64 = 0
    for index in (0..<size).reversed() { bits = bits << 8 | UInt64(row[row.startIndex + offset + index]) }
    return size == 8 ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }

  private static func refused(_ name: String, _ what: String) -> Trouble {
    Trouble(.input, at: .file(name), what, remedy: "Save one row of logits with numpy.save as float32")
  }
}
