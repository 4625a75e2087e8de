import Basics

/// Scenes one after another from a seed: the same seed gives the same pixels on every machine.
///
///     var maker = SceneMaker(seed: 7)
///     let scene = maker.next(objects: 1...3)
///     scene.caption                              // the, of, red, square …
package struct SceneMaker: Sendable {
  /// What scenes may look like.
  package struct Options: Sendable, Hashable {
    /// What lies behind the objects.
    package enum Ground: String, Sendable, CaseIterable {
      /// One grey with noise.
      case flat
      /// Stripes or a chequer of two greys, with noise.
      case textured
      /// Either, by chance.
      case either
    }

    package var ground: Ground
    /// How often a scene has a letter, 0…1.
    package var letters: Double
    /// Whether colours and shapes may stand twice; else each is used once.
    package var allowsRepeats: Bool

    package init(ground: Ground = .flat, letters: Double = 0, allowsRepeats: Bool = false) {
      (self.ground, self.letters, self.allowsRepeats) = (ground, letters, allowsRepeats)
    }
  }

  private let options: Options
  private var random: SeededRandom

  package init(seed: UInt64, _ options: Options = Options()) {
    self.options = options
    random = SeededRandom(seed: seed)
  }

  /// As above, going on with random numbers that somebody else uses too.
  package init(_ random: SeededRandom, _ options: Options = Options()) {
    self.options = options
    self.random = random
  }

  /// The next scene, with as many objects as chance takes out of `objects`; without repeats there are at most four.
  package mutating func next(objects range: ClosedRange<Int> = 1...3) -> Scene {
    let most = options.allowsRepeats ? Scene.cells * Scene.cells - 1 : LabVocabulary.colours.count
    precondition(range.lowerBound >= 0 && range.upperBound <= most, "a scene has at most \(most) objects")
    let count = Int.random(in: range, using: &random)
    var free = Array(0..<Scene.cells * Scene.cells).shuffled(using: &random)
    let objects = placed(count, &free)
    let letter = options.letters > 0 && random.unit() < options.letters ? letter(&free) : nil
    var painter = ScenePainter(ground: ground(), random)
    for object in objects { painter.draw(object) }
    if let letter { painter.draw(letter) }
    random = painter.random
    return Scene(objects: objects, letter: letter, pixels: painter.pixels)
  }

  private mutating func placed(_ count: Int, _ free: inout [Int]) -> [SceneObject] {
    let colours = drawn(count, of: LabVocabulary.colours.count)
    let shapes = drawn(count, of: LabVocabulary.shapes.count)
    let cells = free.suffix(count).sorted()
    free.removeLast(count)
    return cells.enumerated().map { index, cell in
      SceneObject(
        colour: colours[index], shape: shapes[index], row: cell / Scene.cells, column: cell % Scene.cells)
    }
  }

  private mutating func drawn(_ count: Int, of all: Int) -> [Int] {
    if options.allowsRepeats { return (0..<count).map { _ in Int.random(in: 0..<all, using: &random) } }
    return Array(Array(0..<all).shuffled(using: &random).prefix(count))
  }

  private mutating func letter(_ free: inout [Int]) -> SceneLetter {
    let cell = free.removeLast()
    return SceneLetter(
      letter: Int.random(in: LabVocabulary.letters.indices, using: &random), row: cell / Scene.cells,
      column: cell % Scene.cells)
  }

  private mutating func ground() -> ScenePainter.Ground {
    let isTextured = options.ground == .textured || options.ground == .either && random.unit() < 0.5
    return isTextured ? ScenePainter.Ground.textures.randomElement(using: &random) ?? .flat : .flat
  }
}
