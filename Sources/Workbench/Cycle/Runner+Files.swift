import Basics
import Documents
import Glibc
import Screen
import Tokens

/// Work on files, themes and long searches.
extension Runner {
  /// Reads a text piece by piece. The first piece is small, so that it is on the screen before the rest is read.
  nonisolated func open(_ path: String, _ generation: Int, _ ticket: Ticket) throws(Trouble) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Files.unreadable(path) }
    defer { _ = Glibc.close(descriptor) }
    let total = try Files.regularSize(of: descriptor, path)
    var read = 0
    while true {
      let part = try Files.readSome(descriptor, named: path, atMost: read == 0 ? 1 << 16 : 1 << 22)
      if part.isEmpty && read > 0 { break }
      answer(.fileRead(Rope(part), isFirst: read == 0, total: total, generation: generation))
      read += part.count
      if part.isEmpty { break }
      try ticket.step(Double(read) / Double(max(1, total)))
    }
    answer(.fileEnded(path: path, generation: generation))
  }

  nonisolated func save(_ request: SaveRequest) throws(Trouble) {
    if !request.mayReplace && SafeFile.exists(request.path) { return answer(.saveNeedsConsent(request)) }
    try SafeFile.write(request.text, to: request.path)
    answer(.saved(request))
  }

  nonisolated func loadTheme(_ name: String) {
    let (theme, troubles) =
      name.hasSuffix(".toml")
      ? Theme.load(path: name, folders: places.themeFolders)
      : Theme.load(named: name, folders: places.themeFolders)
    answer(.themeLoaded(theme, name: name, warnings: troubles))
  }

  /// From the caret to the end, then from the other end to the caret.
  nonisolated func find(_ request: FindRequest, _ ticket: Ticket) throws(Trouble) {
    let search = TextSearch(request.needle, foldsCase: request.foldsCase)
    let text = request.text
    let (near, far) =
      request.isForward
      ? (request.from..<text.count, 0..<request.from) : (0..<request.from, request.from..<text.count)
    if let match = try search.match(in: text, near, forward: request.isForward, ticket) {
      return answer(.found(match, request, wrapped: false))
    }
    let wider = far.lowerBound..<min(text.count, far.upperBound + request.needle.count)
    answer(
      .found(try search.match(in: text, wider, forward: request.isForward, ticket), request, wrapped: true))
  }

  /// Cuts the text window by window until the wanted token is among its tokens.
  nonisolated func find(_ request: FindTokenRequest, _ ticket: Ticket) throws(Trouble) {
    let text = request.text
    for part in [request.from..<text.count, 0..<min(request.from, text.count)] where !part.isEmpty {
      var at = part.lowerBound
      while at < part.upperBound {
        try ticket.step(Double(at) / Double(max(1, text.count)))
        let window = at..<min(part.upperBound, at + 1 << 15)
        let cut = try Segmentation(
          text, visible: window, request.tokenizer.tokenizer, request.options, ticket)
        for token in cut.tokens where token.id == request.id {
          let bytes = cut.bytes(of: token)
          if bytes.lowerBound >= at && part.contains(bytes.lowerBound) {
            return answer(.tokenFound(bytes, request))
          }
        }
        at = max(window.upperBound, cut.range.upperBound)
      }
    }
    answer(.tokenFound(nil, request))
  }
}

extension Session {
  /// Whether the tokenizer's file is another than when the session was kept.
  package var hasChangedTokenizer: Bool { !tokenizerHash.isEmpty && hashed().tokenizerHash != tokenizerHash }

  /// The session with the hash of its tokenizer's file.
  func hashed() -> Session {
    var session = self
    if tokenizer.contains("/"), let bytes = try? Files.read(tokenizer) {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      session.tokenizerHash = String(hash, radix: 16)
    }
    return session
  }
}
