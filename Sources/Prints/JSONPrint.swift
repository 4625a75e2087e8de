import Basics
import Figures

/// One JSON object with a `version`, for programs.
///
/// Tokens of a text: `{"version":1,"tokenizer":…,"ids":[…],"offsets":"bytes","spans":[[0,3],…]}`; the last two with
/// spans only, byte pairs into the original.
/// Other figures: `{"version":1,"figures":[…]}`, where every figure says what it is in `"figure"`:
/// `note` has `lines`; `table` has `columns` and `rows` of objects with the columns' keys; `tree` has `nodes` in
/// preorder with `depth`, `label` and `details`; `bars` has `unit` and `bars`; `segments` has `ids` and `spans`, and `special` and `marked`, indices of such tokens, where there are
/// any; `alignment` has `rows`, each with `name`, the bytes of its `text` and the fields of `segments`, and `regions`, each with
/// `shared` and `ranges` (byte pairs, one a row); `chart` has the axes `x` and `y` (`title`, `logarithmic`) and `series` with `name`,
/// `style` (`line`, `points`, `guide`) and `points` (`x`, `y`, `label` where there is one); `heatmap` has `row_title`,
/// `column_title`, `row_labels`, `column_labels`, `unit`, `decimals` and `values`, an array a row; `token_grid` has `rows`, `columns`, `ground`,
/// the size of its `pixels` where it has a picture, `states` (`name`, `sign`, `count`), by token `cells` (the number of its state, or null)
/// and `values` (empty when there are none), `unit`, `decimals`, `marks` (`token`, `mark`), the tokens that are `gone`, and `origin`. All
/// four have `title`, the last three `footnotes`.
/// Values: numbers are numbers, shares are 0…1, nothing and what is not a number are null, bytes are
/// `{"bytes_b64":…,"text":…}` where `text` is left out unless the bytes are UTF-8.
package struct JSONPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(
    name: "json", summary: "one object with a version field", isForPeople: false)

  /// Changes when a reader of the older output would fail.
  static let version = 1

  private let options: PrintOptions

  package init(_ options: PrintOptions) { self.options = options }

  /// The whole document.
  package func document(_ figures: [Figure]) throws(Trouble) -> [UInt8] {
    if figures.count == 1, case .segments(let segments) = figures[0] { return try whole(segments) }
    var out = Array("{\"version\":\(Self.version),\"figures\":[".utf8)
    for (index, figure) in figures.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out.append(json: figure)
    }
    out.append(text: "]}\n")
    return out
  }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint {
    JSONSegments(title: title, spans: options.spans)
  }
}

/// Ids go out as they come; spans wait, because they stand in a second array. They wait as deltas of
/// a byte or two, so that a text of 200 MB takes some 100 MB.
private struct JSONSegments: SegmentPrint {
  let title: String
  let spans: Bool
  var isFirst = true
  var held = SpanTape()

  mutating func open(to out: inout [UInt8]) {
    out.append(text: "{\"version\":\(JSONPrint.version),\"tokenizer\":")
    out.append(jsonText: title)
    out.append(text: ",\"ids\":[")
  }

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      out.append(decimal: Int(segment.id))
      if spans { held.append(offset + segment.range.lowerBound, offset + segment.range.upperBound) }
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool {
    if spans {
      if held.isUntouched { out.append(text: "],\"offsets\":\"bytes\",\"spans\":[") }
      if held.writeSome(to: &out) { return false }
    }
    out.append(text: "]}\n")
    return true
  }
}

/// Byte ranges kept as the distance to the one before and the length, seven bits a byte.
private struct SpanTape {
  private var bytes: [UInt8] = []
  private var last = 0
  private var place = 0
  private var position = 0

  /// Whether nothing has been written yet.
  var isUntouched: Bool { place == 0 }

  mutating func append(_ start: Int, _ end: Int) {
    let step = start - last
    put(step >= 0 ? step << 1 : (-step) << 1 | 1)
    put(end - start)
    last = end
  }

  /// Writes some thousand ranges; whether more are left.
  mutating func writeSome(to out: inout [UInt8]) -> Bool {
    let goal = min(bytes.count, place + 1 << 16)
    while place < goal {
      let isFirst = place == 0
      let step = take()
      let start = step & 1 == 0 ? position + step >> 1 : position - step >> 1
      let end = start + take()
      if !isFirst { out.append(UInt8(ascii: ",")) }
      out.append(UInt8(ascii: "["))
      out.append(decimal: start)
      out.append(UInt8(ascii: ","))
      out.append(decimal: end)
      out.append(UInt8(ascii: "]"))
      position = end
    }
    return place < bytes.count
  }

  private mutating func put(_ number: Int) {
    var rest = number
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func take() -> Int {
    var number = 0
    var shift = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      number |= Int(byte & 127) << shift
      shift += 7
      if byte < 128 { break }
    }
    return number
  }
}
