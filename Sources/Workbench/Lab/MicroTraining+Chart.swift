import Basics
import Figures
import Lab

/// The loss of a training, for people.
extension MicroTraining {
  /// Over how many steps a loss that is told is averaged.
  static let averaged = 20

  /// The mean loss of the last steps.
  package var latestLoss: Float {
    let last = losses.suffix(Self.averaged)
    return last.reduce(0, +) / Float(max(1, last.count))
  }

  /// Losses of neighbouring steps averaged, to `count` points or fewer when all `steps` are done, each at the step where its stretch ends.
  package func means(of steps: Int, count: Int) -> [(step: Int, loss: Float)] {
    let size = max(1, (steps + count - 1) / count)
    return stride(from: 0, to: losses.count, by: size).map { start in
      let part = losses[start..<min(losses.count, start + size)]
      return (start + part.count, part.reduce(0, +) / Float(part.count))
    }
  }

  /// The curve as far as it has come, over all steps while it goes on, with what came of it.
  package func chart(path: String) -> Chart {
    let points = means(of: max(1, step < steps ? steps : losses.count), count: 120).map {
      Chart.Point(Double($0.step), Double($0.loss))
    }
    return Chart(
      title: "Loss of \(lesson.name)",
      x: Chart.Axis("step of 32 scenes", range: step < steps ? 0...Double(steps) : nil),
      y: Chart.Axis("loss (\(lesson.unit))"), series: [Chart.Series(name: lesson.name, points: points)],
      footnotes: [
        "\(path): \(label.sentence).",
        "Mean of the last \(min(Self.averaged, step)) steps: \(Decimals.text(Double(latestLoss), 4)) \(lesson.unit).",
      ])
  }
}
