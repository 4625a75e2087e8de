import Basics
import Formats
import Foundation
import Lenses

/// The pictures and micro models that come with the program.
extension Samples {
  /// Those of the folder that a card names, in the order of their names.
  static func pictures(_ card: LensCard) throws -> [Subject.NamedPicture] {
    guard let folder = card.needs.pictureSamples else { return [] }
    let path = root.appendingPathComponent("Samples/\(folder)").path
    let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".png") }
    return try names.sorted().prefix(card.needs.pictures).map {
      Subject.NamedPicture(name: $0, picture: try PictureReader.read("\(path)/\($0)"))
    }
  }

  /// The micro models that a card asks for.
  static func models(_ card: LensCard) throws -> [String: Subject.TensorSet] {
    var models: [String: Subject.TensorSet] = [:]
    for name in card.needs.models {
      let file = try TensorFileReader.open(root.appendingPathComponent("Samples/Micro/\(name).safetensors").path)
      models[name] = Subject.TensorSet(name: "\(name).safetensors", tensors: file.tensors)
    }
    return models
  }
}
