import Basics
import Figures
import Formats
import Patches
import Prints
import Screen

extension Runner {
  /// Figures as one picture: as the PNG print draws them, read back for terminals that take no PNG. Without the libraries for that, the pixels
  /// of the first token grid alone.
  nonisolated static func previewPicture(_ figures: [Figure]) throws(Trouble) -> PreviewPicture {
    let title = figures.first?.title ?? ""
    do {
      let png = try PNGPrint(PrintOptions()).document(figures)
      let drawn = try PictureReader.read(png, named: "the preview")
      return PreviewPicture(title: title, pixels: drawn.pixels, png: png)
    } catch {
      guard error.kind == .usage, let pixels = figures.lazy.compactMap(\.pixels).first else { throw error }
      return PreviewPicture(title: title, pixels: pixels, png: try PixelPNG.bytes(of: pixels))
    }
  }
}

extension Figure {
  /// The picture of a token grid.
  fileprivate var pixels: Pixels? {
    if case .tokenGrid(let grid) = self { grid.pixels } else { nil }
  }
}
