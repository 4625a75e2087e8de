import Basics
import Figures
import Lab
import Patches
import Tensors

/// The names of the backbones, as the knob has them.
enum PatchClassifierChoice {
  static let names = PatchClassifier.Backbone.allCases.map(\.rawValue)
}

/// What is known of a picture at every size of patches, and what a sweep has measured so far.
struct PatchScalingStudy: Sendable {
  /// A picture at the size at which it is cut.
  struct Shown: Sendable {
    var name: String
    var pixels: Pixels
    /// What was done to it before; empty when nothing.
    var note: String
    /// By side of the patches that fit, what they must lose.
    var residuals: [Int: PatchResiduals] = [:]
  }

  /// A side of patches that was trained.
  struct Trained: Sendable {
    var measure: PatchMeasure
    var seconds: Double
  }

  let knobs: Knobs
  let isSample: Bool
  /// Nil when there is none.
  var shown: Shown?
  /// Losses that were brought; the micro model is left alone then.
  let brought: [PatchLoss]
  /// Labelled pictures that were brought; digits are drawn when there are none.
  let folder: LabelledFolder?
  /// By side of the patches, what was trained.
  var trained: [Int: Trained] = [:]
  /// What is being trained, in a sentence; nil when nothing is.
  var progress: String?

  /// Sides whose bill is made out.
  static let patches = [32, 16, 8, 4, 2, 1]
  /// Pixels of the longer side beyond which a picture is made smaller to be cut.
  static let ownLimit = 256

  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    (knobs, isSample) = (subject.knobs, subject.isSample)
    brought = try BroughtLosses.read(knobs.text("losses"), subject.tensorSets)
    folder = try LabelledFolder(
      subject.pictures, seed: UInt64(max(0, subject.knobs.integer("seed"))), ticket.part(0..<0.5))
    guard let first = subject.pictures.first else { return }
    var shown = try Self.shown(first, size: knobs.text("size"))
    let (pixels, least) = (shown.pixels, min(shown.pixels.width, shown.pixels.height))
    guard least >= patch else {
      throw Trouble(
        .usage, at: .option("p"), "no patch of \(patch) pixels fits into \(pixels.width) × \(pixels.height)",
        remedy: "Choose a smaller p, or a larger size")
    }
    for side in Self.patches where side <= least {
      let found = try await subject.memory.value(for: ResidualKey(pixels: pixels, patch: side)) {
        () throws(Trouble) in
        let cut = try Patchify(width: pixels.width, height: pixels.height, patch: side, cropping: true)
        return try PatchResiduals(of: cut.tokens(of: pixels), ticket)
      }
      shown.residuals[side] = found
    }
    self.shown = shown
  }

  private struct ResidualKey: Hashable {
    var pixels: Pixels
    var patch: Int
  }

  /// Pixels of the side of a patch of the grid.
  var patch: Int { Int(knobs.text("p")) ?? 4 }
  /// Numbers of a token, D, of the bill.
  var width: Int { knobs.integer("width") }
  /// The sides that are trained, in the order in which they are.
  var sweepPatches: [Int] {
    brought.isEmpty ? knobs.text("sweep").split(separator: " ").compactMap { Int($0) } : []
  }

  /// The bill of a picture cut at `patch`.
  func budget(_ shown: Shown, _ patch: Int) -> PatchBudget {
    PatchBudget(height: shown.pixels.height, width: shown.pixels.width, patch: patch, modelWidth: width)
  }

  private static func shown(_ one: Subject.NamedPicture, size: String) throws(Trouble) -> Shown {
    let pixels = one.picture.pixels
    guard pixels.width > 0, pixels.height > 0 else {
      throw Trouble(.input, at: .file(one.name), "the picture has no pixels", remedy: "Bring another one")
    }
    if let side = Int(size) {
      let square = try pixels.centreSquare.resized(width: side, height: side, .bicubic)
      return Shown(name: one.name, pixels: square, note: "its centre square at \(side) × \(side)")
    }
    let longer = max(pixels.width, pixels.height)
    guard longer > ownLimit else { return Shown(name: one.name, pixels: pixels, note: "") }
    func small(_ side: Int) -> Int { max(1, side * ownLimit / longer) }
    let smaller = try pixels.resized(width: small(pixels.width), height: small(pixels.height), .area)
    return Shown(
      name: one.name, pixels: smaller,
      note: "\(pixels.width) × \(pixels.height) made smaller, to \(smaller.width) × \(smaller.height)")
  }
}
