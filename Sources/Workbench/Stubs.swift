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
  package init() {}
  package func entries(_ ticket: Ticket) throws(Trouble) -> [ShelfEntry] { [] }
  package func load(_ name: String, _ ticket: Ticket) throws(Trouble) -> any Tokenizer {
    try TokenizerReader.read(path: name, ticket: ticket)
  }
}
func fuzzyScore(_ query: String, _ text: String) -> Int? {
  text.lowercased().contains(query.lowercased()) ? 1 : nil
}
enum FigurePainter {
  struct Options { var isASCII = false }
  static func height(_ figure: Figure, width: Int, _ options: Options) -> Int { 3 }
  static func draw(_ figure: Figure, into frame: inout Screen.Frame, _ rect: Rect, _ theme: Theme, scroll: Int, _ options: Options) {}
}
