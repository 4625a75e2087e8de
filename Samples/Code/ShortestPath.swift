/// Shortest ways through a grid of terrain, by Dijkstra's algorithm with a binary heap.

struct Heap<Element> {
  private var items: [Element] = []
  private let precedes: (Element, Element) -> Bool

  init(by precedes: @escaping (Element, Element) -> Bool) {
    self.precedes = precedes
  }

  var isEmpty: Bool { items.isEmpty }

  mutating func push(_ element: Element) {
    items.append(element)
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(items[child], items[parent]) else { return }
      items.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> Element? {
    guard let top = items.first else { return nil }
    let last = items.removeLast()
    if items.isEmpty { return top }
    items[0] = last
    var parent = 0
    while true {
      let left = 2 * parent + 1
      let right = left + 1
      var least = parent
      if left < items.count, precedes(items[left], items[least]) { least = left }
      if right < items.count, precedes(items[right], items[least]) { least = right }
      if least == parent { return top }
      items.swapAt(parent, least)
      parent = least
    }
  }
}

enum Terrain: Character, CaseIterable {
  case road = "."
  case wood = "w"
  case marsh = "~"
  case rock = "#"

  /// Minutes it takes to step on to this square; nil where nobody can go.
  var cost: Int? {
    switch self {
    case .road: 1
    case .wood: 3
    case .marsh: 7
    case .rock: nil
    }
  }
}

struct Point: Hashable, CustomStringConvertible {
  var row: Int
  var column: Int

  var description: String { "(\(row), \(column))" }

  var neighbours: [Point] {
    [(-1, 0), (1, 0), (0, -1), (0, 1)].map { Point(row: row + $0.0, column: column + $0.1) }
  }
}

enum MapError: Error {
  case unknownTerrain(Character, at: Point)
  case noWay(from: Point, to: Point)
}

struct Map {
  let squares: [[Terrain]]

  init(_ drawing: String) throws {
    squares = try drawing.split(separator: "\n").enumerated().map { row, line in
      try line.enumerated().map { column, mark in
        guard let terrain = Terrain(rawValue: mark) else {
          throw MapError.unknownTerrain(mark, at: Point(row: row, column: column))
        }
        return terrain
      }
    }
  }

  subscript(point: Point) -> Terrain? {
    guard squares.indices.contains(point.row),
      squares[point.row].indices.contains(point.column)
    else { return nil }
    return squares[point.row][point.column]
  }

  /// The cheapest way from `start` to `goal`, both included, and how many minutes it takes.
  func shortestWay(from start: Point, to goal: Point) throws -> (points: [Point], minutes: Int) {
    var best = [start: 0]
    var previous: [Point: Point] = [:]
    var frontier = Heap<(point: Point, minutes: Int)> { $0.minutes < $1.minutes }
    frontier.push((start, 0))

    while let (here, minutes) = frontier.pop() {
      if here == goal { break }
      if minutes > best[here, default: .max] { continue }  // an older, dearer entry
      for next in here.neighbours {
        guard let cost = self[next]?.cost else { continue }
        let total = minutes + cost
        if total < best[next, default: .max] {
          best[next] = total
          previous[next] = here
          frontier.push((next, total))
        }
      }
    }

    guard let minutes = best[goal] else { throw MapError.noWay(from: start, to: goal) }
    var way = [goal]
    while let last = way.last, let before = previous[last] { way.append(before) }
    return (way.reversed(), minutes)
  }
}

let drawing = """
  ....#....
  .ww.#.~~.
  .ww...~~.
  .####.#..
  ......#..
  """

do {
  let map = try Map(drawing)
  let start = Point(row: 4, column: 0)
  let goal = Point(row: 0, column: 8)
  let way = try map.shortestWay(from: start, to: goal)
  let steps = Set(way.points)
  for (row, line) in map.squares.enumerated() {
    print(
      String(
        line.enumerated().map { column, terrain in
          steps.contains(Point(row: row, column: column)) ? "o" : terrain.rawValue
        }))
  }
  print("\(way.points.count - 1) steps, \(way.minutes) minutes")
} catch MapError.unknownTerrain(let mark, let point) {
  print("no such terrain: \"\(mark)\" at \(point)")
} catch {
  print("failed: \(error)")
}
