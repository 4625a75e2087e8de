import Basics
import Figures
import Formats
import Prints

/// Figures as a file whose name says the format: `.md`, `.html`, `.csv`, `.json`, `.txt` and what else can be printed.
package enum PlateFile {
  /// The bytes of the file. Throws when no format has this ending.
  package static func bytes(_ figures: [Figure], path: String) throws(Trouble) -> [UInt8] {
    let name = PathNames.last(path)
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last.map {
      $0.lowercased()
    }
    let format = ending.flatMap { ["txt": "text", "htm": "html", "markdown": "md"][$0] ?? $0 }
    guard let format, format != "ids", let type = PrintCatalog.named(format) else {
      let endings = PrintCatalog.names.filter { $0 != "ids" }.map { $0 == "text" ? ".txt" : ".\($0)" }
      throw Trouble(
        .usage, at: .file(path), "no format has this ending",
        remedy: "End it in \(endings.joined(separator: ", "))")
    }
    return try type.init(PrintOptions()).document(figures)
  }
}
