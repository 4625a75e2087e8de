import Figures
import Lab

extension PatchScalingStudy {
  /// What is known so far.
  var plate: Plate {
    let figures = (shown.map { self.pictures(of: $0) } ?? []) + measured
    return Plate(figures: figures.isEmpty ? [.note(waiting)] : figures, label: label)
  }

  private var waiting: Note {
    Note(
      title: "Sweep",
      lines: [
        sweepPatches.isEmpty
          ? "There is no picture, no loss, and the sweep is off: bring a picture, or set the knob sweep."
          : "Training the micro model at p = \(sweepPatches.map(String.init).joined(separator: ", "))."
      ])
  }

  private var label: [String] {
    var lines: [String] = []
    if let progress { lines.append(progress) }
    if isSample, shown != nil { lines.append("The picture is one of the program's own samples.") }
    if !brought.isEmpty {
      lines.append("Losses as they were brought; nothing was trained here.")
    } else if !sweepPatches.isEmpty {
      let source = folder == nil ? "digits drawn here" : "your labelled pictures"
      lines.append(
        "Micro \(knobs.text("backbone")) of \(knobs.text("depth")) layers, width \(knobs.text("micro")), trained here on \(source): measured at equal steps (\(knobs.text("steps"))) with one seed; the paper trains hundreds of epochs per point."
      )
    }
    if knobs.text("backbone") == PatchClassifier.Backbone.causal.rawValue {
      lines.append("The causal mixer is a mean with weights, not the paper's Mamba-2.")
    }
    return lines.isEmpty ? ["Counts and costs follow from sizes; nothing was trained."] : lines
  }
}
