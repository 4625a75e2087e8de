import Documents
import Glibc
import Screen

/// The column beside the text that shows how dense tokens are from the first byte of the file to the last.
///
/// Row `r` of `R` stands for the bytes from r/R to (r+1)/R of the file; its value is tokens per byte against the mean of the file, on a
/// scale of ratios: 0.5 is the mean, 1 is `steepest` times as dense, 0 as much less.
package struct Minimap: Sendable, Equatable {
  /// For each row its place on the scale; nil where the text has not been counted.
  package var shares: [Double?]
  /// The rows that hold what the text pane shows.
  package var visible: Range<Int>

  /// A ratio to the mean at and beyond which a bar is full.
  package static let steepest = 1.6

  package init(_ census: Census, visible bytes: Range<Int>, rows: Int) {
    let size = max(1, census.text.count)
    let mean = Double(census.tokenCount) / Double(max(1, census.coveredBytes))
    shares = census.densities(rows).map { density in
      density.map { Self.share(ofRatio: mean > 0 ? $0 / mean : 0) }
    }
    let low = min(rows - 1, bytes.lowerBound * rows / size)
    let high = max(low + 1, (bytes.upperBound * rows + size - 1) / size)
    visible = low..<min(rows, high)
  }

  /// The place of a ratio to the mean on the scale.
  package static func share(ofRatio ratio: Double) -> Double {
    guard ratio > 0 else { return 0 }
    return min(1, max(0, 0.5 + 0.5 * log(ratio) / log(steepest)))
  }
}

extension State {
  /// The columns of the map and of the mark beside it.
  static let minimapWidth = 3

  /// Where the map is drawn; nil when it is off, the screen too narrow, or the text all in sight.
  package var minimapArea: Rect? {
    let (inner, _) = textRoom
    guard hasMinimap(beside: inner) else { return nil }
    return Rect(
      column: inner.endColumn - Self.minimapWidth, row: inner.row, width: Self.minimapWidth,
      height: inner.height)
  }

  /// Whether a map is drawn at the right of the text in this room. It is not where all of the text is in sight anyway.
  func hasMinimap(beside room: Rect) -> Bool {
    guard view.showsMinimap, size.columns >= 60, room.width >= 30, room.height >= 4 else { return false }
    let text = document.text
    return text.lineCount > room.height || text.count > room.height * room.width
  }

  /// The bytes that the rows on the screen hold.
  var shownBytes: Range<Int> {
    let rows = textLayout.rows(from: view.top, limit: textRowLimit)
    return view.top..<max(view.top, rows.last?.range.upperBound ?? view.top)
  }

  /// Goes to the part of the text that a row of the map stands for: the first line that begins there is at the top.
  mutating func jump(toMinimapRow row: Int) -> [Effect] {
    guard let area = minimapArea else { return [] }
    let size = document.text.count
    let place = min(area.height - 1, max(0, row - area.row)) * size / area.height
    let line = document.text.lineRange(holding: place)
    var target = document.text.characterStart(at: place)
    if place - line.lowerBound <= TextLayout.blockLimit { target = line.lowerBound }
    view.top = textLayout.row(holding: target).range.lowerBound
    return moveCaret(to: view.top, extending: false) + sayDensity()
  }

  /// How dense the tokens in sight are, against the mean of the file.
  func densityWords() -> String? {
    let bytes = shownBytes
    guard minimapArea != nil, !bytes.isEmpty, bytes.upperBound <= census.coveredBytes, census.tokenCount > 0
    else { return nil }
    let tokens =
      census.stretches.roughTokens(before: bytes.upperBound)
      - census.stretches.roughTokens(before: bytes.lowerBound)
    let ratio =
      tokens / Double(bytes.count) / (Double(census.tokenCount) / Double(census.coveredBytes))
    let percent = Int((abs(ratio - 1) * 100).rounded())
    if percent == 0 { return "here as dense as the file's mean" }
    return "here \(percent) % \(ratio > 1 ? "denser" : "sparser") than the file's mean"
  }

  private mutating func sayDensity() -> [Effect] {
    let share = 100 * view.top / max(1, document.text.count)
    return say("At \(share) % of the file" + (densityWords().map { ", \($0)" } ?? ""))
  }
}
