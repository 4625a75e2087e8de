import Basics
import Formats
import Tokens
import Workbench

/// From the name on the command line to a tokenizer, as the picker finds them.
nonisolated enum TokenizerChoice {
  /// What this process can see.
  static var shelf: TokenizerShelf {
    let variables = environmentVariables()
    let folders = AssetFolders(environment: variables)
    let settings = folders.configuration.map { Settings.load($0 + "/config.toml").0 } ?? Settings()
    return TokenizerShelf(folders: folders, environment: variables, configured: settings.tokenizers)
  }

  /// Opens the tokenizer that a name or path means; without one, the sample.
  static func open(
    _ name: String?, pattern: String? = nil, specials: [SpecialToken] = []
  ) throws(Trouble) -> any Tokenizer {
    let shelf = shelf
    let entry = try shelf.resolve(name ?? shelf.standardName)
    return try shelf.open(entry, pattern: pattern, specials: specials.isEmpty ? nil : specials, Ticket())
  }
}
