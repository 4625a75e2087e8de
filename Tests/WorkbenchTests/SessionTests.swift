import Basics
import Documents
import Glibc
import Screen
import Testing
import Workbench

@Suite struct SessionTests {
  private let folder = "/tmp/tessera-session-\(getpid())-\(UInt64.random(in: 0 ... .max))"

  private func session(_ text: String?) -> Session {
    var view = TextView()
    view.mode = .ids
    view.wraps = false
    view.selection = Selection(anchor: 2, caret: 5)
    var session = Session(
      text: text.map { Rope(Array($0.utf8)) }, path: "/tmp/notes.txt", name: "notes", tokenizer: "words",
      view: view,
      contextWindow: 4096, theme: "light")
    session.layout = Arrangement.standard(for: Size(columns: 120, rows: 36)).written
    return session
  }

  @Test func `what is kept is offered again, and forgotten on request`() throws {
    let store = SessionStore(stateFolder: folder)
    #expect(store.recovery() == nil)
    let kept = session("a\u{0}b \u{FF} c")
    try store.keep(kept)
    #expect(store.recovery() == kept)
    // Nothing is decided: what is kept and dropped now does not touch it.
    try store.keep(session("other"))
    store.drop()
    #expect(store.recovery() == kept)
    store.dropOffered()
    #expect(store.recovery() == nil)
  }

  @Test func `a session without unsaved text is not offered`() throws {
    let store = SessionStore(stateFolder: folder)
    try store.keep(session(nil))
    #expect(store.recovery() == nil)
  }

  @Test(arguments: ["text with \n and \"quotes\"", nil])
  func `a session file gives the same session back`(text: String?) throws {
    try SafeFile.makeFolder(folder)
    let path = folder + "/s.toml"
    try SessionStore.write(session(text), to: path)
    #expect(try SessionStore.read(path) == session(text))
  }

  @Test(arguments: ["", "version = 2", "version = ", "[!x]", "\u{0}", "version = 1\ntext = \"%%%\""])
  func `a broken session file is an error with its place`(content: String) throws {
    try SafeFile.makeFolder(folder)
    let path = folder + "/broken.toml"
    try SafeFile.write(Rope(Array(content.utf8)), to: path)
    #expect { try SessionStore.read(path) } throws: { "\($0)".contains("broken.toml") }
  }

  @Test func `restoring brings text, view and layout back`() {
    var state = makeState("", Size(columns: 120, rows: 36))
    _ = state.restore(session("one two three"))
    #expect(text(state) == "one two three")
    #expect(state.view.mode == .ids && state.view.selection == Selection(anchor: 2, caret: 5))
    #expect(state.layout.panes.count == 3 && state.settings.contextWindow == 4096)
    #expect(state.document.isModified)
  }

  @Test func `saving keeps permissions and the link, and a missing folder is told`() throws {
    try SafeFile.makeFolder(folder)
    let (path, link) = (folder + "/real.txt", folder + "/link.txt")
    try SafeFile.write(Rope(Array("old".utf8)), to: path)
    unsafe chmod(path, 0o600)
    unsafe symlink(path, link)
    try SafeFile.write(Rope(Array("new".utf8)), to: link)
    var status = stat()
    unsafe lstat(link, &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    unsafe stat(path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(try Files.read(path) == Array("new".utf8))
    #expect(throws: Trouble.self) { try SafeFile.write(Rope(), to: "/no/such/folder/x") }
  }
}
