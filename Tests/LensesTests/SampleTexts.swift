import Foundation
import Lenses

/// The program's samples as a subject has them.
enum SampleTexts {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Samples")

  /// The files of the card's samples, folders opened, pages about them left out.
  static func texts(_ card: LensCard) -> [Subject.Text] {
    card.needs.samples.flatMap { name -> [Subject.Text] in
      let place = folder.appendingPathComponent(name)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path))?.sorted()
      let files = names?.map { place.appendingPathComponent($0) } ?? [place]
      return files.filter { $0.lastPathComponent != "README.md" }.compactMap { file in
        guard let data = try? Data(contentsOf: file) else { return nil }
        let stem = file.deletingPathExtension().lastPathComponent
        let isParallel = file.deletingLastPathComponent().lastPathComponent == "Parallel"
        return Subject.Text(
          name: file.lastPathComponent, language: isParallel ? stem : "", bytes: Array(data))
      }
    }
  }

  /// A lens's first look at its samples.
  static func subject(_ card: LensCard) -> Subject {
    Subject(texts: texts(card), tokenizers: [], knobs: Knobs(card.knobs), isSample: true)
  }
}
