import Basics
import Tensors

/// What is done to a picture before a vision model sees it, as a preprocessor_config.json of the transformers library says.
///
///     let prepared = try Preprocessing(.clip).prepared(picture)   // [3, 224, 224]
///
/// Numbers are those of the library's processors (5.24) to the last bit. It has two of each: the older ones run on Pillow and NumPy, those
/// that it takes by itself where torchvision is installed run on PyTorch. `library` says which to follow: of 24 photographs made smaller by a
/// cubic, 3 bytes in 1000 differ by 1 of 255, and 3 in a million by 2.
package struct Preprocessing: Sendable, Equatable {
  /// Whose processor is followed, byte for byte.
  package enum Library: String, Sendable, CaseIterable {
    /// `…ImageProcessorPil`, and all of transformers before version 5.
    case pillow
    /// `…ImageProcessor` of version 5 and `…ImageProcessorFast` before.
    case torchvision

    var arithmetic: ResizingArithmetic { self == .pillow ? .pillow : .torch }
  }

  /// Which family of processors it is.
  package var kind: Kind
  package var library: Library = .pillow
  /// Laid on white where it is not opaque, before anything else; otherwise alpha is dropped.
  package var laysOnWhite: Bool
  /// Padded to a square with the mean colour first, as LLaVA may.
  package var padsToSquare: Bool
  /// Whether `size` counts.
  package var resizes: Bool = true
  package var size: SizeRule
  package var filter: ResizingFilter
  /// Whether only the middle of `cropSize` is kept.
  package var crops: Bool
  /// The middle that is kept, and the side of tiles; nil where only `size` counts.
  package var cropSize: (width: Int, height: Int)?
  /// What bytes are multiplied with; nil: nothing.
  package var factor: Double?
  /// By channel, what is taken off and divided by after that; nil: nothing.
  package var normalisation: (mean: [Double], deviation: [Double])?
  /// Sizes of which LLaVA-NeXT chooses one, to be cut into tiles; empty for one view of the whole.
  package var resolutions: [(width: Int, height: Int)]

  /// Bytes, cropped and resized: the picture as the model sees it. For tiles, the whole one and then each tile.
  package func prepared(_ picture: Picture) throws(Trouble) -> PreparedPicture {
    var made = PreparedPicture(original: picture)
    let start = try background(of: picture, &made)
    let views = try resolutions.isEmpty ? [start] : tiled(start, &made)
    var pixels: [Pixels] = []
    for (index, view) in views.enumerated() {
      pixels.append(try resizedAndCropped(view, &made, isTold: index == 0))
      try Self.check(pixels.reduce(0) { $0 + $1.width * $1.height })
    }
    guard pixels.allSatisfy({ ($0.width, $0.height) == (pixels[0].width, pixels[0].height) }) else {
      throw Trouble(
        .usage, at: .option("image_grid_pinpoints"),
        "tiles of \(pixels[pixels.count - 1].width) × \(pixels[pixels.count - 1].height) pixels stand beside a whole of "
          + "\(pixels[0].width) × \(pixels[0].height)",
        remedy: "Give resolutions that are multiples of crop_size")
    }
    made.views = pixels
    made.sentences.append(scalingSentence)
    let table = channelTable
    made.values = Tensor(
      pixels.flatMap { table.values(of: $0) }, [pixels.count, 3, pixels[0].height, pixels[0].width])
    return made
  }

  /// The most pixels that a model is shown, all views together.
  package static let pixelLimit = 16 << 20

  static func check(_ pixels: Int) throws(Trouble) {
    if pixels <= pixelLimit { return }
    throw Trouble(
      .limit, at: .option("size"), "\(pixels) pixels for a model are over the limit of \(pixelLimit)",
      remedy: "Give smaller sizes in preprocessor_config.json; models look at a few hundred pixels a side")
  }

  /// Alpha, and padding to a square.
  private func background(of picture: Picture, _ made: inout PreparedPicture) throws(Trouble) -> Pixels {
    var pixels = picture.pixels
    if picture.alpha != nil {
      if laysOnWhite { pixels = picture.onWhite }
      made.sentences.append(laysOnWhite ? "laid on white where it is transparent" : "transparency dropped")
    }
    if padsToSquare, pixels.width != pixels.height {
      let mean = normalisation?.mean ?? [0, 0, 0]
      let side = max(pixels.width, pixels.height)
      guard side * side <= Pixels.resizingLimit else {
        throw Trouble(
          .limit, at: .option("do_pad"),
          "a square of \(side) × \(side) pixels around the picture is over the limit of \(Pixels.resizingLimit)",
          remedy: "Cut the picture to a shape that is less long")
      }
      let color = mean.map { UInt8(min(255, max(0, $0 * 255))) }
      let square = pixels.paddedToSquare(Pixels.Color(color[0], color[1], color[2]))
      made.sentences.append("padded to \(square.width) × \(square.height) with the mean colour")
      made.shift(
        x: -((square.width - pixels.width) / 2), y: -((square.height - pixels.height) / 2), square.width,
        square.height)
      pixels = square
    }
    return pixels
  }

  private func resizedAndCropped(
    _ pixels: Pixels, _ made: inout PreparedPicture, isTold: Bool
  ) throws(Trouble) -> Pixels {
    var pixels = pixels
    if resizes {
      let (width, height) = size.size(ofWidth: pixels.width, height: pixels.height)
      if isTold {
        made.sentences.append("resized to \(width) × \(height) (\(size), \(filter.rawValue))")
      }
      pixels = try pixels.resized(width: width, height: height, filter, library.arithmetic)
    }
    guard crops, let crop = cropSize else { return pixels }
    try Self.check(crop.width * crop.height)
    let (x, y) = (start(crop.width, of: pixels.width), start(crop.height, of: pixels.height))
    if isTold, (crop.width, crop.height) != (pixels.width, pixels.height) {
      let isPadded = crop.width > pixels.width || crop.height > pixels.height
      made.sentences.append(
        "the middle \(crop.width) × \(crop.height) is kept\(isPadded ? ", black around it" : "")")
      made.keep(x: x, y: y, crop.width, crop.height, of: pixels)
    }
    return pixels.cut(x: x, y: y, width: crop.width, height: crop.height)
  }

  /// Where the middle begins; negative where black is added. The two libraries round an odd addition differently.
  private func start(_ part: Int, of whole: Int) -> Int {
    if part <= whole { return (whole - part) / 2 }
    return -((part - whole + (library == .pillow ? 1 : 0)) / 2)
  }

  /// The table from bytes to numbers.
  var channelTable: ChannelTable {
    ChannelTable(factor: factor, normalisation: normalisation, isFused: library == .torchvision)
  }

  private var scalingSentence: String {
    let scale = factor.map { abs($0 * 255 - 1) < 1e-9 ? "divided by 255" : "multiplied by \($0)" }
    let mean = normalisation.map { "less mean \($0.mean), divided by deviation \($0.deviation)" }
    let parts = [scale, mean].compactMap { $0 }
    return parts.isEmpty ? "bytes as they are" : parts.joined(separator: ", ")
  }
}

extension Preprocessing {
  /// Whether all settings are the same.
  package static func == (a: Preprocessing, b: Preprocessing) -> Bool {
    (a.kind, a.library, a.laysOnWhite, a.padsToSquare, a.size, a.filter)
      == (b.kind, b.library, b.laysOnWhite, b.padsToSquare, b.size, b.filter)
      && (a.resizes, a.crops, a.factor) == (b.resizes, b.crops, b.factor)
      && a.cropSize?.width == b.cropSize?.width && a.cropSize?.height == b.cropSize?.height
      && a.normalisation?.mean == b.normalisation?.mean
      && a.normalisation?.deviation == b.normalisation?.deviation
      && a.resolutions.elementsEqual(b.resolutions, by: ==)
  }
}
