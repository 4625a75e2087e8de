import Figures
import Screen

/// The mouse in the pane of visual tokens.
extension State {
  /// A press chooses the token, picture or view under it.
  mutating func pressMap(_ mouse: Mouse) -> [Effect] {
    guard let place = place(of: .tokenGrid), let report = map.report else { return reinspect() }
    let (tabs, _, body) = TokenGridPane.areas(place.inset(by: 1))
    if mouse.row == tabs.row, let tab = TokenGridPane.tab(atColumn: mouse.column, tabs) {
      return showTab(tab)
    }
    switch map.tab {
    case .map:
      let area = TokenGridMap.areas(body, report, cellRatio).grid
      let grid = TokenGridMap.bare(report.grid(map.score))
      let cell = FigurePainter.cell(
        of: grid, atColumn: mouse.column - area.column, row: mouse.row - area.row, width: area.width,
        TokenGridMap.options(self, report, area))
      return cell.map { chooseCell($0) } ?? []
    case .album:
      guard
        let place = TokenGridAlbum.painter(report, self, body).place(
          atColumn: mouse.column - body.column, row: mouse.row - body.row)
      else { return [] }
      let effects = place.grid == report.index ? [] : turnPicture(by: place.grid - report.index)
      return effects + (place.cell.map { chooseCell($0) } ?? [])
    default: return reinspect()
    }
  }
}
