import Basics
import Figures
import Formats
import Screen
import Tokens

package struct ShelfEntry: Sendable, Equatable {
  package var name: String
  package var detail: String
  package var path: String?
  package var unreadable: String?
}
package struct TokenizerShelf: Sendable {
  package init(folders: AssetFolders, environment: [String: String], configured: [String]) {}
  package var standardName: String { "bytes" }
  package func entries(_ ticket: Ticket) throws(Trouble) -> [ShelfEntry] { [] }
  package func load(_ name: String, _ ticket: Ticket) throws(Trouble) -> any Tokenizer {
    try TokenizerReader.read(path: name, ticket: ticket)
  }
}
enum FigurePainter {
  struct Options { var isASCII = false }
  static func height(_ figure: Figure, width: Int, _ options: Options) -> Int { 3 }
  static func draw(_ figure: Figure, into frame: inout Screen.Frame, _ rect: Rect, _ theme: Theme, scroll: Int, _ options: Options) {}
}
