import Basics
import Figures
import Lab
import Patches
import Tensors

/// The figures of similarity as points.
extension ReadStudy {
  /// What is known so far.
  var plate: Plate {
    var figures: [Figure] = [
      .tokenGrid(cells), .table(pointTable), .heatmap(pictureMap), .tokenGrid(comparison), .tokenGrid(mask),
    ]
    if knobs.number("grow") < 1 { figures.append(.tokenGrid(grown)) }
    if let micro { figures.append(.table(queries(micro))) }
    if !trials.isEmpty { figures.append(.table(measures)) }
    if let truth { figures.append(.table(scores(truth))) }
    return Plate(figures: figures, label: label)
  }

  private var isDot: Bool { knobs.text("similarity") == PatchSimilarity.dot.rawValue }
  var side: Int { Int(Double(tokens.size(0)).squareRoot().rounded()) }
  /// Tokens that make a cell of M.
  private var settings: SimilarityPoints.Settings { points.settings }

  /// What is looked for, in words.
  private var sought: String {
    if let micro { return "“\(micro.query.name)”" }
    return "vector \(knobs.integer("vector"))"
  }

  /// The picture, when it has the size that the points are for.
  private var pixels: Pixels? {
    guard let pixels = picture?.picture.pixels, pixels.height == points.height, pixels.width == points.width
    else { return nil }
    return pixels
  }

  // MARK: - M

  private var cells: TokenGrid {
    let plane = points.cells
    let values = (0..<plane.rows * plane.columns).map { cell -> Float in
      let value = plane[cell / plane.columns, cell % plane.columns]
      return value < 0 ? .nan : value
    }
    var marks: [Int: String] = [:]
    for point in points.points where point.label != .neutral {
      marks[point.cell] = point.label == .positive ? "+" : "-"
    }
    let counts = [SimilarityPoints.Label.positive, .negative].map { label in
      points.points.count { $0.label == label }
    }
    let border =
      plane.padding == (0, 0) ? "" : "; cells without a number lie outside of the square that the tokens saw"
    return TokenGrid(
      title: "Points: \(counts[0]) + and \(counts[1]) - for \(sought)", rows: plane.rows,
      columns: plane.columns,
      pixels: pixels, values: values, unit: "M, 0 to 1 (\(isDot ? "product" : "cosine"), least to largest)",
      marks: marks, ground: .values,
      origin:
        "\(plane.coreRows) × \(plane.coreColumns) cells of \(settings.reduction) × \(settings.reduction) tokens each\(border)",
      footnotes: [
        "+ from \(knobs.text("positive")) on, hottest first; - up to \(knobs.text("negative")), coldest first; at most \(settings.limit) points.",
        points.points.isEmpty
          ? "The map is the same everywhere: there is no point."
          : "The least is always 0 and the largest 1: there is a + even where nothing fits.",
      ])
  }

  private var pointTable: Table {
    let (moved, scaled) = (points.continuous, points.scaled())
    let rows = points.points.enumerated().map { index, point -> [Value] in
      let sign = [SimilarityPoints.Label.positive: "+", .negative: "-"][point.label] ?? "neutral"
      return [
        .integer(index), .text(sign), .number(Double(point.value), decimals: 4), .integer(point.x),
        .integer(point.y), .number(moved[index].x, decimals: 4), .number(moved[index].y, decimals: 4),
        .number(scaled[index].x, decimals: 1), .number(scaled[index].y, decimals: 1),
      ]
    }
    func number(_ title: String, _ key: String) -> Table.Column { .init(title, key: key, isNumeric: true) }
    return Table(
      title: "Places: on \(points.width) × \(points.height) pixels",
      columns: [
        number("point", "point"), .init("label", key: "label"), number("M", "value"), number("x", "x"),
        number("y", "y"), number("x between pixels", "x_continuous"),
        number("y between pixels", "y_continuous"),
        number("x of 1024", "x_decoder"), number("y of 1024", "y_decoder"),
      ], rows: rows,
      footnotes: [
        "Between pixels: the mean of places with weights softmax(O / \(knobs.text("temperature"))) · e^(-distance²). Of 1024: the same on the canvas of a mask decoder (SAM), long side 1024.",
        "Neutral points only fill up what is left.",
      ])
  }

  // MARK: - O

  /// The most rows and columns of the picture's map that are drawn.
  private static let drawn = 48

  private var pictureMap: Heatmap {
    let map = points.picture
    let longer = max(map.rows, map.columns)
    let step = max(1, (longer + Self.drawn - 1) / Self.drawn)
    let (rows, columns) = (
      Array(stride(from: 0, to: map.rows, by: step)), Array(stride(from: 0, to: map.columns, by: step))
    )
    let values = rows.flatMap { row in
      columns.map { map[min(row + step / 2, map.rows - 1), min($0 + step / 2, map.columns - 1)] }
    }
    return Heatmap(
      title: "Map: O, the similarity over the pixels, \(sought)", rowTitle: "y", columnTitle: "x",
      rowLabels: rows.map { .integer($0) }, columnLabels: columns.map { .integer($0) }, values: values,
      unit: "0 to 1",
      footnotes: [
        "\(side) × \(side) tokens stretched to \(settings.mapSide) × \(settings.mapSide), then over the picture; 0 where the tokens saw nothing."
      ] + (step > 1 ? ["Every \(step)th pixel of \(map.columns) × \(map.rows)."] : []))
  }

  // MARK: - Products and cosines

  /// The tokens in the upper fifth of each measure's own range, side by side.
  private var comparison: TokenGrid {
    let products = PatchSimilarity.dot(tokens, vector)
    let cosines = PatchSimilarity.cosine(tokens, vector)
    func hot(_ values: [Float]) -> [Bool] {
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      return values.map { high > low && ($0 - low) / (high - low) >= settings.positive }
    }
    let (byProduct, byCosine) = (hot(products), hot(cosines))
    let states = zip(byProduct, byCosine).map { a, b -> Int? in a && b ? 0 : a ? 1 : b ? 2 : nil }
    let tops = [products, cosines].map { Tensor($0, [1, $0.count]).largest()[0] }
    return TokenGrid(
      title: "Cosines: hottest by product token \(tops[0]), by cosine token \(tops[1])", rows: side,
      columns: side,
      pixels: seenPixels,
      states: [
        .init("both hot", sign: "●", ascii: "@", series: 0),
        .init("product only", sign: "▲", ascii: "^", series: 1),
        .init("cosine only", sign: "◆", ascii: "o", series: 2),
      ], cells: states, values: cosines, unit: "cosine", decimals: 3, ground: .values,
      origin: "\(side) × \(side) tokens",
      footnotes: [
        "Hot: \(knobs.text("positive")) and more of its measure, least to largest. A product is a cosine times two lengths: it prefers long tokens.",
        tops[0] == tops[1]
          ? "Both measures have the same hottest token here."
          : "The two disagree on the hottest token: which of them points depends on the measure.",
      ])
  }

  /// The centre square of the picture, which the tokens saw.
  var seenPixels: Pixels? { picture?.picture.pixels.centreSquare }

  /// By token, what says that it belongs to the object: f · s + b above 0 where b is known, else f · s above 0.
  var isFound: [Bool] {
    let bias = micro?.model.bias ?? 0
    return PatchSimilarity.dot(tokens, vector).map { $0 + bias > 0 }
  }

  private var mask: TokenGrid {
    let found = isFound
    let rule = micro == nil ? "f · s above 0" : "f · s + b above 0"
    return TokenGrid(
      title: "Mask: \(found.count { $0 }) tokens with \(rule), not a SAM mask", rows: side, columns: side,
      pixels: seenPixels, states: [.init("found", sign: "█", ascii: "#", series: 0)],
      cells: found.map { $0 ? 0 : nil }, ground: .states, origin: "\(side) × \(side) tokens",
      footnotes: ["The paper gives points and s to a trained mask decoder; there is none here."])
  }

  // MARK: - Micro model

  private func queries(_ micro: Micro) -> Table {
    let all = TwoTower.Query.all
    let rows = all.indices.map { index -> [Value] in
      let answer = micro.answers[index]
      let best = answer.indices.max { answer[$0] < answer[$1] } ?? 0
      return [
        .text(all[index].name), .text(all[index] == micro.query ? "asked" : ""),
        .number(Double(answer[best]), decimals: 2), .integer(best), .integer(answer.count { $0 > 0 }),
      ]
    }
    return Table(
      title: "Queries: all that the model can be asked",
      columns: [
        .init("query", key: "query"), .init("", key: "asked"),
        .init("largest f · s + b", key: "largest", isNumeric: true),
        .init("at token", key: "token", isNumeric: true),
        .init("tokens above 0", key: "tokens", isNumeric: true),
      ], rows: rows,
      footnotes: [
        "Below 0 everywhere: the model says that it is not there, and M has a + all the same. It was never asked for what is not there while it learned."
      ])
  }

  private var measures: Table {
    let rows = PatchSimilarity.allCases.compactMap { similarity in
      trials[similarity].map { Self.row(similarity.rawValue, $0.scores) }
    }
    let seed = trials.values.first?.seed ?? 0
    return Table(
      title: "Measured: on 300 fresh scenes, seed \(seed)", columns: Self.columns, rows: rows,
      footnotes: [
        "Two to four objects, alike ones allowed, either ground; the question is one that is there. Truth: the cells of all objects of that name.",
        "IoU of the mask f · s + b > 0 with all their tokens, all scenes together; it knows no points.",
      ]
        + (rows.allSatisfy { $0.dropFirst().allSatisfy { $0 == .none } }
          ? ["Cells of \(settings.reduction) tokens do not line up with the scenes: choose ds 1, 2, 4 or 8."]
          : []))
  }

  private static var columns: [Table.Column] {
    func number(_ title: String, _ key: String) -> Table.Column { .init(title, key: key, isNumeric: true) }
    return [
      .init("similarity", key: "similarity"), number("+ a picture", "positives"),
      number("+ right", "precision"),
      number("cells found", "recall"), number("- a picture", "negatives"), number("- right", "purity"),
      number("cells that are -", "coverage"), number("mask IoU", "iou"),
    ]
  }

  private static func row(_ name: String, _ scores: PointScores) -> [Value] {
    func share(_ value: Double?) -> Value { value.map { .number($0, decimals: 3) } ?? .none }
    func mean(_ count: Int) -> Value {
      scores.pictures > 0 ? .number(Double(count) / Double(scores.pictures), decimals: 1) : .none
    }
    return [
      .text(name), mean(scores.positives), share(scores.precision), share(scores.recall),
      mean(scores.negatives),
      share(scores.purity), share(scores.coverage), share(scores.overlap),
    ]
  }

  // MARK: - A mask that was brought

  /// How points and mask agree with the mask that was brought.
  private func scores(_ truth: ReadTruth) -> Table {
    var scores = PointScores(points, isObject: truth.cells)
    scores.note(isFound, isObject: truth.tokens)
    return Table(
      title: "Measured: against the mask that was brought", columns: Self.columns,
      rows: [Self.row(knobs.text("similarity"), scores)],
      footnotes: ["A cell or token is on the object when the pixel under its middle is."])
  }

  private var label: [String] {
    var lines = [note].compactMap { $0 }
    if let states { lines.append("Vectors that were brought: \(states.origin).") }
    if let micro {
      lines.append(
        "\(micro.model.about.sentence). It matches words with places: no language model, no reasoning, no mask decoder."
      )
      if micro.isChosen { lines.append("No query was given: it is the one of which the model is surest.") }
      if isSample { lines.append("The picture is one of the program's own samples.") }
    }
    return lines
  }
}
