import Basics
import Documents
import Screen
import TOMLKit

/// What is kept of the workbench between two runs, and in a session file.
package struct Session: Sendable, Equatable {
  /// The text when it is in no file, or not as it is in its file; nil when the file holds it.
  package var text: Rope?
  package var path: String?
  package var name: String
  /// A name or path that can be resolved again.
  package var tokenizer: String
  /// FNV-1a of the tokenizer's file, so that opening it changed can be said; empty for built-in ones.
  package var tokenizerHash = ""
  package var view: TextView
  package var contextWindow: Int
  package var theme: String
  package var layout = ""
  /// The files of tensors that are open.
  package var tensors: [String] = []
  /// The pictures that are open as visual tokens, and the model; empty for the sample scenes and the micro model.
  package var pictures: [String] = []
  package var visionModel = ""

  /// The largest session file read.
  package static let sizeLimit = 8 << 20

  package init(
    text: Rope?, path: String?, name: String, tokenizer: String, view: TextView, contextWindow: Int,
    theme: String
  ) {
    self.text = text
    self.path = path
    self.name = name
    self.tokenizer = tokenizer
    self.view = view
    self.contextWindow = contextWindow
    self.theme = theme
  }

  /// The session as TOML; the text itself is left to the caller.
  package func table() -> TOMLTable {
    let table = TOMLTable()
    table["version"] = 1
    if let path { table["path"] = path }
    table["name"] = name
    table["tokenizer"] = tokenizer
    table["tokenizer-hash"] = tokenizerHash
    table["theme"] = theme
    table["context-window"] = contextWindow
    table["layout"] = layout
    if !tensors.isEmpty { table["tensors"] = TOMLArray(tensors) }
    if !pictures.isEmpty { table["pictures"] = TOMLArray(pictures) }
    if !visionModel.isEmpty { table["vision-model"] = visionModel }
    table["view"] = view.mode.rawValue
    table["boundaries"] = view.boundaries.rawValue
    table["wraps"] = view.wraps
    table["line-numbers"] = view.showsLineNumbers
    table["whitespace"] = view.showsWhitespace
    table["minimap"] = view.showsMinimap
    table["top"] = view.top
    table["anchor"] = view.selection.anchor
    table["caret"] = view.selection.caret
    return table
  }

  /// Reads a session; a field that is missing or of another type gets its standard value.
  package init(_ table: TOMLTable, text: Rope?, file: String) throws(Trouble) {
    guard table["version"]?.int == 1 else {
      throw Trouble(
        .input, at: .field(file: file, name: "version"), "not a session of this program",
        remedy: "Save the session again with “Save the session to a file”")
    }
    self.init(
      text: text, path: table["path"]?.string, name: table["name"]?.string ?? "recovered text",
      tokenizer: table["tokenizer"]?.string ?? "", view: TextView(),
      contextWindow: max(1, table["context-window"]?.int ?? 128_000), theme: table["theme"]?.string ?? "")
    tokenizerHash = table["tokenizer-hash"]?.string ?? ""
    layout = table["layout"]?.string ?? ""
    tensors = table["tensors"]?.array.map { $0.compactMap(\.string) } ?? []
    pictures = table["pictures"]?.array.map { $0.compactMap(\.string) } ?? []
    visionModel = table["vision-model"]?.string ?? ""
    view.mode = table["view"]?.string.flatMap(TextView.Mode.init) ?? .spans
    view.boundaries = table["boundaries"]?.string.flatMap(TextView.Boundaries.init) ?? .underline
    view.wraps = table["wraps"]?.bool ?? true
    view.showsLineNumbers = table["line-numbers"]?.bool ?? true
    view.showsWhitespace = table["whitespace"]?.bool ?? true
    view.showsMinimap = table["minimap"]?.bool ?? true
    view.top = max(0, table["top"]?.int ?? 0)
    view.selection = Selection(
      anchor: max(0, table["anchor"]?.int ?? 0), caret: max(0, table["caret"]?.int ?? 0))
  }
}
