import Basics
import Formats
import Glibc
import Lab
import Tensors

/// The file that a stopped training leaves, beside where its weights would be.
package struct LabCheckpoint: Sendable, Equatable {
  /// `NAME.checkpoint.safetensors`.
  package let path: String

  /// Beside the weights at `path`, `NAME.safetensors`.
  init(besides path: String) {
    let end = ".safetensors"
    self.path = (path.hasSuffix(end) ? String(path.dropLast(end.count)) : path) + ".checkpoint" + end
  }

  /// Whether there is something to go on from.
  package var exists: Bool { SafeFile.exists(path) }

  /// A training that begins, or one that goes on where it was stopped. Throws when there is nothing to go on from, and when seed or steps are not
  /// those of the checkpoint.
  func training(_ lesson: any Lesson, seed: UInt64, steps: Int?, resuming: Bool) throws(Trouble)
    -> MicroTraining
  {
    let fresh = MicroTraining(lesson, seed: seed, steps: steps)
    guard resuming else { return fresh }
    let file = try TensorFileReader.open(path)
    var tensors: [String: Tensor] = [:]
    for tensor in file.tensors { tensors[tensor.name] = Tensor(try tensor.read(), tensor.shape) }
    let training = try MicroTraining(resuming: lesson, from: tensors, file.metadata, file: path)
    guard training.seed == seed, training.steps == steps ?? training.steps else {
      throw Trouble(
        .usage, at: .file(path),
        "it is of seed \(training.seed) and \(training.steps) steps, not of seed \(seed)"
          + (steps.map { " and \($0) steps" } ?? ""),
        remedy: "Name the seed and steps that it was begun with, or begin anew")
    }
    return training
  }

  /// Runs a training to its end and calls `show` every few steps. When it is stopped, or goes wrong, what was done is kept first.
  func run(_ training: inout MicroTraining, _ ticket: Ticket, show: (MicroTraining) -> Void) throws(Trouble) {
    do throws(Trouble) {
      while training.step < training.steps {
        try training.run(until: training.step + Self.stretch, ticket)
        show(training)
      }
    } catch {
      if training.step > 0 { try LabModels.write(training.checkpoint, training.checkpointTexts, to: path) }
      throw error
    }
  }

  /// Steps between two looks at it: about a quarter of a second.
  private static let stretch = 5

  /// Takes the file away; that there is none is no matter.
  func remove() { _ = unsafe unlink(path) }
}
