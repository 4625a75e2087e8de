import Basics
import Tensors

/// Small square pictures, each of one class.
package struct LabelledImages: Sendable {
  /// [pictures, side, side, channels].
  package var images: Tensor
  /// By picture, its class.
  package var labels: [Int]

  package init(images: Tensor, labels: [Int]) {
    precondition(images.rank == 4 && images.size(0) == labels.count, "every picture has a class")
    (self.images, self.labels) = (images, labels)
  }

  /// These of them.
  package func chosen(_ places: [Int]) -> LabelledImages {
    LabelledImages(images: images.gathered(places), labels: places.map { labels[$0] })
  }
}

/// What pictures of labelled classes are drawn from.
package enum ImageSource: Sendable {
  /// Digits drawn here, new ones for every batch.
  case digits
  /// Pictures of a person, of which every batch has some.
  case brought(LabelledImages, classes: Int)

  /// How many classes there are.
  package var classes: Int {
    switch self {
    case .digits: 10
    case .brought(_, let classes): classes
    }
  }

  /// Numbers a pixel.
  package var channels: Int {
    switch self {
    case .digits: 1
    case .brought(let images, _): images.images.size(3)
    }
  }

  /// So many pictures.
  package func batch(_ count: Int, _ random: inout SeededRandom) -> LabelledImages {
    switch self {
    case .digits: DigitImages.drawn(count, &random)
    case .brought(let images, _):
      images.chosen((0..<count).map { _ in Int.random(in: images.labels.indices, using: &random) })
    }
  }
}

/// Grey pictures of 16 × 16 pixels with one digit of five by seven somewhere, in noise.
package enum DigitImages {
  /// Pixels of a side.
  package static let side = 16
  /// The deviation of the noise on every pixel; a digit is 0.8 to 1.2 above its ground of 0.
  package static let noise: Float = 0.25

  /// So many, their classes 0…9 by chance: [count, 16, 16, 1].
  package static func drawn(_ count: Int, _ random: inout SeededRandom) -> LabelledImages {
    var (values, labels): ([Float], [Int]) = ([], [])
    values.reserveCapacity(count * side * side)
    for _ in 0..<count {
      let digit = Int.random(in: 0...9, using: &random)
      let left = Int.random(in: 0...side - BitmapFont.width, using: &random)
      let top = Int.random(in: 0...side - BitmapFont.height, using: &random)
      let contrast = 0.8 + 0.4 * Float(random.unit())
      values += plane(digit, left: left, top: top, contrast: contrast)
      labels.append(digit)
    }
    let noise = Tensor.normal([count, side, side, 1], deviation: noise, &random)
    return LabelledImages(images: Tensor(values, [count, side, side, 1]) + noise, labels: labels)
  }

  /// One digit without noise, row by row.
  static func plane(_ digit: Int, left: Int, top: Int, contrast: Float) -> [Float] {
    guard let rows = BitmapFont.rows(of: Character(String(digit))) else {
      preconditionFailure("the font has every digit")
    }
    var plane = [Float](repeating: 0, count: side * side)
    for (y, row) in rows.enumerated() {
      for x in 0..<BitmapFont.width where row >> UInt8(BitmapFont.width - 1 - x) & 1 == 1 {
        plane[(top + y) * side + left + x] = contrast
      }
    }
    return plane
  }
}
