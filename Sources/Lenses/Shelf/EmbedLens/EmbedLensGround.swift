import Basics
import Lab
import Patches
import Tensors
import Tokens

/// What is compared: the words of an input table, and the visual tokens of some pictures.
struct EmbedLensGround: Sendable {
  /// One picture.
  struct View: Sendable {
    var name: String
    var grid: PatchGrid
    /// Nil when only vectors were brought.
    var pixels: Pixels?
    /// [tokens, width], as they go into the language model.
    var tokens: Tensor
  }

  var words: WordTable
  var views: [View]
  /// How many of the views are the person's, or samples; those behind are scenes that were drawn to have more.
  var own: Int
  /// By layer the states of the first view, where layers were brought.
  var layers: [Tensor] = []
  /// By view the lengths of its tokens in the vision model's output, where these were brought.
  var lengths: [[Float]]?
  /// The model that made the tokens and reads them; nil when tensors were brought.
  var model: MicroVLM?
  /// What is looked at, a sentence each.
  var label: [String]

  /// From tensors when some were brought, else from pictures by the micro model. Throws when there is neither, and when something does not fit.
  init(_ subject: Subject, _ ticket: Ticket) throws(Trouble) {
    if subject.tensorSets.isEmpty {
      try self.init(pictures: subject, ticket)
    } else {
      try self.init(tensors: subject, ticket)
    }
  }

  // MARK: - Pictures

  private init(pictures subject: Subject, _ ticket: Ticket) throws(Trouble) {
    let model = try MicroModels.vlm(of: subject)
    guard let words = model.words else {
      throw Trouble(.input, "the model has no words", remedy: "Bring another projector")
    }
    var pictures = subject.pictures.map { (name: $0.name, picture: $0.picture) }
    let own = pictures.count
    var maker = SceneMaker(
      seed: UInt64(subject.knobs.integer("seed")) &+ 0x5EED_0000,
      SceneMaker.Options(ground: .either, letters: 0.3))
    while pictures.count < subject.knobs.integer("pictures") {
      pictures.append(("fresh scene \(pictures.count - own + 1)", Picture(pixels: maker.next().pixels)))
    }
    views = try pictures.map { picture throws(Trouble) in
      let tokens = try model.tokens(of: picture.picture, named: picture.name, ticket)
      return View(
        name: picture.name, grid: tokens.grid, pixels: tokens.pixels,
        tokens: tokens.projected ?? tokens.layers[tokens.layers.count - 1].hidden)
    }
    (self.words, self.own, self.model) = (words, max(1, own), model)
    let source = own == 0 ? "fresh scenes" : subject.isSample ? "our sample scenes" : "your pictures"
    label = [
      "Looked at \(source) through a \(model.label): trained here in seconds, no sinks are to be expected, and shares are not the 10, 30 and 60 % of the paper."
    ]
    if own > 0, pictures.count > own {
      label.append(
        "\(pictures.count - own) scenes from seed \(subject.knobs.text("seed")) were added to find words that come back."
      )
    }
  }

  // MARK: - Tensors

  /// The most numbers of tokens that are held: 64 Mi, 256 MiB.
  private static let limit = 1 << 26

  private init(tensors subject: Subject, _ ticket: Ticket) throws(Trouble) {
    let found = try NamedTensor.all(of: subject.tensorSets)
    let table = try Self.table(found, named: subject.knobs.text("table"))
    let areLayers = subject.knobs.text("stack") == "layers"
    (views, layers) = ([], [])
    for stack in try Self.stacks(found, beside: table) {
      try ticket.step(0)
      let parts = try Self.parts(stack)
      if areLayers && parts.count > 1 && layers.isEmpty { layers = parts }
      for (index, part) in (areLayers ? Array(parts.prefix(1)) : parts).enumerated() {
        let name = parts.count > 1 && !areLayers ? "\(stack.shown), \(index)" : stack.shown
        views.append(View(name: name, grid: Self.grid(part.size(0)), pixels: nil, tokens: part))
      }
    }
    own = views.count
    words = WordTable(rows: table.tensor, notes: [table.shown], word: Self.namer(subject.tokenizers.first))
    label = [
      "Looked at \(own) picture\(own == 1 ? "" : "s") of your tensors with the \(table.tensor.rowCount) words of \(table.shown)."
    ]
    lengths = try Self.lengths(found, views)
  }

  /// The tensors that have tokens as wide as the table's words. Throws when there is none, and when they are too large together.
  private static func stacks(_ found: [NamedTensor], beside table: NamedTensor) throws(Trouble)
    -> [NamedTensor]
  {
    let width = table.tensor.columnCount
    let stacks = found.filter {
      (2...3).contains($0.tensor.shape.rank) && $0.tensor.columnCount == width && $0.shown != table.shown
        && $0.tensor.shape.count > 0
    }
    guard !stacks.isEmpty else {
      throw Trouble(
        .input, at: table.place, "no tensor has tokens of \(width) numbers, as the table's words have",
        remedy: "Save what leaves the projector as [tokens, \(width)] or [pictures, tokens, \(width)]")
    }
    let count = stacks.reduce(0) { $0 + $1.tensor.shape.count }
    guard count <= limit else {
      throw Trouble(
        .limit, at: stacks[0].place, "all tokens together are \(count) numbers, more than \(limit)",
        remedy: "Bring fewer pictures")
    }
    return stacks
  }

  private static func table(_ found: [NamedTensor], named wanted: String) throws(Trouble) -> NamedTensor {
    if !wanted.isEmpty { return try NamedTensor.named(wanted, among: found) }
    let matrices = found.filter { $0.tensor.shape.rank == 2 && $0.tensor.shape.count > 0 }
    let named = matrices.first { $0.name.contains("embed") || $0.name == "e" }
    guard let table = named ?? matrices.max(by: { $0.tensor.rowCount < $1.tensor.rowCount }) else {
      throw Trouble(
        .input, "no tensor is an input table [ids, width]",
        remedy: "Bring the model's embed_tokens.weight, or name it with the knob table")
    }
    return table
  }

  private static func parts(_ stack: NamedTensor) throws(Trouble) -> [Tensor] {
    let all = Tensor(try stack.tensor.read(), stack.tensor.shape)
    guard all.values.allSatisfy(\.isFinite) else {
      throw Trouble(
        .input, at: stack.place, "it has numbers that are not finite", remedy: "Save the tokens anew")
    }
    return all.rank == 2 ? [all] : (0..<all.size(0)).map { all.at($0) }
  }

  /// As square as the count allows.
  static func grid(_ count: Int) -> PatchGrid {
    let side = Int(Double(count).squareRoot())
    let rows = (1...max(1, side)).last { count % $0 == 0 } ?? 1
    return PatchGrid(
      rows: rows, columns: count / rows,
      origin: "\(count) rows of the tensor in raster order; \(rows) × \(count / rows) is a guess")
  }

  private static func namer(_ tokenizer: (any Tokenizer)?) -> @Sendable (Int) -> String {
    guard let tokenizer else { return { "\($0)" } }
    return { id in
      let bytes = TokenID(exactly: id).flatMap { try? tokenizer.decode([$0]) }
      return bytes.map { String(decoding: $0, as: UTF8.self) } ?? "\(id)"
    }
  }

  /// A tensor called norm…, one number a token.
  private static func lengths(_ found: [NamedTensor], _ views: [View]) throws(Trouble) -> [[Float]]? {
    guard let norms = found.first(where: { $0.name.contains("norm") }),
      norms.tensor.shape.count == views.reduce(0, { $0 + $1.grid.count })
    else { return nil }
    var rest = try norms.tensor.read()[...]
    return views.map { view in
      defer { rest = rest.dropFirst(view.grid.count) }
      return Array(rest.prefix(view.grid.count))
    }
  }
}
