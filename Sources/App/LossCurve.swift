import Basics
import Lab
import Workbench

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
    let loss = "\(Decimals.text(Double(training.latestLoss), 4)) \(training.lesson.unit)"
    let line = "\(head)  \(Self.blocks(training))  \(loss)"
    _ = Files.write(Array((isLive ? "\r\u{1B}[K\(line)" : "\(line)\n").utf8), to: 2)
  }

  /// Takes the line away again.
  func end() { Progress.clear() }

  /// How many columns the curve of a whole training has: the line fits into 80.
  private static let columns = 30

  /// A block for each stretch of steps that is done, as high as its mean loss is of the highest.
  static func blocks(_ training: MicroTraining) -> String {
    let means = training.means(of: training.steps, count: columns).map(\.loss)
    guard let top = means.max(), top > 0 else { return "" }
    let signs = Array("▁▂▃▄▅▆▇█")
    return String(means.map { signs[max(0, min(7, Int($0 / top * 8)))] })
  }
}
