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
    let vlm = isMicro ? try MicroFiles.vlm(folders) : nil
    let model: any VisionSource = try vlm ?? Self.model(order.model)
    self.model = model
    (label, words, dumps) = (model.label, model.words, [])
    reader = vlm.flatMap(MapReader.init)
    scenePaths = isMicro ? try MicroFiles.scenes(folders) : []
    picturePaths =
      order.isSample
      ? try MicroFiles.scenes(folders) : try PictureFiles.list(order.paths)
  }

  private static func model(_ model: MapModel) throws(Trouble) -> any VisionSource {
    switch model {
    case .micro, .handmade: return HandmadeFeatures()
    case .folder(let path):
      throw Trouble(.usage, at: .file(path), "no model is in this folder", remedy: "Name micro or handmade")
    }
  }

  /// A picture with its tokens. Throws when it cannot be read, does not fit the model, and when the ticket is cancelled.
  func picture(at path: String, _ ticket: Ticket) throws(Trouble) -> MapPicture {
    guard let model else { throw Trouble(.fault, at: .file(path), "no model makes tokens of it") }
    let name = PathNames.last(path)
    var picture = try PictureReader.read(path)
    if reader != nil { picture = try Self.fitted(picture) }
    var tokens = try model.tokens(of: picture, named: name, ticket)
    tokens.notes = picture.notes + tokens.notes
    let reading = reader.flatMap { reader in tokens.projected.map(reader.layers) }
    return MapPicture(tokens, reading: reading ?? [])
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
