import Basics
import Formats
import Lab
import Patches
import Tensors

/// Where tokens come from: a model that makes them of pictures, or files that hold them.
struct MapSource: Sendable {
  /// What it is, honestly.
  let label: String
  let words: WordTable?
  /// The pictures that an order names, in their order; of a folder those in it.
  let picturePaths: [String]
  /// Pictures on which the model is known, to tell what comes back when few are open; none for other models.
  let scenePaths: [String]
  /// Tokens that were brought.
  let dumps: [VisualTokens]
  /// What answers questions; nil for all but the micro model.
  let reader: MapReader?
  private let model: (any VisionSource)?

  /// Attention maps of a model are kept of as many layers, from the last, as take no more bytes than this.
  private static let attentionLimit = 256 << 20

  /// Opens the model and lists the pictures, or reads what is brought as vectors. Throws what is wrong with either, and when the ticket is
  /// cancelled.
  init(_ order: MapOrder, _ folders: AssetFolders, _ ticket: Ticket) throws(Trouble) {
    let (files, pictures) = Self.sorted(order.paths)
    guard files.isEmpty || pictures.isEmpty else {
      throw Trouble(
        .usage, at: .file(files[0]), "pictures and files of vectors do not go together",
        remedy: "Open one kind at a time")
    }
    if files.isEmpty {
      try self.init(order, picturesOf: folders, ticket)
    } else {
      try self.init(order, dumps: files, ticket)
    }
  }

  private static func sorted(_ paths: [String]) -> (files: [String], pictures: [String]) {
    let sorted = LensSubject.sorted(paths)
    return (sorted.tensors, sorted.pictures + sorted.texts)
  }

  /// A model and its pictures.
  private init(_ order: MapOrder, picturesOf folders: AssetFolders, _ ticket: Ticket) throws(Trouble) {
    var vlm: MicroVLM?
    let model: any VisionSource
    switch order.model {
    case .micro:
      let micro = try MicroFiles.vlm(folders)
      (vlm, model) = (micro, micro)
    case .handmade: model = HandmadeFeatures()
    case .folder(let path): model = try Self.opened(path, ticket)
    }
    self.model = model
    (label, dumps) = (model.label, [])
    if let own = model.words { words = own } else { words = try Self.words(order.words) }
    reader = vlm.flatMap(MapReader.init)
    scenePaths = vlm == nil ? [] : try MicroFiles.scenes(folders)
    picturePaths = order.isSample ? try MicroFiles.scenes(folders) : try PictureFiles.list(order.paths)
  }

  /// Vectors that were brought, with the words of a model's folder or of a matrix.
  private init(_ order: MapOrder, dumps paths: [String], _ ticket: Ticket) throws(Trouble) {
    var dumps: [VisualTokens] = []
    for path in paths {
      dumps += try VisualDump.read(path, order.layout, keeping: .init(attention: .all), ticket)
    }
    self.dumps = dumps
    (model, reader, scenePaths, picturePaths) = (nil, nil, [], [])
    var words = try Self.words(order.words)
    if words == nil, case .folder(let path) = order.model {
      words = try VisionFolder.open(path, ticket).words
    }
    self.words = words
    label = "vectors brought in \(paths.map { PathNames.last($0) }.joined(separator: ", "))"
  }

  /// The model of a folder, with as much attention as there is room for.
  private static func opened(_ path: String, _ ticket: Ticket) throws(Trouble) -> VisionModel {
    guard PathNames.isFolder(path) else {
      throw Trouble(
        .input, at: .file(path), "there is no such folder",
        remedy: "Name micro, handmade, or the folder of a model")
    }
    var model = try VisionFolder.open(path, ticket)
    let config = model.transformer.config
    let rows = config.side * config.side + config.specials.count
    let room = max(1, attentionLimit / max(1, 4 * config.heads * rows * rows))
    model.keeping.attention =
      room >= config.layers ? .all : .some(Set(config.layers - room..<config.layers))
    return model
  }

  /// The words of a matrix, numbered; nil when none is named.
  private static func words(_ name: String?) throws(Trouble) -> WordTable? {
    guard let name else { return nil }
    let parts = PathNames.isFile(name) ? [name] : name.split(separator: ":").map(String.init)
    let file = try TensorFileReader.open(parts[0])
    guard let tensor = try parts.dropFirst().first.map(file.tensor(named:)) ?? file.tensors.first else {
      throw Trouble(.input, at: .file(name), "there is no matrix of words", remedy: "Name another file")
    }
    return WordTable(
      rows: tensor, notes: ["words: \(tensor.name) \(tensor.shape) of \(PathNames.last(parts[0]))"]
    ) {
      "#\($0)"
    }
  }

  /// A picture with its tokens, and behind it its tiles where the model is shown such. Throws when it cannot be read, does not fit the model, and
  /// when the ticket is cancelled.
  func pictures(at path: String, _ ticket: Ticket) throws(Trouble) -> [MapPicture] {
    guard let model else { throw Trouble(.fault, at: .file(path), "no model makes tokens of it") }
    let name = PathNames.last(path)
    var picture = try PictureReader.read(path)
    if reader != nil { picture = try Self.fitted(picture) }
    return try model.views(of: picture, named: name, ticket).map { view in
      guard let reader else { return MapPicture(view) }
      var view = view
      view.notes = picture.notes + view.notes
      return MapPicture(view, reading: view.projected.map(reader.layers) ?? [])
    }
  }

  /// The picture as the micro model reads it: the square in its middle, shrunk to the size of the scenes.
  private static func fitted(_ picture: Picture) throws(Trouble) -> Picture {
    let pixels = picture.pixels
    guard pixels.width != Scene.side || pixels.height != Scene.side else { return picture }
    let side = min(pixels.width, pixels.height)
    let square = pixels.cut(
      x: (pixels.width - side) / 2, y: (pixels.height - side) / 2, width: side, height: side)
    return Picture(
      pixels: try square.scaled(toWidth: Scene.side, height: Scene.side),
      notes: [
        "The micro model knows nothing but its own scenes: of \(pixels.width) × \(pixels.height) pixels the square in the middle was shrunk to \(Scene.side) × \(Scene.side), and words other than colours mean little."
      ] + picture.notes)
  }
}
