import Basics
import Formats
import Lenses
import Tokens

/// Makes the subject of a look: from what a person brought, or else from the samples that the lens names.
package struct LensSubject: Sendable {
  private let card: LensCard
  private let folders: AssetFolders

  /// The most bytes of all texts together.
  private static let sizeLimit = 256 << 20

  package init(_ card: LensCard, _ folders: AssetFolders) {
    self.card = card
    self.folders = folders
  }

  /// The subject. Without texts the samples stand in, and sample pictures where a lens of pictures got neither pictures nor tensors; the
  /// plate says so. Throws when samples are missing.
  package func subject(
    texts: [Subject.Text], tokenizers: [any Tokenizer], tensors: [TensorFile] = [],
    pictures: [Subject.NamedPicture] = [], knobs: Knobs, cursor: Int = 0, memory: LensMemory
  ) throws(Trouble) -> Subject {
    let lacksPictures = pictures.isEmpty && tensors.isEmpty
    let isSample = card.needs.pictures > 0 ? lacksPictures : texts.isEmpty
    let tokenizers = Array(tokenizers.prefix(card.needs.tokenizers.upperBound))
    return Subject(
      texts: texts.isEmpty ? try samples() : texts, tokenizers: tokenizers,
      embeddings: tokenizers.map { card.needs.tensorFiles > 0 ? try? Embeddings($0).matrix : nil },
      tensorSets: tensors.prefix(card.needs.tensorFiles).map {
        Subject.TensorSet(
          name: PathNames.last($0.path), tensors: $0.tensors, about: $0.metadata,
          patches: VisualDump.patches(in: $0))
      },
      pictures: lacksPictures ? try samplePictures() : pictures, models: try models(), knobs: knobs,
      cursor: isSample ? 0 : cursor, isSample: isSample, memory: memory)
  }

  /// The texts that the card names below `Samples`; a folder stands for its files in the order of their names.
  package func samples() throws(Trouble) -> [Subject.Text] {
    var texts: [Subject.Text] = []
    for name in card.needs.samples {
      let path = try Self.sample(name, in: folders)
      let files = FolderWalk.files([path], respectingIgnoreFiles: false) { _ in }
      for file in files where texts.count < card.needs.texts {
        let shown = Self.below(file.path, path, name)
        if shown.split(separator: "/").last?.hasPrefix("README") == true { continue }
        if texts.contains(where: { $0.name == shown }) { continue }
        texts.append(
          Subject.Text(name: shown, language: Self.language(shown), bytes: try Files.read(file.path)))
      }
    }
    return texts
  }

  /// The pictures that the card names below `Samples`; none when it names none. Throws when they are missing.
  private func samplePictures() throws(Trouble) -> [Subject.NamedPicture] {
    guard card.needs.pictures > 0, let folder = card.needs.pictureSamples else { return [] }
    return try PictureFiles.read(
      PictureFiles.list([try Self.sample(folder, in: folders)], limit: card.needs.pictures))
  }

  /// The micro models that the card asks for, by their names. Throws when one is missing.
  private func models() throws(Trouble) -> [String: Subject.TensorSet] {
    var models: [String: Subject.TensorSet] = [:]
    for name in card.needs.models {
      let path = try Self.sample("Micro/\(name).safetensors", in: folders)
      let file = try TensorFileReader.open(path)
      models[name] = Subject.TensorSet(
        name: PathNames.last(path), tensors: file.tensors, about: file.metadata)
    }
    return models
  }

  /// Where a file or folder below `Samples` is. Throws when it is not installed.
  static func sample(_ name: String, in folders: AssetFolders) throws(Trouble) -> String {
    guard let path = folders.find("Samples/" + name) else {
      throw Trouble(
        .input, at: .file("Samples/" + name), "this sample is not installed",
        remedy: "Run make install again, or bring something of your own")
    }
    return path
  }

  /// Paths by what they name: files of tensors and pictures by their endings, folders of pictures by what is in them; and the other ones.
  package static func sorted(_ paths: [String]) -> (tensors: [String], pictures: [String], texts: [String]) {
    let endings = [".npy", ".npz", ".safetensors", ".gguf", ".index.json"]
    func isTensors(_ path: String) -> Bool { endings.contains { path.lowercased().hasSuffix($0) } }
    func isPictures(_ path: String) -> Bool {
      PictureFiles.isPicture(path) || PictureFiles.isAlbum(path)
    }
    return (
      paths.filter(isTensors), paths.filter { !isTensors($0) && isPictures($0) },
      paths.filter { !isTensors($0) && !isPictures($0) }
    )
  }

  /// Reads pictures. Throws at the first that cannot be read, and when there are more than the lens can use.
  package func readPictures(_ paths: [String], _ ticket: Ticket = .open) throws(Trouble)
    -> [Subject.NamedPicture]
  {
    if paths.isEmpty { return [] }
    let files = try PictureFiles.list(paths)
    guard files.count <= card.needs.pictures else {
      throw Trouble(
        .usage, "\(card.id) takes at most \(card.needs.pictures) pictures, here are \(files.count)",
        remedy: card.needs.pictures == 0 ? "Name a lens that looks at pictures" : "Name fewer pictures")
    }
    return try PictureFiles.read(files, ticket)
  }

  /// Opens files of tensors. Throws at the first that cannot be opened, and when there are more than the lens can use.
  package func open(_ paths: [String]) throws(Trouble) -> [TensorFile] {
    guard paths.count <= card.needs.tensorFiles else {
      throw Trouble(
        .usage,
        "\(card.id) takes at most \(card.needs.tensorFiles) files of tensors, here are \(paths.count)",
        remedy: "Name fewer files")
    }
    var files: [TensorFile] = []
    for path in paths { files.append(try TensorFileReader.open(path)) }
    return files
  }

  /// Files, folders and standard input. Binary files of folders are passed over. Throws at the first that cannot be read, and
  /// when there are more than the lens can use.
  package func read(_ paths: [String]) throws(Trouble) -> [Subject.Text] {
    var texts: [Subject.Text] = []
    var room = Self.sizeLimit
    var troubles: [Trouble] = []
    for path in paths {
      for file in FolderWalk.files([path], { troubles.append($0) }) {
        let name = file.path == "-" ? "standard input" : file.path
        let bytes =
          file.path == "-"
          ? try Files.readAll(0, named: name, limit: room) : try Files.read(file.path, limit: room)
        if file.path != path, bytes.prefix(1 << 13).contains(0) { continue }
        room -= bytes.count
        texts.append(Subject.Text(name: name, language: Self.language(name), bytes: bytes))
      }
    }
    if let trouble = troubles.first { throw trouble }
    guard texts.count <= card.needs.texts else {
      throw Trouble(
        .usage, "\(card.id) takes at most \(card.needs.texts) texts, here are \(texts.count)",
        remedy: "Name fewer files")
    }
    return texts
  }

  private static func below(_ file: String, _ folder: String, _ name: String) -> String {
    file == folder ? name : name + "/" + file.dropFirst(folder.count).drop { $0 == "/" }
  }

  /// `de` for a file that is called `de.txt`: a stem of two or three small letters stands for a language.
  static func language(_ path: String) -> String {
    let stem = path.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? ""
    return (2...3).contains(stem.count) && stem.allSatisfy { $0.isASCII && $0.isLowercase } ? stem : ""
  }
}

extension LensCatalog {
  /// The lens of an id or number. Throws with what was perhaps meant.
  package static func find(_ name: String) throws(Trouble) -> any Lens.Type {
    if let lens = named(name) { return lens }
    let near = nearNames(name, among: all.map { $0.card.id }, limit: 3)
    throw Trouble(
      .usage, at: .option("lens"), "no lens is called \(name)",
      remedy: near.isEmpty ? "tessera lens lists them all" : "Did you mean \(near.joined(separator: ", "))")
  }
}
