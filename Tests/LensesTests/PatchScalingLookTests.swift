import Basics
import Figures
import Lab
import Patches
import Synchronization
import Tensors
import Testing

@testable import Lenses

/// The lens of patchification scaling on pictures, labelled pictures, and losses.
@Suite struct PatchScalingLookTests {
  private static let memory = LensMemory()

  private func picture(_ width: Int, _ height: Int, name: String = "noise.png", seed: UInt64 = 1)
    -> Subject.NamedPicture
  {
    var random = SeededRandom(seed: seed)
    let bytes = (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
    return .init(name: name, picture: Picture(pixels: Pixels(width: width, height: height, bytes: bytes)))
  }

  private func subject(
    _ pictures: [Subject.NamedPicture], _ values: [String: String], _ memory: LensMemory = memory
  ) throws -> Subject {
    var knobs = Knobs(PatchScalingLens.card.knobs)
    for (key, value) in values { try knobs.set(key, value) }
    return Subject(texts: [], tokenizers: [], pictures: pictures, knobs: knobs, memory: memory)
  }

  private func look(
    _ pictures: [Subject.NamedPicture] = [], _ values: [String: String], _ memory: LensMemory = memory
  ) async throws -> Plate {
    try await PatchScalingLens().look(at: subject(pictures, values, memory), .open)
  }

  private func table(_ plate: Plate, _ word: String) throws -> Table {
    try #require(
      plate.figures.lazy.compactMap { figure -> Table? in
        if case .table(let table) = figure, table.title.hasPrefix(word) { return table }
        return nil
      }.first, "no table \(word)")
  }

  @Test func `a picture shatters into tokens, and the bill follows`() async throws {
    for (p, side, shown) in [("16", 14, "196"), ("4", 56, "3,136")] {
      let plate = try await look([picture(300, 224)], ["p": p, "size": "224", "sweep": "none"])
      guard case .tokenGrid(let grid) = plate.figures[0] else { throw Trouble(.fault, "no grid") }
      #expect(grid.rows == side && grid.columns == side && grid.title.contains("\(shown) of"))
      #expect(grid.pixels?.width == 224 && grid.values.count == side * side)
      let bill = try table(plate, "Bill")
      #expect(bill.rows.count == 6)
      #expect(bill.rows[1][1] == .integer(196) && bill.rows[5][1] == .integer(50_176))
      #expect(bill.rows[1][3] == .integer(590_592) && bill.rows[5][4] == .integer(38_535_936))
      // 3 · 16² = 768 numbers fit, 3 · 32² do not.
      #expect(bill.rows[1][8] == .share(0))
    }
    let one = try await look([picture(20, 20)], ["p": "1", "sweep": "none"])
    guard case .tokenGrid(let grid) = one.figures[0] else { throw Trouble(.fault, "no grid") }
    #expect(grid.values.allSatisfy { $0 == 0 }, "within a pixel nothing varies")
    await #expect(throws: Trouble.self) { try await look([picture(20, 20)], ["p": "32", "sweep": "none"]) }
  }

  @Test func `any picture is cut, whatever its size`() async throws {
    let sizes = [(1, 1), (7, 300), (2000, 3), (640, 480)]
    for (width, height) in sizes {
      let plate = try await look([picture(width, height)], ["p": "1", "sweep": "none"])
      guard case .tokenGrid(let grid) = plate.figures[0] else { throw Trouble(.fault, "no grid") }
      #expect(grid.rows * grid.columns <= 1 << 16)
    }
    await #expect(throws: Trouble.self) { try await look([picture(0, 0)], ["sweep": "none"]) }
  }

  @Test func `losses of a person are fitted and nothing is trained`() async throws {
    let text = "16 1.90; 8 1.62\n4:1.41, 2\t1.27 1 1.19"
    let plate = try await look([], ["losses": text])
    let rows = try table(plate, "Fits").rows
    #expect(rows.count == 2 && rows[0][1] == .text("a = 1.124, b = 0.177"))
    #expect(rows[1][1].plainText.hasSuffix("k = 0.274"))
    #expect(!plate.figures.contains { $0.heading.hasPrefix("Sweep") })
    guard case .chart(let chart) = plate.figures[0] else { throw Trouble(.fault, "no chart") }
    #expect(
      chart.series[0].points.map(\.y) == [1.90, 1.62, 1.41, 1.27, 1.19], "as measured, not sorted or smoothed"
    )
    for wrong in ["16", "16 a", "0 1", "-2 1", "16 nan", "16 1 8"] {
      await #expect(throws: Trouble.self, "\(wrong)") { try await look([], ["losses": wrong]) }
    }
    let two = try await look([], ["losses": "16 2 8 1"])
    #expect(try table(two, "Fits").rows.isEmpty, "two points are no law")
  }

  @Test func `a sweep shows each p as it comes, says when it turns, and is not run again for another knob`()
    async throws
  {
    let memory = LensMemory()
    let shown = Mutex<[Int]>([])
    var subject = try subject([], ["steps": "20", "sweep": "16 8 4"], memory)
    subject.show = { plate in
      for case .table(let table) in plate.figures where table.title.hasPrefix("Sweep") {
        shown.withLock { $0.append(table.rows.count) }
      }
    }
    let plate = try await PatchScalingLens().look(at: subject, .open)
    let rows = try table(plate, "Sweep").rows
    #expect(rows.map { $0[0] } == [.integer(16), .integer(8), .integer(4)])
    #expect(rows.map { $0[1] } == [.integer(1), .integer(4), .integer(16)])
    #expect(rows.allSatisfy { $0[5] == .integer(20) }, "equal steps")
    #expect(Set(shown.withLock { $0 }).isSuperset(of: [1, 2, 3]))
    let known = await memory.count
    let other = try await look([], ["steps": "20", "sweep": "16 8 4", "fit": "none"], memory)
    #expect(await memory.count == known)
    #expect(try table(other, "Sweep").rows == rows)
    #expect(plate.label.joined().contains("equal steps (20)"))
    #expect(try table(plate, "Sweep").footnotes.joined().contains("p = 1 on request"))
  }

  @Test func `p = 1 is trained on request by the same recipe, and tells how far it is`() async throws {
    let said = Mutex<[String]>([])
    var subject = try subject(
      [], ["steps": "20", "sweep": "16 8 4 2 1", "micro": "16", "depth": "1"], LensMemory())
    subject.show = { plate in said.withLock { $0 += plate.label } }
    let plate = try await PatchScalingLens().look(at: subject, .open)
    let rows = try table(plate, "Sweep").rows
    #expect(rows.map { $0[1] } == [1, 4, 16, 64, 256].map { .integer($0) })
    #expect(rows.allSatisfy { $0[5] == .integer(20) }, "equal steps")
    #expect(said.withLock { $0.contains { $0.contains("Training at p = 1: step 20 of 20") } })
    #expect(try !table(plate, "Sweep").footnotes.joined().contains("on request"))
    #expect(try table(plate, "Fits").rows.count == 2, "five points are enough for both forms")
  }

  @Test func `a cancelled sweep is gone on with`() async throws {
    let memory = LensMemory()
    let ticket = Ticket()
    var subject = try subject([], ["steps": "60", "sweep": "16 8 4"], memory)
    subject.show = { plate in if plate.label.contains(where: { $0.contains("step 40") }) { ticket.cancel() } }
    await #expect(throws: Trouble.cancelled) { try await PatchScalingLens().look(at: subject, ticket) }
    let first = Mutex<String?>(nil)
    subject.show = { plate in
      first.withLock { if $0 == nil { $0 = plate.label.first { $0.hasPrefix("Training") } } }
    }
    let resumed = try await PatchScalingLens().look(at: subject, .open)
    #expect(first.withLock { $0 }?.contains("step 60 of 60") == true)
    let whole = try await look([], ["steps": "60", "sweep": "16 8 4"], LensMemory())
    #expect(resumed == whole)
  }

  @Test func `labelled pictures are trained on`() async throws {
    let pictures = (0..<40).map { number -> Subject.NamedPicture in
      let shade: UInt8 = number.isMultiple(of: 2) ? 220 : 30
      let pixels = Pixels(width: 20 + number, height: 24, filledWith: .init(shade, shade, 90))
      return .init(
        name: "\(number.isMultiple(of: 2) ? "light" : "dark")/\(number).png", picture: Picture(pixels: pixels)
      )
    }
    let plate = try await look(pictures, ["steps": "60", "sweep": "16 8 4"])
    let rows = try table(plate, "Sweep").rows
    #expect(rows.allSatisfy { $0[7] == .share(1) }, "light and dark are easily told")
    #expect(plate.label.joined().contains("labelled pictures"))
    // Without folders they are pictures and no more.
    let plain = try await look(pictures.map { .init(name: "x.png", picture: $0.picture) }, ["sweep": "none"])
    #expect(!plain.figures.contains { $0.heading.hasPrefix("Sweep") })
  }

  @Test func `the causal backbone and its order`() async throws {
    let plate = try await look([], ["steps": "20", "sweep": "16 8 4", "backbone": "causal", "depth": "4"])
    let order = try table(plate, "Order")
    #expect(order.rows.map { $0[1] } == [.text("2 3"), .text("2 3 6 7 10 11")])
    #expect(order.footnotes[0].contains("mean p3 p2 p1 p0 cls"))
    #expect(plate.label.joined().contains("not the paper's Mamba-2"))
    await #expect(throws: Trouble.self) { try await look([], ["micro": "50", "sweep": "16 8 4"]) }
  }
}
