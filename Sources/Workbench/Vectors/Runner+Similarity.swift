import Basics
import Documents
import Figures
import Formats
import Tensors
import Tokens

/// Comparing vectors for the heatmap.
extension Runner {
  /// Finds the picture, or why there is none, and what else could be compared.
  func compareVectors(_ request: SimilarityRequest, _ ticket: Ticket) async throws(Trouble) {
    answer(.similarityFound(try await Self.similar(request, ticket)))
  }

  @concurrent
  private static func similar(_ request: SimilarityRequest, _ ticket: Ticket) async throws(Trouble)
    -> SimilarityFound
  {
    let choices = SimilaritySource.choices(request.paths)
    do {
      let picture = try SimilaritySource(request, choices).picture(ticket)
      return SimilarityFound(request: request, choices: choices, result: .success(picture))
    } catch {
      if error.kind == .cancelled { throw error }
      return SimilarityFound(request: request, choices: choices, result: .failure(error))
    }
  }
}

/// Reads what a request is about, and compares it.
struct SimilaritySource {
  let request: SimilarityRequest
  private let choices: [TensorChoice]

  /// More rows or columns than this are not compared at once.
  static let limit = 4096
  /// Bytes on either side of the caret among which tokens are taken.
  private static let reach = 1 << 13

  init(_ request: SimilarityRequest, _ choices: [TensorChoice]) {
    self.request = request
    self.choices = choices
  }

  /// The tensors with two axes or more in files; one that cannot be opened has none.
  static func choices(_ paths: [String]) -> [TensorChoice] {
    paths.flatMap { path -> [TensorChoice] in
      guard let file = try? TensorFileReader.open(path) else { return [] }
      return file.tensors.filter { $0.shape.rank >= 2 && $0.shape.count > 0 }.map {
        TensorChoice(
          tensor: TensorName(path: path, name: $0.name),
          detail: "\($0.shape) \($0.type), \(PathNames.last(path))")
      }
    }
  }

  /// The picture. Throws what reading throws, and when what is asked cannot be compared.
  func picture(_ ticket: Ticket) throws(Trouble) -> SimilarityPicture {
    switch request.source {
    case .text:
      let tokens = try vectors(of: request.text, around: request.around, ticket)
      return try compare(tokens, nil, ticket)
    case .earlier:
      guard let before = request.before else {
        throw Trouble(
          .usage, "no earlier text is kept",
          remedy: "P keeps the text as it is now; change it then, and come back")
      }
      let now = try vectors(of: request.text, around: request.around, ticket)
      return try compare(
        now, try vectors(of: before, around: min(request.around, before.count), ticket), ticket)
    case .tensors: return try compareTensors(ticket)
    }
  }

  // MARK: Tokens

  /// The rows of the tokens of a text, about a byte of it.
  private func vectors(of text: Rope, around: Int, _ ticket: Ticket) throws(Trouble) -> LabelledVectors {
    guard let embeddings = try request.embeddings?.result.get() else {
      throw Trouble(.usage, "the tokenizer has no embeddings", remedy: "Name a file of them")
    }
    let (tokens, bytes, start) = try tokens(of: text, around: around, ticket)
    guard tokens.count > 1 else {
      throw Trouble(.usage, "\(tokens.count) token is nothing to compare", remedy: "Type or open a text")
    }
    return try embeddings.vectors(of: tokens, in: bytes, at: start, ticket)
  }

  /// The tokens about a byte of a text, at most `limit`; the bytes that they count from, and where those begin.
  func tokens(of text: Rope, around: Int, _ ticket: Ticket) throws(Trouble) -> ([Token], [UInt8], Int) {
    let visible = max(0, around - Self.reach)..<min(text.count, around + Self.reach)
    let cut = try Segmentation(
      text, visible: visible, request.tokenizer.tokenizer, request.options, ticket)
    let centre = cut.index(at: around) ?? (around > 0 ? cut.tokens.count - 1 : 0)
    let first = max(0, min(centre - Self.limit / 2, cut.tokens.count - Self.limit))
    let kept = Array(cut.tokens[first..<min(cut.tokens.count, first + Self.limit)])
    return (kept, text[cut.range], cut.range.lowerBound)
  }

  // MARK: Pictures

  /// Rows with columns, or with themselves.
  func compare(
    _ rows: LabelledVectors, _ columns: LabelledVectors?, names: (String, String) = ("tokens", "tokens"),
    layer: SimilarityPicture.Choice = .init(), _ ticket: Ticket
  ) throws(Trouble) -> SimilarityPicture {
    let measure = request.measure.pairwise == nil ? .cosine : request.measure
    let report = try SimilarityReport(rows, with: columns, measure: measure, order: request.order, ticket)
    var heatmap = report.heatmap
    heatmap.title = title(measure, layer, .init())
    (heatmap.rowTitle, heatmap.columnTitle) = names
    return try picture(
      heatmap, report.matrix, rows, columns, measure: measure, layer: layer, head: .init(), ticket)
  }

  /// A matrix that is no comparison of its rows, in the order that was asked for.
  func arranged(
    _ matrix: Tensor, _ rows: LabelledVectors, _ columns: LabelledVectors?, names: (String, String),
    measure: SimilarityMeasure, layer: SimilarityPicture.Choice, head: SimilarityPicture.Choice,
    _ ticket: Ticket
  ) throws(Trouble) -> SimilarityPicture {
    let other = columns ?? rows
    let arranged = try SimilarityMatrix(
      matrix, isSymmetric: columns == nil,
      norms: (rows.rows.lengths().values, other.rows.lengths().values), order: request.order, ticket)
    let notes = rows.notes + other.notes.filter { !rows.notes.contains($0) }
    let heatmap = Heatmap(
      title: title(measure, layer, head), rowTitle: names.0, columnTitle: names.1,
      rowLabels: arranged.rowOrder.map { rows.items[$0].label },
      columnLabels: arranged.columnOrder.map { other.items[$0].label }, values: arranged.values.values,
      unit: measure.unit, decimals: measure == .alignment ? 3 : 2,
      footnotes: [measure.definition] + (arranged.note.map { [$0] } ?? []) + notes)
    return try picture(
      heatmap, arranged, rows, columns, measure: measure, layer: layer, head: head, ticket)
  }

  /// The heatmap with its smaller versions, and what its rows and columns stand for.
  private func picture(
    _ heatmap: Heatmap, _ arranged: SimilarityMatrix, _ rows: LabelledVectors, _ columns: LabelledVectors?,
    measure: SimilarityMeasure, layer: SimilarityPicture.Choice, head: SimilarityPicture.Choice,
    _ ticket: Ticket
  ) throws(Trouble) -> SimilarityPicture {
    func things(_ vectors: LabelledVectors) -> [SimilarityPicture.Thing] {
      zip(vectors.items, vectors.rows.lengths().values).map { SimilarityPicture.Thing(item: $0, norm: $1) }
    }
    let bytes = rows.items.compactMap(\.bytes)
    let (first, last) = (bytes.map(\.lowerBound).min(), bytes.map(\.upperBound).max())
    let lines = things(rows)
    return SimilarityPicture(
      request: request, measure: measure, layer: layer, head: head, heatmap: heatmap,
      levels: try HeatmapLevels(heatmap, ticket), rows: lines, columns: columns.map(things) ?? lines,
      rowOrder: arranged.rowOrder, columnOrder: arranged.columnOrder,
      window: first.flatMap { first in last.map { first..<max(first, $0) } })
  }

  private func title(
    _ measure: SimilarityMeasure, _ layer: SimilarityPicture.Choice, _ head: SimilarityPicture.Choice
  ) -> String {
    let what =
      switch request.source {
      case .text: "Tokens of the text"
      case .earlier: "Tokens of the text and of the earlier text"
      case .tensors: [request.first, request.second].compactMap { $0?.name }.joined(separator: " and ")
      }
    let parts = [
      what.isEmpty ? "Tensor" : what, layer.count > 1 && measure != .alignment ? "layer \(layer.index)" : nil,
      head.count > 1 ? "head \(head.index)" : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
