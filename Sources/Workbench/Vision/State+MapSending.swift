import Basics
import Screen

/// Sending tokens from the map to the panes of vectors.
extension State {
  /// Shows what is near the chosen token: words, and tokens of all open pictures.
  mutating func sendToken() -> [Effect] {
    guard let report = map.report else { return say("No picture is open yet") }
    do throws(Trouble) {
      let sent = try SentVectors(report, cells: [report.cell])
      neighbours.sent = sent
      (neighbours.query, neighbours.earlier) = (sent.ids.first.map { "#\($0)" }, [])
    } catch { return show(error) }
    return open(.neighbours)
  }

  /// Lays out the tokens of the picture, all of them, each in the sign of its group.
  mutating func sendGroup() -> [Effect] {
    guard let report = map.report else { return say("No picture is open yet") }
    do throws(Trouble) {
      projection.sent = try SentVectors(report, cells: Array(0..<report.picture.grid.count))
    } catch { return show(error) }
    projection.selected = nil
    return open(.projection)
  }

  /// Opens a pane beside the map on a wide screen, below it on a narrow one.
  private mutating func open(_ pane: PaneKind) -> [Effect] {
    if !layout.panes.contains(pane.rawValue) {
      layout = Layout(PaneKind.tokenGrid.rawValue)
      layout.split(size.columns >= 140 ? .horizontal : .vertical, opening: pane.rawValue, share: 0.5)
    }
    layout.focus(pane.rawValue)
    return reinspect()
  }

  /// From what was sent back to the map it came from.
  mutating func leaveSent() -> [Effect] {
    (neighbours.sent, projection.sent) = (nil, nil)
    (neighbours.query, neighbours.earlier) = (nil, [])
    return openMap(map.order ?? MapOrder()) + reviewMap()
  }
}
