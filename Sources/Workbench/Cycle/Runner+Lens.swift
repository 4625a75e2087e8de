import Basics
import Documents
import Lenses
import Prints

/// Looks of lenses, and their plates as files.
extension Runner {
  /// Looks, and hands out plates as they come. What a lens remembers is kept until the program ends.
  func look(_ request: LookRequest, _ ticket: Ticket) async throws(Trouble) {
    let lens = try LensCatalog.find(request.lens)
    let memory = lensMemories[request.lens] ?? LensMemory()
    lensMemories[request.lens] = memory
    let plate = try await Self.look(request, lens, places.assets, memory, ticket) {
      self.answer(.looked($0, request, isComplete: false))
    }
    answer(.looked(plate, request, isComplete: true))
  }

  /// The largest text of the person that a lens gets; more is cut off behind the cursor's part.
  private static let textLimit = 16 << 20

  @concurrent
  private static func look(
    _ request: LookRequest, _ lens: any Lens.Type, _ folders: AssetFolders, _ memory: LensMemory,
    _ ticket: Ticket,
    show: @escaping @Sendable (Plate) -> Void
  ) async throws(Trouble) -> Plate {
    let texts = request.text.map { text in
      [Subject.Text(name: request.name, bytes: text[0..<min(text.count, textLimit)])]
    }
    let loader = LensSubject(lens.card, folders)
    let tensors = try loader.open(Array(request.tensorPaths.prefix(lens.card.needs.tensorFiles)))
    let paths = request.picturePaths
    let pictures =
      paths.isEmpty ? [] : try PictureFiles.list(paths, limit: lens.card.needs.pictures)
    var subject = try loader.subject(
      texts: texts ?? [], tokenizers: request.tokenizers.map(\.tokenizer), tensors: tensors,
      pictures: try loader.readPictures(pictures, ticket), knobs: request.knobs, cursor: request.caret,
      memory: memory)
    subject.show = show
    return try await lens.init().look(at: subject, ticket)
  }

  /// Writes figures in the format that the file's name asks for.
  nonisolated func export(_ request: ExportRequest) throws(Trouble) {
    let bytes = try PlateFile.bytes(request.figures, path: request.path)
    if !request.mayReplace && SafeFile.exists(request.path) { return answer(.exportNeedsConsent(request)) }
    try SafeFile.write(Rope(bytes), to: request.path)
    answer(.exported(request.path, byteCount: bytes.count))
  }
}
