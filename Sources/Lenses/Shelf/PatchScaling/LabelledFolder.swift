import Basics
import Lab
import Patches
import Tensors

/// Pictures of a person that lie in folders named after their classes.
struct LabelledFolder: Sendable {
  /// In the order of their names.
  let classes: [String]
  /// What is trained on, and what is measured on: a fifth, the same for every p.
  let training: LabelledImages
  let held: LabelledImages

  /// The fewest pictures that are worth a training.
  private static let least = 20
  /// Pixels of the side that all are brought to.
  static let side = DigitImages.side

  /// Nil when the pictures are not in folders of two classes or more, or are too few: they are pictures then and nothing else. Throws when one cannot be
  /// made small, or the ticket is cancelled.
  init?(_ pictures: [Subject.NamedPicture], seed: UInt64, _ ticket: Ticket) throws(Trouble) {
    let folders = pictures.map { Self.folder($0.name) }
    let classes = Set(folders.compactMap { $0 }).sorted()
    guard pictures.count >= Self.least, classes.count > 1, !folders.contains(nil), classes.count <= 1000
    else {
      return nil
    }
    var values: [Float] = []
    for (number, one) in pictures.enumerated() {
      try ticket.step(Double(number) / Double(pictures.count))
      let small = try one.picture.pixels.centreSquare.resized(width: Self.side, height: Self.side, .area)
      values += small.bytes.map { Float($0) / 127.5 - 1 }
    }
    let all = LabelledImages(
      images: Tensor(values, [pictures.count, Self.side, Self.side, 3]),
      labels: folders.map { folder in folder.flatMap { classes.firstIndex(of: $0) } ?? 0 })
    var random = SeededRandom(seed: seed)
    let order = Array(pictures.indices.shuffled(using: &random))
    let heldCount = max(1, order.count / 5)
    self.classes = classes
    (held, training) = (all.chosen(Array(order[..<heldCount])), all.chosen(Array(order[heldCount...])))
  }

  /// The folder in which a file lies.
  private static func folder(_ name: String) -> String? {
    let parts = name.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : nil
  }
}

extension Pixels {
  /// The square of the shorter side in the middle.
  var centreSquare: Pixels {
    let side = min(width, height)
    return cut(x: (width - side) / 2, y: (height - side) / 2, width: side, height: side)
  }
}
