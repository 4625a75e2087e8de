import Basics
import Tokens

/// The tokenizers that are already on this machine, and the one way from a name to one of them.
///
/// Looked through: what is built in, the sample that comes with the program, files and folders that the person gave or
/// configured, the cache of the Hugging Face library and those of tiktoken. Nothing is fetched and nothing but names and
/// the first bytes of files is read until a tokenizer is opened.
package struct TokenizerShelf: Sendable {
  private let folders: AssetFolders
  private let environment: [String: String]
  private let configured: [String]
  private let given: [String]

  package init(
    folders: AssetFolders, environment: [String: String], configured: [String] = [], given: [String] = []
  ) {
    self.folders = folders
    self.environment = environment
    self.configured = configured
    self.given = given
  }

  /// What opens when nobody says otherwise: the sample tokenizer, or bytes where it is missing.
  package var standardName: String { samples.first?.name ?? "bytes" }

  /// Everything, in the order of the sources. A name that occurs twice keeps its first place.
  package func entries(_ ticket: Ticket) throws(Trouble) -> [ShelfEntry] {
    var entries = builtIn + samples
    for (paths, source) in [(given, ShelfEntry.Source.file), (configured, .configured)] {
      for path in paths {
        entries += self.entries(at: path, source)
        try ticket.step(0.1)
      }
    }
    entries += try HuggingFaceCache(environment).entries(ticket)
    entries += try TiktokenCache(environment).entries(ticket)
    try ticket.step(1)
    var names: Set<String> = []
    return entries.filter { names.insert($0.name).inserted }
  }

  private var builtIn: [ShelfEntry] {
    TokenizerCatalog.segmenters.map { ShelfEntry($0.name, .builtIn, detail: $0.definition) }
  }

  private var samples: [ShelfEntry] {
    folders.findAll("Samples").flatMap { folder in
      PathNames.entries(folder).filter { $0.hasSuffix(".json") && !$0.hasSuffix(".meta.json") }.map {
        ShelfEntry(
          PathNames.stem($0), .sample, detail: "trained on the texts of this program", path: folder + "/" + $0
        )
      }
    }
  }

  /// A file, or what a folder holds: itself, or the tokenizers one level down.
  private func entries(at path: String, _ source: ShelfEntry.Source) -> [ShelfEntry] {
    let path = path.hasPrefix("~/") ? (environment["HOME"] ?? "~") + path.dropFirst() : path
    if PathNames.isFile(path) { return [FileEntry.make(path, source)] }
    guard PathNames.isFolder(path) else {
      return [ShelfEntry(path, source, path: path, unreadable: "no such file or folder")]
    }
    if let own = try? TokenizerReader.file(in: path) {
      return [FileEntry.make(own, source, name: PathNames.last(path))]
    }
    return PathNames.entries(path).compactMap { name in
      let inner = path + "/" + name
      if PathNames.isFolder(inner) {
        return (try? TokenizerReader.file(in: inner)).map { FileEntry.make($0, source, name: name) }
      }
      return FileEntry.isLikely(name) ? FileEntry.make(inner, source) : nil
    }
  }
}

extension TokenizerShelf {
  private static let sampleNote =
    "A teaching vocabulary, trained on the sample texts of this program; F2 opens the one that your model uses."

  /// The entry that a name means: a path, an exact name, or the one name that fits. Throws with what was perhaps meant.
  /// A plain word means a name on the shelf before it means a file in the present folder.
  package func resolve(_ name: String, ticket: Ticket = .open) throws(Trouble) -> ShelfEntry {
    let isFile = PathNames.isFile(name)
    if isFile && (name.contains("/") || name.contains(".")) { return FileEntry.make(name, .file) }
    let known = try entries(ticket)
    if let exact = known.first(where: { $0.name == name }) { return try readable(exact) }
    if isFile { return FileEntry.make(name, .file) }
    if let sized = TokenizerCatalog.named(name) {
      return ShelfEntry(name, .builtIn, detail: sized.card.notes.first ?? "")
    }
    let lowered = name.lowercased()
    let alike = known.filter {
      $0.name.lowercased() == lowered || $0.name.lowercased().hasSuffix("/" + lowered)
    }
    if alike.count == 1 { return try readable(alike[0]) }
    if PathNames.isFolder(name) {
      return FileEntry.make(try TokenizerReader.file(in: name), .file, name: PathNames.last(name))
    }
    if name.contains("/"), let file = FolderContents.completed(name) { return FileEntry.make(file, .file) }
    if name.hasPrefix("/") || name.hasPrefix("./") || name.hasPrefix("../") {
      throw Trouble(
        .input, at: .file(name), "no such file or folder", remedy: "Check the spelling of the path")
    }
    let fitting = search(name, in: known)
    if fitting.count == 1 { return try readable(fitting[0]) }
    throw unknown(name, alike.isEmpty ? fitting : alike, known)
  }

  /// The entries that fit what a person typed, best first.
  package func search(_ query: String, in entries: [ShelfEntry]) -> [ShelfEntry] {
    let scored = entries.enumerated().compactMap { index, entry in
      fuzzyScore(query, entry.name).map { (score: $0, index: index, entry: entry) }
    }
    return scored.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map(\.entry)
  }

  /// Opens the tokenizer that a name means.
  package func load(_ name: String, _ ticket: Ticket) throws(Trouble) -> any Tokenizer {
    try open(try resolve(name, ticket: ticket), ticket)
  }

  /// Opens an entry.
  package func open(
    _ entry: ShelfEntry, pattern: String? = nil, specials: [SpecialToken]? = nil, _ ticket: Ticket
  ) throws(Trouble) -> any Tokenizer {
    if let path = entry.path {
      return try TokenizerReader.read(
        path: path, name: entry.name, pattern: pattern, specials: specials,
        notes: entry.source == .sample ? [Self.sampleNote] : [], ticket: ticket)
    }
    guard let tokenizer = TokenizerCatalog.named(entry.name) else {
      throw Trouble(.fault, "\(entry.name) is on the shelf, but not in the catalogue")
    }
    return tokenizer
  }

  private func readable(_ entry: ShelfEntry) throws(Trouble) -> ShelfEntry {
    guard let reason = entry.unreadable else { return entry }
    throw Trouble(.input, at: .file(entry.path ?? entry.name), reason)
  }

  private func unknown(_ name: String, _ fitting: [ShelfEntry], _ known: [ShelfEntry]) -> Trouble {
    let names = fitting.isEmpty ? nearNames(name, among: known.map(\.name)) : fitting.prefix(5).map(\.name)
    let what = fitting.count > 1 ? "\(name) fits several tokenizers" : "no tokenizer is called \(name)"
    let remedy =
      names.isEmpty
      ? "See tessera tokenizers, or give the path of a file"
      : "Did you mean \(names.joined(separator: ", "))?"
    return Trouble(
      .usage, at: .option("-t"), what, remedy: remedy.hasSuffix("?") ? String(remedy.dropLast()) : remedy)
  }
}
