import Basics
import Tensors

/// A research method that can be pointed at a person's own input: it runs the method and says what it found, as figures.
///
/// ```
/// var subject = Subject(texts: [.init(name: "typed", bytes: Array("strawberry".utf8))], tokenizers: [gpt2])
/// subject.knobs = Knobs(StochasTokLens.card.knobs)
/// let plate = try await StochasTokLens().look(at: subject, Ticket())
/// ```
/// A lens knows neither panes nor files. One that is long calls `ticket.step` at least every 20 ms.
package protocol Lens: Sendable {
  static var card: LensCard { get }

  init()

  /// What the method finds. Throws when the subject lacks what `card.needs` names, a knob does not fit, or the ticket is
  /// cancelled.
  func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate
}

/// A lens that also makes a matrix for other programs.
package protocol MatrixLens: Lens {
  /// What the matrix is, in words.
  static var matrixWords: String { get }

  /// The whole of it, whatever the knobs say of how much is shown. Throws as `look`, and when there is no room for it.
  func matrix(of subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Tensor
}

/// What a person sees of a lens before using it.
package struct LensCard: Sendable, Equatable {
  /// A short name for the command line: `stochastok`.
  package var id: String
  /// The number of its paper in the catalogue: `41`.
  package var number: String
  package var title: String
  /// What it answers, as a person would ask.
  package var question: String
  /// Authors, title, year, arXiv id.
  package var source: String
  /// Where it stands in the browser.
  package var shelf: Shelf
  package var needs: Needs
  package var knobs: [Knob]

  package init(
    id: String, number: String, title: String, question: String, source: String, shelf: Shelf, needs: Needs,
    knobs: [Knob]
  ) {
    self.id = id
    self.number = number
    self.title = title
    self.question = question
    self.source = source
    self.shelf = shelf
    self.needs = needs
    self.knobs = knobs
  }

  /// A group of lenses about one thing.
  package enum Shelf: String, Sendable, CaseIterable {
    case segmentation = "How a text is cut"
    case measures = "What the cuts cost"
    case training = "How tokenizers are learned"
    case vectors = "What vectors tell"
    case pictures = "How pictures become tokens"
  }
}

/// What a lens works on, and what it is shown with when a person brings nothing.
package struct Needs: Sendable, Equatable {
  /// In words: `a text, any tokenizer`.
  package var words: String
  /// Files below `Samples` that stand in for texts which the person did not bring; a folder stands for its files.
  package var samples: [String]
  /// How many texts it can use at most.
  package var texts: Int
  /// How many tokenizers it can use; where that begins with 0, it learns one of its own when there is none.
  package var tokenizers: ClosedRange<Int>
  /// How many files of tensors it can use at most.
  package var tensorFiles: Int
  /// How many pictures it can use at most, and the folder below `Samples` whose pictures stand in for those not brought.
  package var pictures: Int
  package var pictureSamples: String?
  /// Micro models that it works with: files below `Samples/Micro`, without `.safetensors`.
  package var models: [String]

  package init(
    _ words: String, samples: [String], texts: Int = 1, tokenizers: ClosedRange<Int> = 1...1,
    tensorFiles: Int = 0, pictures: Int = 0, pictureSamples: String? = nil, models: [String] = []
  ) {
    self.words = words
    self.samples = samples
    self.texts = texts
    self.tokenizers = tokenizers
    self.tensorFiles = tensorFiles
    self.pictures = pictures
    self.pictureSamples = pictureSamples
    self.models = models
  }
}
