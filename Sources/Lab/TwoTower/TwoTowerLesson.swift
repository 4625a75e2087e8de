import Basics
import Tensors

/// Scenes of two to four objects, of which one is asked for by colour and shape: binary cross-entropy against the patches of all objects of that name.
struct TwoTowerLesson: Lesson {
  let name = TwoTower.name
  let blueprint = TwoTower.blueprint()
  let fixed: [String: Tensor] = [:]
  let usualSteps = 2400
  let rate: Float = 2e-3
  let unit = "nats a patch"

  var sentence: String {
    "micro two-tower, \(blueprint.count) weights, trained here to find one object by its colour and shape in procedural scenes"
  }

  func loss(_ tape: Tape, _ weights: [String: Variable], _ random: inout SeededRandom) -> Variable {
    let asked = (0..<Self.batch).map { _ in SoughtScene.next(&random) }
    let contexts = tape.constant(TwoTower.batch(asked.map(\.scene.pixels)))
    let places = tape.constant(Tensor(rows: asked.map(\.query.places)))
    let targets = Tensor(rows: asked.map { $0.isObject.map { $0 ? 1 : 0 } })
    return TwoTower.Network(NamedWeights(weights)).logits(contexts, places).binaryCrossEntropy(targets)
  }
}

/// A scene and what is looked for in it.
package struct SoughtScene: Sendable {
  package let scene: Scene
  package let query: TwoTower.Query

  /// Two to four objects, alike ones allowed, on either ground; what is looked for is one of them.
  package static func next(_ random: inout SeededRandom) -> SoughtScene {
    let options = SceneMaker.Options(ground: .either, letters: 0.3, allowsRepeats: true)
    var maker = SceneMaker(SeededRandom(seed: random.next()), options)
    let scene = maker.next(objects: 2...4)
    let object = scene.objects[Int.random(in: scene.objects.indices, using: &random)]
    return SoughtScene(scene: scene, query: TwoTower.Query(colour: object.colour, shape: object.shape))
  }

  /// By token of 4 pixels, whether it is in the cell of an object of that name: 64 answers.
  package var isObject: [Bool] { isObject(side: TwoTower.patch) }

  /// As above for cells of any side in pixels that divides the picture.
  package func isObject(side: Int) -> [Bool] {
    let found = scene.objects.filter { $0.colour == query.colour && $0.shape == query.shape }
    let patches = found.reduce(into: Set<Int>()) {
      $0.formUnion(Scene.patches(row: $1.row, column: $1.column, side: side))
    }
    let grid = Scene.side / side
    return (0..<grid * grid).map(patches.contains)
  }
}
