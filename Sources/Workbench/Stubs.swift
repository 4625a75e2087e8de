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
    if let builtIn = TokenizerCatalog.named(name) { return builtIn }
    return try TokenizerReader.read(path: name, ticket: ticket)
  }
}
