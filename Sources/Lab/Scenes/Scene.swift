import Basics

/// A coloured shape in a cell of a scene.
package struct SceneObject: Sendable, Hashable {
  /// A colour of `LabVocabulary.colours`, by number.
  package var colour: Int
  /// A shape of `LabVocabulary.shapes`, by number.
  package var shape: Int
  /// The cell's row and column, 0…3.
  package var row: Int
  package var column: Int

  package init(colour: Int, shape: Int, row: Int, column: Int) {
    (self.colour, self.shape, self.row, self.column) = (colour, shape, row, column)
  }

  /// Its colour and shape in words: `red`, `square`.
  package var words: [String] { [LabVocabulary.colours[colour], LabVocabulary.shapes[shape]] }
}

/// A letter in a cell of a scene.
package struct SceneLetter: Sendable, Hashable {
  /// A letter of `LabVocabulary.letters`, by number.
  package var letter: Int
  /// The cell's row and column, 0…3.
  package var row: Int
  package var column: Int

  package init(letter: Int, row: Int, column: Int) {
    (self.letter, self.row, self.column) = (letter, row, column)
  }

  /// `A`.
  package var word: String { LabVocabulary.letters[letter] }
}

/// What may be asked about a scene, with the answer.
package struct SceneQuestion: Sendable, Hashable {
  /// What is asked for, in the order of `LabVocabulary.topics`.
  package enum Topic: Int, Sendable, CaseIterable {
    case colour, shape, row, count, letter

    /// `colour`.
    package var word: String { LabVocabulary.topics[rawValue] }
    /// The words that may be answers.
    package var answers: [String] {
      switch self {
      case .colour: LabVocabulary.colours
      case .shape: LabVocabulary.shapes
      case .row: LabVocabulary.rows
      case .count: LabVocabulary.numbers
      case .letter: LabVocabulary.letters
      }
    }
  }

  package var topic: Topic
  /// The true answer, a word of the vocabulary.
  package var answer: String

  package init(_ topic: Topic, answer: String) { (self.topic, self.answer) = (topic, answer) }

  /// What the reader reads: `colour ?`.
  package var words: [String] { [topic.word, LabVocabulary.asks] }
}

/// A picture of 32 × 32 pixels with coloured shapes on a ground of noise, and all that is true of it.
///
/// It has 4 × 4 cells of 8 pixels; a cell holds one object or one letter or nothing.
package struct Scene: Sendable, Hashable {
  /// Pixels of a side.
  package static let side = 32
  /// Cells of a side.
  package static let cells = 4
  /// Pixels of a cell's side.
  package static let cellSide = side / cells

  /// In raster order of their cells.
  package var objects: [SceneObject]
  package var letter: SceneLetter?
  package var pixels: Pixels

  package init(objects: [SceneObject], letter: SceneLetter? = nil, pixels: Pixels) {
    (self.objects, self.letter, self.pixels) = (objects, letter, pixels)
  }

  /// The words that are true of it: `the`, `of`, the colours and shapes that are there, the letter; each once, in the order of the vocabulary.
  package var caption: [String] {
    let said = Set(LabVocabulary.common + objects.flatMap(\.words) + (letter.map { [$0.word] } ?? []))
    return LabVocabulary.words.filter(said.contains)
  }

  /// Every question that has one answer here: count always, letter when there is one, the rest when there is one object.
  package var questions: [SceneQuestion] {
    var result: [SceneQuestion] = []
    if objects.count == 1, let object = objects.first {
      result.append(SceneQuestion(.colour, answer: LabVocabulary.colours[object.colour]))
      result.append(SceneQuestion(.shape, answer: LabVocabulary.shapes[object.shape]))
      result.append(SceneQuestion(.row, answer: LabVocabulary.rows[object.row]))
    }
    if LabVocabulary.numbers.indices.contains(objects.count - 1) {
      result.append(SceneQuestion(.count, answer: LabVocabulary.numbers[objects.count - 1]))
    }
    if let letter { result.append(SceneQuestion(.letter, answer: letter.word)) }
    return result
  }

  /// The patches that touch a cell with an object, when the picture is cut into patches of `side` × `side` pixels, numbered in raster order.
  package func objectPatches(side: Int) -> Set<Int> {
    objects.reduce(into: []) { $0.formUnion(Self.patches(row: $1.row, column: $1.column, side: side)) }
  }

  /// The patches that touch the cell with the letter; none without one.
  package func letterPatches(side: Int) -> Set<Int> {
    letter.map { Self.patches(row: $0.row, column: $0.column, side: side) } ?? []
  }

  /// The patches that touch a cell.
  package static func patches(row: Int, column: Int, side: Int) -> Set<Int> {
    precondition(
      side > 0 && Self.side.isMultiple(of: side), "a patch divides the \(Self.side) pixels of a side")
    let rows = (row * cellSide / side)...(((row + 1) * cellSide - 1) / side)
    let columns = (column * cellSide / side)...(((column + 1) * cellSide - 1) / side)
    return Set(rows.flatMap { row in columns.map { row * (Self.side / side) + $0 } })
  }
}

extension Scene {
  /// What is in it, cell by cell: `red square top 2, letter A bottom 4`; columns count from 1 at the left.
  package var sentence: String {
    let objects = objects.map {
      "\($0.words.joined(separator: " ")) \(LabVocabulary.rows[$0.row]) \($0.column + 1)"
    }
    let letters = letter.map { ["letter \($0.word) \(LabVocabulary.rows[$0.row]) \($0.column + 1)"] } ?? []
    return (objects + letters).joined(separator: ", ")
  }
}
