import Basics
import Patches
import Tensors

/// Losses that a person measured, by the side of the patches.
enum BroughtLosses {
  /// From words, or else from a table [n, 2]; empty when neither is there. Throws when either is no list of pairs of p and loss.
  static func read(_ text: String, _ sets: [Subject.TensorSet]) throws(Trouble) -> [PatchLoss] {
    let words = try pairs(numbers(text), at: .option("losses"))
    if !words.isEmpty { return words }
    guard let tensor = sets.first?.tensors.first else { return [] }
    let place = Trouble.Place.field(file: sets[0].name, name: tensor.name)
    guard tensor.shape.rank == 2, tensor.columnCount == 2, tensor.rowCount <= limit else {
      throw Trouble(
        .input, at: place, "a table of losses is [n, 2], p and loss, and this is \(tensor.shape)",
        remedy: "Save the sides of the patches and the losses as two columns of at most \(limit) rows")
    }
    return try pairs(try tensor.read().map(Double.init), at: place)
  }

  private static let limit = 1000

  /// Numbers between commas, semicolons, colons, and white space of any kind.
  private static func numbers(_ text: String) throws(Trouble) -> [Double] {
    var numbers: [Double] = []
    for word in text.split(whereSeparator: { $0.isWhitespace || ",;:".contains($0) }) {
      guard let number = Double(word) else {
        throw Trouble(
          .usage, at: .option("losses"), "“\(word)” is no number",
          remedy: "Give pairs of p and loss: 16 1.90, 8 1.62, 4 1.41")
      }
      numbers.append(number)
    }
    return numbers
  }

  private static func pairs(_ numbers: [Double], at place: Trouble.Place) throws(Trouble) -> [PatchLoss] {
    let found = stride(from: 0, to: numbers.count - 1, by: 2).map {
      PatchLoss(patch: numbers[$0], loss: numbers[$0 + 1])
    }
    let areGood = found.allSatisfy { $0.patch.isFinite && $0.patch > 0 && $0.patch < 1e6 && $0.loss.isFinite }
    guard numbers.count.isMultiple(of: 2), numbers.count <= 2 * limit, areGood else {
      throw Trouble(
        .usage, at: place, "losses are pairs of a side of patches above 0 and a finite loss",
        remedy: "Give pairs of p and loss: 16 1.90, 8 1.62, 4 1.41")
    }
    return found
  }
}
