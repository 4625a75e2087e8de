import Basics
import Lab
import Testing

@Suite struct SceneTests {
  private static func scenes(
    _ count: Int, seed: UInt64 = 3, objects: ClosedRange<Int> = 1...3,
    _ options: SceneMaker.Options = SceneMaker.Options()
  ) -> [Scene] {
    var maker = SceneMaker(seed: seed, options)
    return (0..<count).map { _ in maker.next(objects: objects) }
  }

  @Test func `the vocabulary has 54 words, each once`() {
    #expect(LabVocabulary.words.count == 54)
    #expect(Set(LabVocabulary.words).count == 54)
    #expect(LabVocabulary.ids(of: ["the", "?"]).map { LabVocabulary.words[$0] } == ["the", "?"])
    #expect(LabVocabulary.id("zebra") == nil)
  }

  @Test func `a seed gives the same scenes, another seed others`() {
    #expect(Self.scenes(20) == Self.scenes(20))
    #expect(Self.scenes(20) != Self.scenes(20, seed: 4))
  }

  /// Worked out once on x86-64: the generator works in whole numbers, so other machines get the same.
  @Test func `the first scene of seed 7 is the known one`() {
    let scene = Self.scenes(1, seed: 7)[0]
    #expect(scene.sentence == "yellow cross top 2, green square bottom 2")
    #expect(scene.pixels.bytes.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) } == 2_805_762_609_236_453_408)
  }

  @Test func `objects differ in colour, shape and place`() {
    for scene in Self.scenes(200) {
      #expect((1...3).contains(scene.objects.count))
      #expect(Set(scene.objects.map(\.colour)).count == scene.objects.count)
      #expect(Set(scene.objects.map(\.shape)).count == scene.objects.count)
      #expect(Set(scene.objects.map { $0.row * 4 + $0.column }).count == scene.objects.count)
    }
  }

  @Test func `with repeats two to four objects may be alike`() {
    let scenes = Self.scenes(200, objects: 2...4, SceneMaker.Options(allowsRepeats: true))
    #expect(Set(scenes.map(\.objects.count)) == [2, 3, 4])
    #expect(scenes.contains { Set($0.objects.map(\.colour)).count < $0.objects.count })
  }

  @Test func `the caption says what is there and no more`() {
    for scene in Self.scenes(100, SceneMaker.Options(letters: 0.5)) {
      let expected = Set(
        ["the", "of"] + scene.objects.flatMap(\.words) + (scene.letter.map { [$0.word] } ?? []))
      #expect(Set(scene.caption) == expected)
      #expect(scene.caption.count == expected.count)
    }
  }

  @Test func `a question has its one answer`() {
    for scene in Self.scenes(100, SceneMaker.Options(letters: 0.5)) {
      let asked = Dictionary(uniqueKeysWithValues: scene.questions.map { ($0.topic, $0.answer) })
      #expect(asked[.count] == LabVocabulary.numbers[scene.objects.count - 1])
      #expect(asked[.letter] == scene.letter?.word)
      #expect((asked[.colour] != nil) == (scene.objects.count == 1))
      for question in scene.questions { #expect(question.topic.answers.contains(question.answer)) }
    }
  }

  /// Grey has three channels within the noise of each other; paint has not.
  @Test func `coloured pixels lie in the patches of objects and nowhere else`() {
    for scene in Self.scenes(50, SceneMaker.Options(ground: .textured)) {
      let patches = scene.objectPatches(side: 4)
      #expect(patches.count == 4 * scene.objects.count)
      var coloured: Set<Int> = []
      for y in 0..<Scene.side {
        for x in 0..<Scene.side {
          let pixel = scene.pixels[x, y]
          let channels = [pixel.red, pixel.green, pixel.blue].map(Int.init)
          let spread = (channels.max() ?? 0) - (channels.min() ?? 0)
          if spread > 40 { coloured.insert(y / 4 * 8 + x / 4) }
        }
      }
      #expect(coloured == patches)
    }
  }

  @Test(arguments: [1, 2, 4, 8, 16, 32])
  func `patches of a cell cover it at any size`(side: Int) {
    let patches = Scene.patches(row: 1, column: 2, side: side)
    let expected = Set(
      (8..<16).flatMap { y in (16..<24).map { x in y / side * (Scene.side / side) + x / side } })
    #expect(patches == expected)
  }

  @Test func `the font draws every letter of the vocabulary and every digit`() {
    for character in LabVocabulary.letters.map(Character.init) + "0123456789" {
      #expect(BitmapFont.rows(of: character)?.count == BitmapFont.height)
    }
    #expect(BitmapFont.rows(of: "L") == [16, 16, 16, 16, 16, 16, 31])
    #expect(BitmapFont.rows(of: "ß") == nil)
    #expect(Set(BitmapFont.characters.compactMap(BitmapFont.rows)).count == BitmapFont.characters.count)
  }
}
