import Basics
import Figures
import Formats
import Foundation
import Tensors
import Testing

@testable import Lenses

/// The lens on its own networks and on files.
@Suite struct OffPrincipalsLookTests {
  private static let memory = LensMemory()

  private func look(
    _ sets: [Subject.TensorSet] = [], _ values: [String: String] = [:], _ memory: LensMemory? = nil
  ) async throws -> Plate {
    var knobs = Knobs(OffPrincipalsLens.card.knobs)
    for (key, value) in values { try knobs.set(key, value) }
    let subject = Subject(
      texts: [], tokenizers: [], tensorSets: sets, knobs: knobs, memory: memory ?? Self.memory)
    return try await OffPrincipalsLens().look(at: subject, .open)
  }

  /// Files of one matrix each, written as npy and read back.
  private func sets(_ matrices: [Tensor], names: [String] = []) throws -> [Subject.TensorSet] {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return try matrices.enumerated().map { index, matrix in
      let path = folder + "/\(names.isEmpty ? "m\(index)" : names[index]).npy"
      try Npy.write(WrittenTensor(name: "", matrix.shape, matrix.values), to: path)
      return Subject.TensorSet(name: "m\(index).npy", tensors: try TensorFileReader.open(path).tensors)
    }
  }

  private func table(_ plate: Plate, _ word: String) throws -> Table {
    for case .table(let table) in plate.figures where table.title.hasPrefix(word) { return table }
    throw Trouble(.input, "no table \(word)", remedy: "")
  }

  private func share(_ value: Value) -> Double {
    if case .share(let share) = value { return share }
    return -1
  }

  @Test func `the teacher moves the output layer more than the reward does`() async throws {
    let plate = try await look()
    let rows = try table(plate, "Updates").rows
    #expect(rows.count == 6)
    let (taught, rewarded) = (rows[4], rows[5])
    #expect(taught[1] == .text("SFT") && rewarded[1] == .text("RL"))
    #expect(share(rewarded[2]) > share(taught[2]) + 0.2, "unchanged entries")
    #expect(share(rewarded[3]) < 0.3 && share(rewarded[4]) > 0.3, "off the principals, on the low ones")
    let runs = try table(plate, "Runs").rows
    #expect(share(runs[1][3]) > share(runs[0][3]) && share(runs[2][2]) > share(runs[0][2]))
    #expect(share(runs[0][2]) > 0.4 && share(runs[0][2]) < 0.75, "the base is right about half the time")
    #expect(plate.label.joined().contains("micro"))
  }

  @Test func `a knob of the measures trains nothing anew and moves what it should`() async throws {
    let memory = LensMemory()
    let first = try await look([], ["steps": "20"], memory)
    let known = await memory.count
    let wider = try await look([], ["steps": "20", "alpha": "0.5"], memory)
    #expect(await memory.count == known, "nothing was trained or taken apart anew")
    #expect(
      try table(wider, "Updates").title.contains("50 %") && table(first, "Updates").title.contains("30 %"))
    let kept = try await look([], ["steps": "20", "eta": "0.02"], memory)
    for (row, other) in zip(try table(first, "Updates").rows, try table(kept, "Updates").rows) {
      #expect(share(other[2]) >= share(row[2]))
    }
  }

  @Test func `two matrices from files`() async throws {
    var random = SeededRandom(seed: 3)
    let before = Tensor.normal([40, 30], &random)
    let after = before + Tensor.normal([40, 30], deviation: 0.01, &random)
    let plate = try await look(try sets([before, after]))
    let rows = try table(plate, "Updates").rows
    #expect(rows.count == 1 && rows[0][0] == .text("m0.npy") && rows[0][1] == .text("m1"))
    #expect(!plate.figures.contains { $0.heading.hasPrefix("Runs") || $0.heading.hasPrefix("Together") })
    let three = try await look(try sets([before, after, before]))
    #expect(try table(three, "Together").rows.count == 1)
    #expect(share(try table(three, "Updates").rows[1][2]) == 1, "an update that is none")
  }

  @Test func `files that do not fit say what is wrong`() async throws {
    let one = Tensor.ones([3, 2])
    await #expect(throws: Trouble.self) { try await look(try sets([one])) }
    await #expect(throws: Trouble.self) { try await look(try sets([one, .ones([2, 3])])) }
    await #expect(throws: Trouble.self) {
      try await look(try sets([one, Tensor(rows: [[1, .nan], [1, 1], [1, 1]])]))
    }
    await #expect(throws: Trouble.self) { try await look(try sets([one, one]), ["tensor": "attention"]) }
    let plate = try await look(try sets([one, one]), ["tensor": "M0"])
    #expect(plate.figures.count > 6)
  }

  @Test func `a matrix too large to draw entry by entry is drawn in blocks`() async throws {
    var random = SeededRandom(seed: 8)
    let before = Tensor.normal([250, 130], &random)
    let plate = try await look(
      try sets([before, before + Tensor.normal([250, 130], deviation: 0.001, &random)]))
    for case .heatmap(let heatmap) in plate.figures {
      #expect(heatmap.rowLabels.count == 48 && heatmap.columnLabels.count == 48)
    }
  }
}

extension Figure {
  /// What stands above it.
  var heading: String {
    switch self {
    case .note(let note): note.title
    case .table(let table): table.title
    case .tree(let tree): tree.title
    case .bars(let bars): bars.title
    case .segments(let segments): segments.title
    case .alignment(let alignment): alignment.title
    case .chart(let chart): chart.title
    case .heatmap(let heatmap): heatmap.title
    case .tokenGrid(let grid): grid.title
    }
  }
}
