import Basics
import Patches

/// What is known about how rows of a dump lie on a picture: said by a person, or by the metadata of the file.
///
/// Nothing is guessed in silence. A square number of rows is taken as a square grid and noted as taken so; 577 rows are refused with the sentence that
/// offers `--special CLS`, because 24 × 24 and a CLS row is likely but not told.
package struct DumpLayout: Sendable, Equatable {
  /// Rows and columns of patches.
  package struct Grid: Sendable, Equatable {
    package var rows: Int
    package var columns: Int

    package init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }

    var count: Int { rows * columns }
  }

  package var grid: Grid?
  /// The side of a patch in pixels.
  package var patch: Int?
  /// Names of rows before the patches that stand for none, of every tile; empty says that there are none.
  package var specials: [String]?
  /// Where the rows of the picture stand in a longer sequence, that of a language model say.
  package var span: Range<Int>?
  /// How many pictures or tiles stand one behind the other, all of one size.
  package var tiles: Int?
  /// The tensor, where a file has several.
  package var tensor: String?

  package init(
    grid: Grid? = nil, patch: Int? = nil, specials: [String]? = nil, span: Range<Int>? = nil,
    tiles: Int? = nil,
    tensor: String? = nil
  ) {
    self.grid = grid
    self.patch = patch
    self.specials = specials
    self.span = span
    self.tiles = tiles
    self.tensor = tensor
  }

  /// Rows of one dump, counted out.
  struct Placed: Equatable {
    var grid: Grid
    var patch: Int?
    var specials: [String]
    /// By tile, the row of its first special row, or of its first patch when it has none.
    var starts: [Int]
    /// What was taken to be so without being told.
    var notes: [String]
  }

  /// Longest side of a grid.
  private static let sideLimit = 4096

  /// Where everything stands among `rows` rows. Throws with the numbers that do not fit, and with the option that would settle it.
  func placed(among rows: Int, at place: Trouble.Place) throws(Trouble) -> Placed {
    func refuse(_ what: String, _ remedy: String) -> Trouble {
      Trouble(.input, at: place, what, remedy: remedy)
    }
    let span = span ?? 0..<rows
    guard span.lowerBound >= 0, span.upperBound <= rows, !span.isEmpty else {
      throw refuse(
        "the span \(span.lowerBound)..<\(span.upperBound) does not lie inside of \(rows) rows",
        "Name the rows of the picture, counted from 0: --span 35..<611")
    }
    let tiles = tiles ?? 1
    guard tiles > 0, span.count % tiles == 0 else {
      throw refuse(
        "\(span.count) rows are not \(tiles) tiles of one size", "Say how many there are: --tiles 5")
    }
    let count = span.count / tiles
    var notes: [String] = []
    let found: Grid
    if let grid { found = grid } else { found = try square(count, refuse, &notes) }
    let patches = count - (specials?.count ?? 0)
    guard (1...Self.sideLimit).contains(found.rows), (1...Self.sideLimit).contains(found.columns) else {
      throw refuse(
        "a grid of \(found.rows) × \(found.columns) has sides outside of 1 to \(Self.sideLimit)",
        "Say how the patches lie: --grid ROWSxCOLUMNS")
    }
    guard found.count == patches
    else {
      let rest = count - found.count
      let remedy =
        specials == nil && rest > 0
        ? "If \(rest == 1 ? "the first row is" : "the first \(rest) rows are") no patch, say so: --special \(Self.likely(rest))"
        : "Say how the patches lie: --grid ROWSxCOLUMNS"
      throw refuse(
        "\(patches) rows do not fill a grid of \(found.rows) × \(found.columns) = \(found.count) patches",
        remedy)
    }
    return Placed(
      grid: found, patch: patch, specials: specials ?? [],
      starts: (0..<tiles).map { span.lowerBound + $0 * count }, notes: notes)
  }

  /// A square grid, which is an assumption and noted.
  private func square(
    _ count: Int, _ refuse: (String, String) -> Trouble, _ notes: inout [String]
  ) throws(Trouble) -> Grid {
    let patches = count - (specials?.count ?? 0)
    if let side = Self.root(patches) {
      notes.append("taken as a square grid, \(patches) = \(side) × \(side), which nothing in the file says")
      return Grid(rows: side, columns: side)
    }
    if specials == nil, let rest = [1, 2, 5].first(where: { Self.root(count - $0) != nil }),
      let side = Self.root(count - rest)
    {
      throw refuse(
        "\(count) rows are no square grid; they may be \(side) × \(side) patches with \(rest) \(rest == 1 ? "row" : "rows") before them that stand for none",
        "If that is so, say it: --special \(Self.likely(rest)); otherwise --grid ROWSxCOLUMNS")
    }
    throw refuse("\(max(0, patches)) rows are no square grid", "Say how the patches lie: --grid ROWSxCOLUMNS")
  }

  /// Special rows as they are usual in such a number, as `specials(from:)` reads them.
  private static func likely(_ count: Int) -> String {
    switch count {
    case 1: "CLS"
    case 2: "CLS,distillation"
    default: "CLS,register*\(count - 1)"
    }
  }

  private static func root(_ count: Int) -> Int? {
    guard count > 0 else { return nil }
    let side = Int(Double(count).squareRoot().rounded())
    return side * side == count ? side : nil
  }
}

/// As options and metadata write it.
extension DumpLayout {
  /// `CLS,register*4` is CLS and four registers; `none` is no special row.
  package static func specials(from text: String) throws(Trouble) -> [String] {
    if text == "none" { return [] }
    var names: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "*", omittingEmptySubsequences: false)
      let count = halves.count == 2 ? Int(halves[1]) : halves.count == 1 ? 1 : nil
      guard let count, (1...64).contains(count), let name = halves.first, !name.isEmpty else {
        throw Trouble(
          .usage, at: .option("--special"), "“\(text)” names no rows",
          remedy: "Write names with commas, and a number behind those that repeat: CLS,register*4")
      }
      names += halves.count == 1 ? [String(name)] : (1...count).map { "\(name) \($0)" }
    }
    return names
  }

  /// `24x24`: rows and columns.
  package static func grid(from text: String) throws(Trouble) -> Grid {
    let sides = text.split(separator: text.contains("×") ? "×" : "x").map { Int($0) }
    guard sides.count == 2, let rows = sides[0], let columns = sides[1], rows > 0, columns > 0 else {
      throw Trouble(
        .usage, at: .option("--grid"), "“\(text)” is no grid", remedy: "Write rows and columns: --grid 24x24")
    }
    return Grid(rows: rows, columns: columns)
  }

  /// `35..<611`, or `35...610`: rows counted from 0.
  package static func span(from text: String) throws(Trouble) -> Range<Int> {
    for (sign, more) in [("..<", 0), ("...", 1)] {
      guard let middle = text.firstRange(of: sign) else { continue }
      let (first, last) = (Int(text[..<middle.lowerBound]), Int(text[middle.upperBound...]))
      guard let first, let last, first >= 0, last < Int.max, first < last + more else { break }
      return first..<last + more
    }
    throw Trouble(
      .usage, at: .option("--span"), "“\(text)” is no range of rows",
      remedy: "Write the first and the one behind the last: --span 35..<611")
  }

  /// What metadata say, where this does not: `grid` and `span` as [24, 24], `specials` as a list of names, `patch` and `tiles` as numbers.
  func completed(by metadata: [String: String], _ file: String) throws(Trouble) -> DumpLayout {
    func numbers(_ key: String) throws(Trouble) -> [Int]? {
      guard let text = metadata[key] else { return nil }
      var scanner = try JSONScanner(Array(text.utf8), file: "\(file), metadata \(key)")
      var numbers: [Int] = []
      guard scanner.peek() == UInt8(ascii: "[") else { return [try scanner.integer()] }
      try scanner.beginList()
      while try scanner.nextElement() {
        if numbers.count == 2 { throw scanner.trouble("two numbers expected") }
        numbers.append(try scanner.integer())
      }
      return numbers
    }
    func pair(_ key: String) throws(Trouble) -> (Int, Int)? {
      guard let found = try numbers(key) else { return nil }
      guard found.count == 2, found[0] >= 0, found[1] >= found[0] || key == "grid" else {
        throw Trouble(
          .input, at: .field(file: file, name: key), "two numbers expected, [24, 24] say",
          remedy: "Write it as Samples/dump_hidden_states.py does")
      }
      return (found[0], found[1])
    }
    var layout = self
    if let (rows, columns) = try pair("grid"), grid == nil {
      layout.grid = Grid(rows: rows, columns: columns)
    }
    if let (first, end) = try pair("span"), span == nil { layout.span = first..<end }
    if let names = metadata["specials"], specials == nil { layout.specials = try Self.names(names, file) }
    if patch == nil, let side = try numbers("patch")?.first, side > 0 { layout.patch = side }
    if tiles == nil { layout.tiles = try numbers("tiles")?.first }
    return layout
  }

  private static func names(_ json: String, _ file: String) throws(Trouble) -> [String] {
    var scanner = try JSONScanner(Array(json.utf8), file: "\(file), metadata specials")
    var names: [String] = []
    try scanner.beginList()
    while try scanner.nextElement() {
      if names.count == 64 { throw scanner.trouble("more than 64 special rows") }
      let text = try scanner.text()
      names.append(Legible.string(of: scanner.string(text)))
    }
    return names
  }
}
