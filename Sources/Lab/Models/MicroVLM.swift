import Basics
import Patches
import Tensors

/// A vision-language model made here: the projector makes visual tokens of a picture, the words stand in the same space, and a reader answers
/// questions about the tokens.
package struct MicroVLM: VisionSource {
  package let projector: MicroProjector
  /// Nil when only the projector is there.
  package let reader: MicroReader?

  /// Throws when the reader was trained with other words than the projector's.
  package init(_ projector: MicroProjector, reader: MicroReader? = nil) throws(Trouble) {
    if let reader, reader.words != projector.words {
      throw Trouble(
        .input, at: .field(file: MicroReader.name, name: "words"),
        "the reader was trained with the words of another projector",
        remedy: "Take both from one folder that tessera lab train all wrote")
    }
    (self.projector, self.reader) = (projector, reader)
  }

  /// From the files of the projector and of the reader. Throws when they do not fit.
  package init(
    projector: (tensors: [StoredTensor], about: [String: String]),
    reader: (tensors: [StoredTensor], about: [String: String])?
  ) throws(Trouble) {
    let own = try MicroProjector(projector.tensors, projector.about, from: MicroProjector.name)
    let answering = try reader.map { reader throws(Trouble) in
      try MicroReader(reader.tensors, reader.about, from: MicroReader.name)
    }
    try self.init(own, reader: answering)
  }

  /// What it is, with steps and seed.
  package var label: String { projector.about.sentence }

  /// The 54 words, frozen at random.
  package var words: WordTable? {
    WordTable(rows: TensorRows(projector.words), notes: ["54 word vectors, random and frozen"]) {
      LabVocabulary.words.indices.contains($0) ? LabVocabulary.words[$0] : "word \($0)"
    }
  }

  /// One layer, the projected tokens. Throws when the picture is not 32 × 32.
  package func tokens(
    of picture: Picture, named name: String, _ ticket: Ticket
  ) throws(Trouble) -> VisualTokens {
    try ticket.step(0)
    let pixels = try MicroPictures.pixels(of: picture, named: name)
    let tokens = projector.tokens(of: [pixels]).at(0)
    let side = MicroProjector.grid
    return VisualTokens(
      name: name,
      grid: PatchGrid(rows: side, columns: side, patch: MicroProjector.patch, origin: "all rows are patches"),
      pixels: pixels, layers: [VisualTokens.Layer(name: "projected", hidden: tokens)], projected: tokens,
      notes: [label])
  }
}
