import Basics
import Documents
import Glibc
import Prints
import TOMLKit

/// Where sessions are kept: `recover/` in the state folder, and session files that a person names.
///
/// A recovery is two files: `session.toml`, and `text` with the bytes of the unsaved text. Each is written beside its
/// place, forced to the disk, and renamed, so that a crash leaves the old one or the new one.
package struct SessionStore: Sendable {
  private let folder: String?

  /// A store in the state folder; without one (no `HOME`) nothing is kept.
  package init(stateFolder: String?) { folder = stateFolder.map { $0 + "/recover" } }

  private var sessionPath: String? { folder.map { $0 + "/session.toml" } }
  private var textPath: String? { folder.map { $0 + "/text" } }
  /// Where a session stands that has been offered, until the person has decided.
  private var offeredSessionPath: String? { folder.map { $0 + "/offered.toml" } }
  private var offeredTextPath: String? { folder.map { $0 + "/offered-text" } }

  /// Keeps a session for the next start.
  package func keep(_ session: Session) throws(Trouble) {
    guard let folder, let sessionPath, let textPath else { return }
    try SafeFile.makeFolder(folder)
    if let text = session.text {
      try SafeFile.write(text, to: textPath, permissions: 0o600)
    }
    let table = session.table()
    table["has-text"] = session.text != nil
    try SafeFile.write(Rope(Array(table.convert().utf8)), to: sessionPath, permissions: 0o600)
  }

  /// The session to offer, if one holds a text that would be lost without it. It is set aside, so that what is kept from now
  /// on does not write over it, and it is offered again until the person has decided.
  package func recovery() -> Session? {
    guard let sessionPath, let textPath, let offeredSessionPath, let offeredTextPath else { return nil }
    if !SafeFile.exists(offeredSessionPath), (try? Self.table(at: sessionPath))?["has-text"]?.bool == true {
      guard unsafe rename(textPath, offeredTextPath) == 0, unsafe rename(sessionPath, offeredSessionPath) == 0
      else { return nil }
    }
    guard let table = try? Self.table(at: offeredSessionPath), let text = try? Self.text(at: offeredTextPath)
    else { return nil }
    return try? Session(table, text: text, file: offeredSessionPath)
  }

  /// The text of a file, read piece by piece, so that its bytes are never there twice.
  private static func text(at path: String) throws(Trouble) -> Rope {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Files.unreadable(path) }
    defer { close(descriptor) }
    _ = try Files.regularSize(of: descriptor, path)
    var text = Rope()
    while true {
      let part = try Files.readSome(descriptor, named: path, atMost: 1 << 22)
      if part.isEmpty { return text }
      text.append(Rope(part))
    }
  }

  /// Forgets what was offered: the person has taken it, or does not want it.
  package func dropOffered() {
    for path in [offeredSessionPath, offeredTextPath].compactMap(\.self) { _ = unsafe unlink(path) }
  }

  /// Keeps the session of a run that ends. A text that is in no file and too large for a session file is left out.
  package func keepLast(_ session: Session) throws(Trouble) {
    guard let lastPath, let folder else { return }
    try SafeFile.makeFolder(folder)
    try Self.write(session, to: lastPath)
  }

  /// Where the session of the last run is; nil when no state is kept.
  package var lastPath: String? { folder.map { $0 + "/last.toml" } }

  /// Forgets what was kept.
  package func drop() {
    for path in [sessionPath, textPath].compactMap(\.self) { _ = unsafe unlink(path) }
  }

  /// Writes a session file; the text goes into it when it is in no file of its own.
  package static func write(_ session: Session, to path: String) throws(Trouble) {
    let table = session.table()
    if let text = session.text {
      if text.count > Session.sizeLimit / 2 {
        throw Trouble(
          .limit, at: .file(path), "the text of \(text.count) bytes is too large for a session file",
          remedy: "Save the text to a file first; the session then names that file")
      }
      var encoded: [UInt8] = []
      encoded.append(base64: text[0..<text.count])
      table["text"] = String(decoding: encoded, as: UTF8.self)
    }
    try SafeFile.write(Rope(Array(table.convert().utf8)), to: path)
  }

  /// Reads a session file.
  package static func read(_ path: String) throws(Trouble) -> Session {
    let table = try table(at: path)
    var text: Rope?
    if let encoded = table["text"]?.string {
      guard let bytes = Base64.strictlyDecoded(Array(encoded.utf8)) else {
        throw Trouble(
          .input, at: .field(file: path, name: "text"), "not base64", remedy: "Save the session again")
      }
      text = Rope(bytes)
    }
    return try Session(table, text: text, file: path)
  }

  private static func table(at path: String) throws(Trouble) -> TOMLTable {
    let bytes = try Files.read(path, limit: Session.sizeLimit)
    let text = String(decoding: bytes, as: UTF8.self)
    try TOMLGuard.check(text, file: path)
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Trouble(
        .input, at: .line(file: path, number: error.source.begin.line), error.description,
        remedy: "Save the session again, or start without it")
    } catch {
      throw Trouble(.input, at: .file(path), "not readable as a session", remedy: "Start without it")
    }
  }
}
