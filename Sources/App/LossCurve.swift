import Basics
import Figures
import Lab

/// The loss of a training while it runs, on standard error: one line that is drawn over and over on a terminal, a line for each tenth elsewhere.
nonisolated final class LossCurve {
  private let isLive = isTerminal(2)
  private var tenth: Int

  init(_ training: MicroTraining) { tenth = Self.tenth(training) }

  private static func tenth(_ training: MicroTraining) -> Int { training.step * 10 / training.steps }

  /// Shows how far a training has come.
  func show(_ training: MicroTraining) {
    let now = Self.tenth(training)
    guard isLive || now > tenth else { return }
    tenth = now
    let head = "\(training.lesson.name) \(training.step)/\(training.steps)"
    let loss = "\(Decimals.text(Double(Self.latest(training)), 4)) \(training.lesson.unit)"
    let line = "\(head)  \(Self.blocks(training))  \(loss)"
    _ = Files.write(Array((isLive ? "\r\u{1B}[K\(line)" : "\(line)\n").utf8), to: 2)
  }

  /// Takes the line away again.
  func end() { Progress.clear() }

  /// The mean loss of the last steps.
  private static func latest(_ training: MicroTraining) -> Float {
    let last = training.losses.suffix(LabModels.averaged)
    return last.reduce(0, +) / Float(max(1, last.count))
  }

  /// How many columns the curve of a whole training has: the line fits into 80.
  private static let columns = 30

  /// A block for each stretch of steps that is done, as high as its mean loss is of the highest.
  static func blocks(_ training: MicroTraining) -> String {
    let means = means(training.losses, of: training.steps, count: columns).map(\.loss)
    guard let top = means.max(), top > 0 else { return "" }
    let signs = Array("▁▂▃▄▅▆▇█")
    return String(means.map { signs[max(0, min(7, Int($0 / top * 8)))] })
  }

  /// Losses of neighbouring steps averaged, to `count` points or fewer when all `steps` are done, each at the step where its stretch ends.
  private static func means(_ losses: [Float], of steps: Int, count: Int) -> [(step: Int, loss: Float)] {
    let size = max(1, (steps + count - 1) / count)
    return stride(from: 0, to: losses.count, by: size).map { start in
      let part = losses[start..<min(losses.count, start + size)]
      return (start + part.count, part.reduce(0, +) / Float(part.count))
    }
  }

  /// The whole curve as a figure, with what came of it.
  static func chart(_ training: MicroTraining, path: String) -> Chart {
    let points = means(training.losses, of: training.losses.count, count: 120).map {
      Chart.Point(Double($0.step), Double($0.loss))
    }
    return Chart(
      title: "Loss of \(training.lesson.name)", x: Chart.Axis("step of 32 scenes"),
      y: Chart.Axis("loss (\(training.lesson.unit))"),
      series: [Chart.Series(name: training.lesson.name, points: points)],
      footnotes: [
        "\(path): \(training.label.sentence).",
        "Mean of the last \(min(LabModels.averaged, training.step)) steps: \(Decimals.text(Double(latest(training)), 4)) \(training.lesson.unit).",
      ])
  }
}
