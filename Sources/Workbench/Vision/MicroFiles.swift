import Basics
import Formats
import Lab
import Patches
import Tensors

/// The micro models that come with the program.
package enum MicroFiles {
  /// The model that makes tokens of scenes, has words, and answers questions. Throws when a file is missing or does not fit.
  package static func vlm(_ folders: AssetFolders) throws(Trouble) -> MicroVLM {
    func opened(_ name: String) throws(Trouble) -> (tensors: [StoredTensor], about: [String: String]) {
      let file = try TensorFileReader.open(
        LensSubject.sample("Micro/\(name).safetensors", in: folders))
      return (file.tensors, file.metadata)
    }
    return try MicroVLM(projector: opened(MicroProjector.name), reader: opened(MicroReader.name))
  }

  /// The sample scenes, in the order of their names. Throws when they are not installed.
  static func scenes(_ folders: AssetFolders) throws(Trouble) -> [String] {
    try PictureFiles.list([LensSubject.sample("Scenes", in: folders)])
  }
}

/// A reader that answers questions about pictures from their tokens.
package struct MapReader: Sendable {
  package let model: MicroVLM
  package let reader: MicroReader

  /// Nil when the model has no reader.
  package init?(_ model: MicroVLM) {
    guard let reader = model.reader else { return nil }
    (self.model, self.reader) = (model, reader)
  }

  /// What the tokens [n, width] become in its layers while it reads a question about the colour.
  func layers(of tokens: Tensor) -> [MapLayer] {
    let question = LabVocabulary.ids(of: SceneQuestion(.colour, answer: "").words)
    let reading = reader.answer(question, visual: tokens)
    return reading.layers.indices.map { index in
      let (layer, next) = (reading.layers[index], reading.hidden[index + 1])
      let rows = next.sliced(0, layer.visual)
      let read = VisualTokens.Layer(
        name: "reader layer \(index + 1)", hidden: rows, attention: layer.attention)
      return MapLayer(
        name: read.name, rows: rows, attention: read.attentionReceived(firstPatch: layer.visual.lowerBound))
    }
  }
}
