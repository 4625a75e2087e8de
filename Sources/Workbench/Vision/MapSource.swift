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

  /// Opens the model and lists the pictures, and reads what is brought as vectors. Throws what is wrong with either.
  init(_ order: MapOrder, _ folders: AssetFolders) throws(Trouble) {
    let isMicro = order.model == .micro
    let vlm = isMicro ? try MicroModels.vlm(folders) : nil
    let model: any VisionSource = try vlm ?? Self.model(order.model)
    self.model = model
    (label, words, dumps) = (model.label, model.words, [])
    reader = vlm.flatMap(MapReader.init)
    scenePaths = isMicro ? try MicroModels.scenes(folders) : []
    picturePaths =
      order.isSample
      ? try MicroModels.scenes(folders) : try PictureFiles.list(order.paths)
  }

  private static func model(_ model: MapModel) throws(Trouble) -> any VisionSource {
    throw Trouble(.usage, "unknown")
  }

  /// A picture with its tokens. Throws when it cannot be read, does not fit the model, and when the ticket is cancelled.
  func picture(at path: String, _ ticket: Ticket) throws(Trouble) -> MapPicture {
    guard let model else { throw Trouble(.fault, at: .file(path), "no model makes tokens of it") }
    let name = PathNames.last(path)
    var picture = try PictureReader.read(path)
    if reader != nil { picture = Self.fitted(picture, name) }
    let tokens = try model.tokens(of: picture, named: name, ticket)
    let reading = reader.flatMap { reader in tokens.projected.map(reader.layers) }
    return MapPicture(tokens, reading: reading ?? [])
  }

  /// The picture as large as the micro model reads it.
  private static func fitted(_ picture: Picture, _ name: String) -> Picture {
    picture
  }
}
