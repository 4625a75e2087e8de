import Basics
import Foundation
import Lab
import Screen
import Tensors
import Testing
import Workbench

/// The pane that trains micro models, and the training that it shares with the command.
@MainActor
@Suite struct LabPaneTests {
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/tessera-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  private func rehearsed(_ steps: [String], _ size: Size = Size(columns: 100, rows: 30)) async throws
    -> (frame: Screen.Frame, state: State)
  {
    try await rehearse(makeState("a", size), (["key esc", "lab.show"] + steps).joined(separator: "\n"))
  }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func `a model is trained in the pane as the command trains it`() async throws {
    try await withFolder { folder in
      let knobs = ["key 2", "lab.set steps=12", "lab.set seed=3", "lab.set folder=\(folder)/a"]
      let (frame, state) = try await rehearsed(knobs + ["key r", "wait"])
      let found = try #require(state.lab.found)
      #expect(found.outcome == .finished && found.step == 12 && found.steps == 12)
      #expect(state.jobs[.lab] == nil && found.chart?.series.first?.points.count == 12)
      let text = frame.textRows().joined(separator: "\n")
      #expect(text.contains("done: step 12 of 12") && text.contains("Loss of projector"), "\(text)")
      var run = try LabTraining(
        LabOrder(.projector, steps: 12, seed: 3, folder: folder + "/b"), AssetFolders(environment: [:]),
        resuming: false)
      try run.run(.open) { _ in }
      let name = "/projector.safetensors"
      #expect(try bytes(folder + "/a" + name) == bytes(folder + "/b" + name))
      // What is there is not replaced unasked.
      let (_, again) = try await rehearsed(knobs + ["key r", "wait"])
      guard case .failed(let trouble)? = again.lab.found?.outcome else { return #expect(Bool(false)) }
      #expect("\(trouble)".contains("the weights are there already"))
      let (_, anew) = try await rehearsed(knobs + ["key R", "wait"])
      #expect(anew.lab.found?.outcome == .finished)
    }
  }

  @Test func `a training that was stopped goes on to the same weights`() async throws {
    try await withFolder { folder in
      let folders = AssetFolders(environment: [:])
      let order = LabOrder(.clsViT, steps: 20, seed: 5, folder: folder + "/cut")
      var run = try LabTraining(order, folders, resuming: false)
      let ticket = Ticket()
      #expect(throws: Trouble.cancelled) { try run.run(ticket) { if $0.step >= 10 { ticket.cancel() } } }
      #expect(
        order.checkpoint.exists && run.training.step == 10
          && !FileManager.default.fileExists(atPath: order.path))
      // The pane goes on where the command was stopped.
      let (_, state) = try await rehearsed([
        "key 1", "lab.set steps=20", "lab.set seed=5", "lab.set folder=\(folder)/cut", "key r", "wait",
      ])
      #expect(state.lab.found?.outcome == .finished && !order.checkpoint.exists)
      var whole = try LabTraining(
        LabOrder(.clsViT, steps: 20, seed: 5, folder: folder + "/whole"), folders, resuming: false)
      try whole.run(.open) { _ in }
      let name = "/cls-vit.safetensors"
      #expect(try bytes(folder + "/cut" + name) == bytes(folder + "/whole" + name))
    }
  }

  @Test func `r stops what runs, and says what is kept`() async throws {
    try await withFolder { folder in
      var state = makeState("a", Size(columns: 80, rows: 24))
      _ = update(&state, .command("lab.show"))
      _ = update(&state, .command("lab.set folder=\(folder)"))
      let begun = update(&state, .command("lab.run"))
      guard case .trainModel(let request)? = begun.first else { return #expect(Bool(false)) }
      #expect(state.jobs[.lab] == 0 && request.start == .going && request.order.steps == nil)
      #expect(
        update(&state, .command("lab.model3")).count <= 2 && state.lab.model == .clsViT, "not while it runs")
      #expect(update(&state, .command("lab.run")) == [.cancel(.lab)])
      // Another request would have another number; an answer to an older one is dropped.
      var older = request
      older.number -= 1
      let trouble = Trouble(.input, "x")
      _ = update(&state, .answer(.modelTrained(LabFound(older, failed: trouble))))
      #expect(state.lab.found == nil && state.jobs[.lab] != nil)
      _ = update(&state, .answer(.modelTrained(LabFound(request, failed: trouble))))
      #expect(state.lab.found?.outcome == .failed(trouble) && state.jobs[.lab] == nil)
    }
  }

  @Test func `a checkpoint of another seed is told with both`() async throws {
    try await withFolder { folder in
      let order = LabOrder(.clsViT, steps: 20, seed: 5, folder: folder)
      var run = try LabTraining(order, AssetFolders(environment: [:]), resuming: false)
      let ticket = Ticket()
      #expect(throws: Trouble.cancelled) { try run.run(ticket) { _ in ticket.cancel() } }
      let (_, state) = try await rehearsed(["lab.set steps=20", "lab.set folder=\(folder)", "key r", "wait"])
      guard case .failed(let trouble)? = state.lab.found?.outcome else { return #expect(Bool(false)) }
      #expect("\(trouble)".contains("it is of seed 5 and 20 steps, not of seed 1 and 20 steps"))
    }
  }

  @Test func `knobs are turned and typed, and the pane is drawn at any size`() async throws {
    let (_, state) = try await rehearsed(["key . t . . y", "key 2", "key t t .", "key 4"])
    #expect(state.lab.knobs.text("steps") == "50" && state.lab.knobs.text("seed") == "3")
    #expect(state.lab.knobs.isOn("attention") && state.lab.model == .twoTower)
    #expect(!state.lab.order.attends && state.lab.shownKnobs.count == 3)
    for size in [Size(columns: 20, rows: 5), Size(columns: 40, rows: 12), Size(columns: 200, rows: 60)] {
      _ = render(try await rehearsed(["key 3"], size).state)
    }
    let (_, closed) = try await rehearsed(["key esc"])
    #expect(closed.focus == .text)
  }
}
