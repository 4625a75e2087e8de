import Basics
import Formats
import Foundation
import Lab
import Patches
import Tensors
import Testing

/// The micro two-tower of lens 14.
@Suite struct TwoTowerTests {
  private func untrained() -> TwoTower {
    var random = SeededRandom(seed: 1)
    return TwoTower(
      TwoTower.blueprint().weights(&random), label: ModelLabel(sentence: "untrained", seed: 1, steps: 0))
  }

  @Test func `weights of the two towers`() {
    #expect(TwoTower.blueprint().count == 64_913)
    let model = untrained()
    var random = SeededRandom(seed: 2)
    let sought = SoughtScene.next(&random)
    let tokens = model.tokens(of: [sought.scene.pixels])
    #expect(tokens.shape.sizes == [1, 64, 48])
    #expect(model.vectors(of: TwoTower.Query.all).shape.sizes == [16, 48])
  }

  @Test func `a query is a colour and a shape in any order`() throws {
    let query = try TwoTower.Query("  Square RED ")
    #expect(query.name == "red square" && TwoTower.Query.all.contains(query))
    for wrong in ["", "red", "red red", "red blue square", "purple square"] {
      #expect(throws: Trouble.self) { try TwoTower.Query(wrong) }
    }
  }

  @Test func `what is looked for is there, in whole cells`() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<50 {
      let sought = SoughtScene.next(&random)
      let patches = sought.isObject
      let cells = sought.isObject(side: 8)
      #expect(patches.count == 64 && cells.count == 16 && cells.contains(true))
      #expect(patches.count { $0 } == 4 * cells.count { $0 })
      #expect((2...4).contains(sought.scene.objects.count))
    }
  }

  @Test func `a picture of another size is refused`() {
    let picture = Picture(pixels: Pixels(width: 33, height: 32))
    #expect(throws: Trouble.self) { try untrained().tokens(of: picture, named: "x.png") }
  }

  @Test func `training goes down`() throws {
    var training = MicroTraining(LessonCatalog.twoTower, seed: 1, steps: 30)
    try training.run(until: 30)
    #expect(training.losses.suffix(5).reduce(0, +) < training.losses.prefix(5).reduce(0, +))
    #expect(LessonCatalog.names.contains(training.lesson.name))
  }
}
