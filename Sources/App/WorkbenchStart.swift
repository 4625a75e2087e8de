import ArgumentParser
import Basics
import Documents
import Formats
import Glibc
import Screen
import Terminal
import Tokens
import Workbench

/// From the options to a running loop: reads configuration and text, opens the display, and wires the rest.
struct WorkbenchStart {
  private let command: WorkbenchCommand
  private let folders: AssetFolders
  private let settings: Settings
  private let troubles: [Trouble]
  private let variables: [String: String]

  init(_ command: WorkbenchCommand) {
    self.command = command
    variables = environmentVariables()
    folders = AssetFolders(environment: variables)
    var (settings, troubles) =
      folders.configuration.map { Settings.load($0 + "/config.toml") } ?? (Settings(), [])
    if let theme = command.theme { settings.theme = theme }
    if let mode = ColorMode(rawValue: command.color) { settings.color = mode }
    self.settings = settings
    self.troubles = troubles
  }

  func run() async throws {
    let script = try command.script.map { path throws(Trouble) in
      try Rehearsal(String(decoding: Files.read(path, limit: 8 << 20), as: UTF8.self), file: path)
    }
    let last = command.resume ? SessionStore(stateFolder: folders.state).lastPath : nil
    let session = try (command.session ?? last).map { path throws(Trouble) in try SessionStore.read(path) }
    let piped = try pipedText()
    let isNew = try firstFileIsNew()
    if command.batch { return try await rehearse(script, session, piped, isNew) }
    var options = TerminalOptions(environment: variables)
    options.color = settings.color
    options.mouse = settings.mouse
    options.graphics = settings.graphics
    let display = try CursesDisplay(options)
    let (loop, first) = prepare(
      display, isDark: display.capabilities.isDark, session, piped, isNew, notes: display.capabilities.notes)
    await loop.run(first, script: script)
    if loop.state.exitStatus != 0 { throw ExitCode(loop.state.exitStatus) }
  }

  /// Plays a script on a screen in memory.
  private func rehearse(_ script: Rehearsal?, _ session: Session?, _ piped: [UInt8]?, _ isNew: Bool)
    async throws
  {
    let display = MemoryDisplay(
      size: command.screenSize ?? Size(columns: 80, rows: 24), colorMode: settings.color ?? .palette)
    let (loop, first) = prepare(display, isDark: true, session, piped, isNew)
    async let running: Void = loop.run(first)
    if let script { await loop.play(script) } else { await loop.settle() }
    let rows = display.frame?.textRows() ?? []
    if !loop.isOver { loop.act(.command("program.quitNow")) }
    await running
    let text = Array((rows.joined(separator: "\n") + "\n").utf8)
    guard let path = command.saveScreen else { return try printOut(text) }
    try SafeFile.write(Rope(text), to: path)
  }

  /// Whether the first file has still to be made; throws when it is there and cannot be opened.
  private func firstFileIsNew() throws(Trouble) -> Bool {
    for path in paths.tensors + paths.pictures where !PathNames.isFolder(path) {
      try Files.check(path, limit: .max)
    }
    guard let file = paths.texts.first else { return false }
    if !SafeFile.exists(file) && PathNames.isFolder(PathNames.folder(file)) { return true }
    try Files.check(file)
    return false
  }

  /// The files to open: those of tensors and pictures by their endings, folders of pictures, other folders, which can only be models; and
  /// the texts.
  private var paths: (tensors: [String], pictures: [String], texts: [String]) {
    let named = LensSubject.sorted(command.files.filter { $0 != "-" })
    func isTensors(_ path: String) -> Bool {
      [".pt", ".pth", ".ckpt"].contains { path.hasSuffix($0) } || PathNames.isFolder(path)
    }
    return (
      named.tensors + named.texts.filter(isTensors), named.pictures, named.texts.filter { !isTensors($0) }
    )
  }

  /// The text on standard input, when that is not a terminal or is asked for with -.
  private func pipedText() throws(Trouble) -> [UInt8]? {
    let isNamed = command.files.contains("-")
    guard
      isNamed
        || (command.files.isEmpty && command.session == nil && !command.resume && !isTerminal(0)
          && !command.batch)
    else { return nil }
    let bytes = try Files.readAll(0, named: "standard input")
    return bytes.isEmpty && !isNamed ? nil : bytes
  }

  private var themeFolders: [String] {
    (folders.configuration.map { [$0 + "/themes"] } ?? []) + folders.findAll("Themes")
  }

  private func startTheme(isDark: Bool?) -> (Theme, [Trouble]) {
    let name = settings.theme ?? State.standardTheme(isDark: isDark)
    let (theme, troubles) =
      name.hasSuffix(".toml")
      ? Theme.load(path: name, folders: themeFolders) : Theme.load(named: name, folders: themeFolders)
    return (theme, settings.theme == nil ? [] : troubles)
  }

  /// The state to begin with, and the work to begin with.
  private func prepare(
    _ display: any Display, isDark: Bool?, _ session: Session?, _ piped: [UInt8]?, _ isNew: Bool,
    notes: [String] = []
  ) -> (Loop, [Effect]) {
    let theme = startTheme(isDark: isDark)
    let shelf = TokenizerShelf(folders: folders, environment: variables, configured: settings.tokenizers)
    let name = command.tokenizer ?? shelf.standardName
    let (tensors, pictures, files) = paths
    let sample = Sample.welcome(folders)
    var state = State(
      document: TextDocument(Rope(piped ?? (files.isEmpty ? sample : []))),
      name: piped != nil ? "standard input" : files.isEmpty ? "welcome" : files[0],
      tokenizer: PendingTokenizer(loading: name), size: display.size, theme: theme.0, settings: settings,
      colorMode: display.colorMode)
    state.isASCII = display.isASCII
    state.isTerminalDark = isDark
    state.adopt(theme.0)
    state.files = files
    state.fallbacks = command.tokenizer == nil ? [] : [shelf.standardName]
    var notes = notes
    if isNew, let file = files.first {
      state.document.path = file
      notes.append("\(file) is new: Ctrl-S makes it")
    }
    state.themeNames = Theme.names(in: themeFolders)
    let store = SessionStore(stateFolder: command.batch ? nil : folders.state)
    var first = state.begin(
      tokenizer: name, file: isNew ? nil : files.first, notes: notes, troubles: troubles + theme.1)
    if !tensors.isEmpty { first += state.openTensors(tensors) }
    if !pictures.isEmpty { first += state.openMap(MapOrder(paths: pictures)) }
    if let session {
      if session.hasChangedTokenizer {
        first += state.say("\(session.tokenizer) has changed since the session was saved", warning: true)
      }
      first += state.restore(session)
    } else if let left = store.recovery(), !command.batch {
      state.offer(left)
    }
    let places = Runner.Places(
      shelf: shelf, store: store, themeFolders: themeFolders,
      clipboard: Clipboard(settings.clipboard, environment: variables), assets: folders)
    return (Loop(state, display: display, runner: Runner(places)), first)
  }
}

/// The text that opens when none is given.
private enum Sample {
  static func welcome(_ folders: AssetFolders) -> [UInt8] {
    if let path = folders.find("Samples/welcome.txt"), let bytes = try? Files.read(path, limit: 1 << 20) {
      return bytes
    }
    return Array("Hello, world! Type here: tokenization happens while you type.\n".utf8)
  }
}
