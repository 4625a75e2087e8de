import Basics
import Lenses
import Patches
import Tensors

/// A vector that a person brought to compare tokens with.
package struct BroughtVector: Sendable, Equatable {
  package var name: String
  package var values: [Float]

  package init(name: String, values: [Float]) { (self.name, self.values) = (name, values) }
}

/// Pictures with their tokens, and at one layer what each token reads as: all that the views of the map are made of.
///
/// What takes long has been done once: no knob makes words be searched again.
package struct MapAlbum: Sendable {
  /// What tells albums apart.
  package struct Number: Sendable, Hashable {
    /// Which opening of pictures.
    package var opening: Int
    /// Which album of it.
    package var step: Int

    package init(opening: Int, step: Int) { (self.opening, self.step) = (opening, step) }
  }

  package let number: Number
  package let order: MapOrder
  /// What made the tokens, honestly.
  package let label: String
  package let words: WordTable?
  /// At least one.
  package let pictures: [MapPicture]
  /// The layer whose words are known, as far as a picture has so many.
  package let layer: Int
  /// By picture, and in it by token, the nearest words, nearest first; nil where they are not known.
  package let nearestWords: [[[WordMatch]]?]
  /// The words that come back from picture to picture; nil where there are no words, or too few pictures.
  package let repeats: MapRepeats?
  package let vector: BroughtVector?
  /// What answers questions from the tokens; nil for all models but the micro model.
  package let reader: MapReader?
  /// The words nearest to what stands behind each row of tiles, nearest first; nil where there is none.
  package let newlineWords: [WordMatch]?
  /// What was left out.
  package let notes: [String]

  package init(
    number: Number, order: MapOrder, label: String, words: WordTable?, pictures: [MapPicture], layer: Int,
    nearestWords: [[[WordMatch]]?], repeats: MapRepeats? = nil, vector: BroughtVector? = nil,
    reader: MapReader? = nil, newlineWords: [WordMatch]? = nil, notes: [String] = []
  ) {
    precondition(
      !pictures.isEmpty && nearestWords.count == pictures.count, "every picture has words or none")
    self.number = number
    self.order = order
    self.label = label
    self.words = words
    self.pictures = pictures
    self.layer = layer
    self.nearestWords = nearestWords
    self.repeats = repeats
    self.vector = vector
    self.reader = reader
    self.newlineWords = newlineWords
    self.notes = notes
  }

  /// How many layers the first picture has.
  package var layerCount: Int { pictures[0].layers.count }

  /// The layer that is shown of a picture: the chosen one, or its last where it has fewer.
  package func layer(of picture: Int) -> Int { min(layer, pictures[picture].layers.count - 1) }

  /// By token of a picture, its nearest words; nil where they are not known.
  package func nearest(_ picture: Int) -> [[WordMatch]]? { nearestWords[picture] }

  /// What an id stands for.
  package func word(_ id: Int) -> String { words?.word(id) ?? "#\(id)" }
}
