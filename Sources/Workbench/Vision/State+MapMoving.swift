import Basics
import Lenses
import Screen

/// Moving in the pane of visual tokens, and turning what it shows.
extension State {
  /// Moves to another token, at the edges of the grid no further.
  mutating func moveCell(rows: Int, columns: Int) -> [Effect] {
    if !MapTab.withCells.contains(map.tab) { return scrollMap(rows: rows == 0 ? columns : rows) }
    guard let grid = map.report?.picture.grid else { return [] }
    let row = max(0, min(map.cell / grid.columns + clamped(rows, grid.rows), grid.rows - 1))
    let column = max(0, min(map.cell % grid.columns + clamped(columns, grid.columns), grid.columns - 1))
    return chooseCell(row * grid.columns + column)
  }

  /// A step no longer than a side, so that sums stay small.
  private func clamped(_ steps: Int, _ side: Int) -> Int { max(-side, min(steps, side)) }

  /// Chooses a token.
  mutating func chooseCell(_ cell: Int) -> [Effect] {
    guard let report = map.report else { return [] }
    map.cell = max(0, min(cell, report.picture.grid.count - 1))
    return reviewMap()
  }

  /// Scrolls a list of the pane; in the list of tokens the chosen one moves.
  mutating func scrollMap(rows: Int) -> [Effect] {
    if map.tab == .words { return chooseCell(map.cell + max(-1 << 20, min(rows, 1 << 20))) }
    map.scroll = max(0, min(map.scroll + max(-1 << 20, min(rows, 1 << 20)), 1 << 20))
    return []
  }

  /// Another picture of the album; behind the last comes the first.
  mutating func turnPicture(by steps: Int) -> [Effect] {
    guard let album = map.album else { return [] }
    let count = album.pictures.count
    if count == 1 { return say("This is the only picture; o opens a folder of them") }
    map.picture = ((map.picture + steps) % count + count) % count
    map.cell = min(map.cell, album.pictures[map.picture].grid.count - 1)
    return reviewMap()
  }

  /// Another layer.
  mutating func turnLayer(by steps: Int) -> [Effect] {
    guard let album = map.album else { return [] }
    let count = album.pictures[map.picture].layers.count
    if count == 1 { return say("There is one layer only") }
    map.layer = max(0, min((map.layer ?? album.layer) + steps, count - 1))
    return reviewMap()
  }

  /// Another view.
  mutating func showTab(_ tab: MapTab) -> [Effect] {
    map.tab = tab
    map.scroll = 0
    map.knob = min(map.knob, map.shownKnobs.count - 1)
    return reviewMap()
  }

  /// The next or previous view.
  mutating func turnTab(by steps: Int) -> [Effect] {
    let all = MapTab.allCases
    return showTab(all[((map.tab.rawValue + steps) % all.count + all.count) % all.count])
  }

  /// What the colours mean: the next that can be measured here.
  mutating func turnScore() -> [Effect] {
    guard let report = map.report else { return [] }
    let all = MapScore.allCases
    var index = all.firstIndex(of: map.score) ?? 0
    repeat {
      index = (index + 1) % all.count
    } while all[index] != .states && report.numbers(all[index]) == nil
    map.score = all[index]
    return []
  }

  /// Turns one of the two rules, or in the view of the reader what is done with the tokens that the rule names.
  mutating func turnRule(_ place: Int) -> [Effect] {
    if map.tab == .reader && place == 1 {
      map.trial = map.trial.next
    } else {
      map.rules[place] = map.rules[place].next
    }
    return reviewMap()
  }

  // MARK: - Knobs

  /// Chooses the next knob.
  mutating func nextMapKnob(by steps: Int) -> [Effect] {
    let count = map.shownKnobs.count
    map.knob = ((map.knob + steps) % count + count) % count
    return []
  }

  /// Turns the chosen knob; one that holds words is typed.
  mutating func turnMapKnob(by steps: Int) -> [Effect] {
    guard let knob = map.chosenKnob else { return [] }
    if case .text = knob.kind { return typeMapKnob("") }
    map.knobs.turn(knob.key, by: steps)
    map.retarget()
    return reviewMap()
  }

  /// Sets the chosen knob from words, or asks for them.
  mutating func typeMapKnob(_ words: String) -> [Effect] {
    guard let knob = map.chosenKnob else { return [] }
    guard !words.isEmpty else {
      overlays.append(.prompt(Prompt(.mapKnob(knob.title, knob.range), text: map.knobs.text(knob.key))))
      return []
    }
    return setMapKnob(knob.key, words == "-" ? "" : words)
  }

  /// Sets a knob by its name.
  mutating func setMapKnob(_ key: String, _ words: String) -> [Effect] {
    do throws(Trouble) {
      if key == "targets" { _ = try MapTargets(words) }
      try map.knobs.set(key, words)
    } catch { return show(error) }
    map.retarget()
    return reviewMap()
  }

  /// Sets the chosen knob back.
  mutating func resetMapKnob() -> [Effect] {
    map.chosenKnob.map { setMapKnob($0.key, $0.initial) } ?? []
  }
}

extension MapTab {
  /// The views in which arrows move from token to token.
  static let withCells: Set<MapTab> = [.map, .album, .words, .alike, .layers, .path, .rules]
}
