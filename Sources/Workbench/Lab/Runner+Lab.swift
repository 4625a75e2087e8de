import Basics
import Formats
import Lab

/// Training micro models.
extension Runner {
  /// Trains until it is done or stopped, and tells every few steps how far it has come.
  func trainModel(_ request: LabRequest, _ ticket: Ticket) async throws(Trouble) {
    KeptMemory.keep()
    let found = await Self.trained(request, places.assets, ticket) { self.answer(.modelTrained($0)) }
    KeptMemory.release()
    answer(.modelTrained(found))
  }

  @concurrent
  private static func trained(
    _ request: LabRequest, _ folders: AssetFolders, _ ticket: Ticket,
    show: @escaping @Sendable (LabFound) -> Void
  ) async -> LabFound {
    let order = request.order
    var run: LabTraining
    do throws(Trouble) {
      if request.start == .going, !order.checkpoint.exists, SafeFile.exists(order.path) {
        throw Trouble(
          .usage, at: .file(order.path), "the weights are there already",
          remedy: "R trains anew and replaces them; or name another folder")
      }
      run = try LabTraining(order, folders, resuming: request.start == .going && order.checkpoint.exists)
    } catch { return LabFound(request, failed: error) }
    let (clock, first) = (ContinuousClock(), run.training.step)
    let start = clock.now
    func found(_ training: MicroTraining, _ outcome: LabFound.Outcome) -> LabFound {
      LabFound(request, training, done: training.step - first, in: (clock.now - start) / .seconds(1), outcome)
    }
    show(found(run.training, .running))
    do throws(Trouble) {
      try run.run(ticket) { show(found($0, .running)) }
      return found(run.training, .finished)
    } catch {
      return found(run.training, error.kind == .cancelled ? .stopped : .failed(error))
    }
  }
}
