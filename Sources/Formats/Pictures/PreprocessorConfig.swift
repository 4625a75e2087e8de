import Basics
import Patches
import Tokens

/// A `preprocessor_config.json` of the transformers library as a `Preprocessing`.
///
///     let preprocessing = try PreprocessorConfig.read("clip/preprocessor_config.json")
///
/// Newer folders keep the same settings under `image_processor` of `processor_config.json`. What is not said is what the named processor
/// does by itself. A processor that is not known is refused by its name: settings alone do not tell what its code does.
package enum PreprocessorConfig {
  /// The files of a model folder that hold it, the first that is there counts.
  package static let names = ["preprocessor_config.json", "processor_config.json"]

  /// The longest file that is read.
  private static let limit = 1 << 20
  /// The largest side that a setting may ask for.
  private static let sideLimit = 16_384

  /// Of a file, or of a model folder. Throws when it is not there, broken, or of a processor that is not known.
  package static func read(_ path: String) throws(Trouble) -> Preprocessing {
    var path = path
    if PathNames.isFolder(path) {
      let files = names.map { path + "/" + $0 }
      guard let file = files.first(where: PathNames.isFile) else {
        throw Trouble(
          .input, at: .file(path), "there is no \(names[0]) in this folder",
          remedy: "Copy it from where the model comes from; it says how pictures are resized and normalised")
      }
      path = file
    }
    return try read(Files.read(path, limit: limit), named: PathNames.last(path))
  }

  /// Of the bytes of such a file.
  package static func read(_ bytes: [UInt8], named file: String) throws(Trouble) -> Preprocessing {
    var scanner = try JSONScanner(bytes, file: file)
    let value = try scanner.value()
    try scanner.end()
    let whole = Declaration(value, file: file, field: "")
    guard case .fields = value else { throw whole.trouble("a JSON object expected") }
    let settings = whole.part("image_processor") ?? whole
    var preprocessing = Preprocessing(try kind(settings))
    try readSteps(settings, into: &preprocessing)
    try readSizes(settings, into: &preprocessing)
    try readNumbers(settings, into: &preprocessing)
    return preprocessing
  }

  /// `CLIPImageProcessor`, its spellings with Fast and Pil behind, and its older name CLIPFeatureExtractor.
  private static func kind(_ settings: Declaration) throws(Trouble) -> Preprocessing.Kind {
    let field = settings.has("image_processor_type") ? "image_processor_type" : "feature_extractor_type"
    let name = String(decoding: try settings.text(field), as: UTF8.self)
    var family = name
    for ending in ["Fast", "Pil"] where family.hasSuffix(ending) { family.removeLast(ending.count) }
    if family.hasSuffix("FeatureExtractor") { family = family.dropLast(16) + "ImageProcessor" }
    guard let kind = Preprocessing.Kind(rawValue: family) else {
      throw settings.trouble(
        "\(Legible.string(of: name)) is no processor that is known", in: field,
        remedy: "Known are " + Preprocessing.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return kind
  }

  private static func readSteps(
    _ settings: Declaration, into preprocessing: inout Preprocessing
  ) throws(Trouble) {
    preprocessing.laysOnWhite = try settings.flag("do_convert_rgb", default: preprocessing.laysOnWhite)
    preprocessing.resizes = try settings.flag("do_resize", default: true)
    preprocessing.crops = try settings.flag("do_center_crop", default: preprocessing.crops)
    let pads = try settings.flag("do_pad", default: false)
    // LLaVA-NeXT's padding is about several pictures in one batch, which there is none of here.
    guard !pads || preprocessing.kind == .llava || preprocessing.kind == .llavaNext else {
      throw settings.trouble(
        "\(preprocessing.kind.rawValue) with padding is not known", in: "do_pad", remedy: "Set it to false")
    }
    preprocessing.padsToSquare = pads && preprocessing.kind == .llava
    // The numbers of Pillow's filters.
    let filters: [ResizingFilter] = [.nearest, .lanczos, .bilinear, .bicubic, .area, .hamming]
    let standard = filters.firstIndex(of: preprocessing.filter) ?? 3
    let filter = try settings.integer("resample", default: standard)
    guard filters.indices.contains(filter) else {
      throw settings.trouble("\(filter) is no filter", in: "resample", remedy: "Filters are numbered 0 to 5")
    }
    preprocessing.filter = filters[filter]
  }

  private static func readSizes(
    _ settings: Declaration, into preprocessing: inout Preprocessing
  ) throws(Trouble) {
    let squares = try settings.flag("default_to_square", default: preprocessing.kind.takesSquares)
    if let size = try size(settings, "size", takesSquares: squares) { preprocessing.size = size }
    switch try size(settings, "crop_size", takesSquares: true) {
    case .exactly(let width, let height): preprocessing.cropSize = (width, height)
    case nil: break
    default: throw settings.trouble("height and width expected", in: "crop_size")
    }
    guard preprocessing.kind == .llavaNext, settings.has("image_grid_pinpoints") else { return }
    preprocessing.resolutions = []
    for pair in try settings.list("image_grid_pinpoints") {
      guard case .list(let numbers) = pair.setting, numbers.count == 2,
        case .integer(let height) = numbers[0],
        case .integer(let width) = numbers[1]
      else { throw pair.trouble("a height and a width expected") }
      preprocessing.resolutions.append(
        (
          try side(width, settings, "image_grid_pinpoints"),
          try side(height, settings, "image_grid_pinpoints")
        ))
    }
    guard !preprocessing.resolutions.isEmpty else {
      throw settings.trouble("at least one resolution expected", in: "image_grid_pinpoints")
    }
  }

  /// A number, or fields that name sides.
  private static func size(
    _ settings: Declaration, _ name: String, takesSquares: Bool
  ) throws(Trouble) -> SizeRule? {
    guard let part = settings.part(name) else { return nil }
    func side(_ field: String) throws(Trouble) -> Int? {
      part.has(field) ? try Self.side(part.integer(field), part, field) : nil
    }
    if case .integer(let number) = part.setting {
      let side = try Self.side(number, settings, name)
      return takesSquares ? .exactly(width: side, height: side) : .shortest(side)
    }
    if let shortest = try side("shortest_edge") {
      return .shortest(shortest, longest: try side("longest_edge"))
    }
    if let height = try side("max_height"), let width = try side("max_width") {
      return .within(width: width, height: height)
    }
    guard let height = try side("height"), let width = try side("width") else {
      throw settings.trouble(
        "a number, shortest_edge, or height and width expected", in: name,
        remedy: "Copy the file again from where the model comes from")
    }
    return .exactly(width: width, height: height)
  }

  private static func side(_ number: Int, _ part: Declaration, _ name: String) throws(Trouble) -> Int {
    guard (1...sideLimit).contains(number) else {
      throw part.trouble("\(number) pixels are not between 1 and \(sideLimit)", in: name)
    }
    return number
  }

  private static func readNumbers(
    _ settings: Declaration, into preprocessing: inout Preprocessing
  ) throws(Trouble) {
    let factor = try settings.number("rescale_factor", default: 1 / 255.0)
    guard factor > 0 else { throw settings.trouble("a number over 0 expected", in: "rescale_factor") }
    preprocessing.factor = try settings.flag("do_rescale", default: true) ? factor : nil
    guard try settings.flag("do_normalize", default: true) else {
      preprocessing.normalisation = nil
      return
    }
    let standard = preprocessing.normalisation ?? ([0, 0, 0], [1, 1, 1])
    let deviation = try channels(settings, "image_std") ?? standard.deviation
    guard deviation.allSatisfy({ $0 > 0 }) else {
      throw settings.trouble("numbers over 0 expected", in: "image_std")
    }
    preprocessing.normalisation = (try channels(settings, "image_mean") ?? standard.mean, deviation)
  }

  /// Three numbers, or one for all channels.
  private static func channels(_ settings: Declaration, _ name: String) throws(Trouble) -> [Double]? {
    guard let part = settings.part(name) else { return nil }
    guard case .list(let members) = part.setting else {
      return Array(repeating: try settings.number(name), count: 3)
    }
    let numbers: [Double] = members.compactMap { member in
      switch member {
      case .integer(let number): Double(number)
      case .number(let number): number
      default: nil
      }
    }
    guard numbers.count == 3, members.count == 3 else { throw part.trouble("three numbers expected") }
    return numbers
  }
}
