import Basics
import Figures
import Formats
import Foundation
import Lab
import Patches
import Tensors
import Testing

@testable import Lenses

/// The lens of similarity as points on scenes, other pictures, and vectors.
@Suite struct ReadLookTests {
  private static let memory = LensMemory()

  private func look(
    _ pictures: [Subject.NamedPicture] = [], _ sets: [Subject.TensorSet] = [],
    _ values: [String: String] = [:]
  ) async throws -> Plate {
    var knobs = Knobs(ReadLens.card.knobs)
    for (key, value) in values { try knobs.set(key, value) }
    let subject = Subject(
      texts: [], tokenizers: [], tensorSets: sets, pictures: pictures,
      models: try Samples.models(ReadLens.card),
      knobs: knobs, memory: Self.memory)
    return try await ReadLens().look(at: subject, .open)
  }

  private func set(_ tensors: [String: Tensor]) throws -> Subject.TensorSet {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".safetensors"
    let written = tensors.sorted { $0.key < $1.key }.map { WrittenTensor(name: $0, $1.shape, $1.values) }
    try Safetensors.write(written, metadata: [:], to: path)
    return Subject.TensorSet(name: "brought.safetensors", tensors: try TensorFileReader.open(path).tensors)
  }

  private func grid(_ plate: Plate, _ word: String) throws -> TokenGrid {
    try #require(
      plate.figures.lazy.compactMap { figure -> TokenGrid? in
        if case .tokenGrid(let grid) = figure, grid.title.hasPrefix(word) { return grid }
        return nil
      }.first, "no grid \(word)")
  }

  private func table(_ plate: Plate, _ word: String) throws -> Table {
    try #require(
      plate.figures.lazy.compactMap { figure -> Table? in
        if case .table(let table) = figure, table.title.hasPrefix(word) { return table }
        return nil
      }.first, "no table \(word)")
  }

  private var scene: (scene: Scene, picture: Subject.NamedPicture) {
    var maker = SceneMaker(seed: 77)
    let scene = maker.next(objects: 3...3)
    return (scene, .init(name: "scene.png", picture: Picture(pixels: scene.pixels)))
  }

  @Test func `plus marks lie on the object that is asked for`() async throws {
    let (scene, picture) = scene
    for object in scene.objects {
      let plate = try await look([picture], [], ["query": object.words.joined(separator: " ")])
      let cells = try grid(plate, "Points")
      #expect(cells.rows == 4 && cells.marks[object.row * 4 + object.column] == "+")
      #expect(cells.marks.values.filter { $0 == "-" }.count > 0)
      let found = try grid(plate, "Mask").cells
      let truth = Scene.patches(row: object.row, column: object.column, side: TwoTower.patch)
      #expect(Set(found.indices.filter { found[$0] != nil }) == truth)
    }
    let chosen = try await look([picture])
    #expect(chosen.label.joined().contains("No query was given"))
    #expect(try table(chosen, "Queries").rows.count == 16)
    await #expect(throws: Trouble.self) { try await look([picture], [], ["query": "purple square"]) }
    await #expect(throws: Trouble.self) { try await look([picture], [], ["picture": "5"]) }
  }

  @Test func `the toy decoder grows over the object that is asked for, and says that it is a toy`()
    async throws
  {
    let (scene, picture) = scene
    for object in scene.objects {
      let words = object.words.joined(separator: " ")
      let plate = try await look([picture], [], ["query": words, "ds": "1", "grow": "0.7"])
      let grown = try grid(plate, "Toy decoder")
      let found = Set(grown.cells.indices.filter { grown.cells[$0] != nil })
      let truth = Scene.patches(row: object.row, column: object.column, side: TwoTower.patch)
      #expect(Double(found.intersection(truth).count) >= 0.5 * Double(truth.count), "\(words)")
      #expect(grown.title.hasSuffix("not a SAM mask"))
      #expect(grown.footnotes.contains { $0.hasPrefix("IoU with the tokens above 0") })
      // Less alike is more; nothing at all without it.
      let more = try grid(
        try await look([picture], [], ["query": words, "ds": "1", "grow": "0.2"]), "Toy decoder")
      #expect(found.allSatisfy { more.cells[$0] != nil })
    }
    let off = try await look([picture], [], ["grow": "1"])
    #expect(!off.figures.contains { $0.heading.hasPrefix("Toy decoder") })
  }

  @Test func `points on fresh scenes are nearly always right`() async throws {
    let plate = try await look([scene.picture], [], ["ds": "1"])
    let rows = try table(plate, "Measured").rows
    #expect(rows[0][0] == .text("dot") && rows[1][0] == .text("cosine"))
    guard case .number(let precision, _) = rows[0][2], case .number(let purity, _) = rows[0][5],
      case .number(let overlap, _) = rows[0][7]
    else { throw Trouble(.fault, "no numbers") }
    #expect(precision > 0.95 && purity > 0.95 && overlap > 0.9)
    #expect(try table(plate, "Measured").title.contains("seed 14"))
  }

  @Test func `a photograph is seen through its centre square, and said to be strange`() async throws {
    let pixels = Pixels(width: 90, height: 40, filledWith: .init(200, 40, 40))
    let plate = try await look([.init(name: "photo.png", picture: Picture(pixels: pixels))])
    let cells = try grid(plate, "Points")
    #expect(cells.rows == 4 && cells.columns == 8 && cells.values[0].isNaN && !cells.values[2].isNaN)
    #expect(plate.label[0].contains("centre square"))
  }

  @Test func `vectors of another model`() async throws {
    let f = Tensor(rows: [
      [1, 0], [0.9, 0.2], [0.1, 0.1], [0, 0], [2, 1], [1.5, 1], [0.2, 0], [0, 0.1], [0.3, 0], [2.5, 0.4],
      [0, 0], [0, 0], [0.2, 0.9], [1.1, 0], [0, 0], [-0.5, 0],
    ])
    var mask = [Float](repeating: 0, count: 64)
    for y in 0..<4 { for x in 0..<4 { mask[y * 8 + x] = 1 } }
    let brought = ["f": f, "s": Tensor([1, 0.5]), "mask": Tensor(mask, [8, 8])]
    let plate = try await look([], [try set(brought)])
    let cells = try grid(plate, "Points")
    #expect(cells.marks == [0: "+", 3: "-", 1: "-"])
    let places = try table(plate, "Places").rows
    #expect(
      places.map { [$0[3], $0[4]] } == [[2, 2], [6, 6], [6, 2], [2, 6]].map { $0.map { .integer($0) } })
    #expect(try grid(plate, "Cosines").title == "Cosines: hottest by product token 9, by cosine token 4")
    let row = try table(plate, "Measured").rows[0]
    #expect(row[2] == .number(1, decimals: 3) && row[3] == .number(1, decimals: 3))
    let wide = try await look(
      [], [try set(["f": f, "s": Tensor([1, 0.5])])], ["height": "8", "width": "16"])
    #expect(try grid(wide, "Points").columns == 4)
    // Several vectors, and several layers with one vector each.
    let several = try set(["tokens": f, "seg": Tensor(rows: [[1, 0.5], [-1, 0]])])
    #expect(try grid(try await look([], [several], ["vector": "1"]), "Points").title.contains("vector 1"))
    let layers = try set(["f": .stacked([f * -1, f]), "s": Tensor(rows: [[1, 0.5], [1, 0.5]])])
    #expect(try grid(try await look([], [layers]), "Points").marks[0] == "+")
    #expect(try grid(try await look([], [layers], ["layer": "0"]), "Points").marks[0] == "-")
  }

  @Test func `what does not fit says what is wrong`() async throws {
    let f = Tensor.ones([16, 3])
    func expect(_ tensors: [String: Tensor], _ word: String, _ values: [String: String] = [:]) async throws {
      do {
        _ = try await look([], [try set(tensors)], values)
        Issue.record("\(word) was not refused")
      } catch let trouble as Trouble {
        #expect(trouble.description.contains(word), "\(trouble)")
      }
    }
    try await expect(["f": .ones([17, 3]), "s": .ones([3])], "Leave out the row of CLS")
    try await expect(["f": f, "s": .ones([4])], "3 numbers wide")
    try await expect(["f": f], "3 numbers wide")
    try await expect(["f": f * .nan, "s": .ones([3])], "finite")
    try await expect(["f": f, "s": .ones([3])], "no layer 3", ["layer": "3"])
    try await expect(["f": f, "s": .ones([3])], "no vector 2", ["vector": "2"])
    let flat = try await look([], [try set(["f": f, "s": .ones([3])])])
    #expect(try grid(flat, "Points").marks.isEmpty)
    await #expect(throws: Trouble.self) { try await look() }
  }
}
