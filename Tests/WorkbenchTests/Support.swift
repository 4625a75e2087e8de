import Basics
import Documents
import Formats
import Screen
import Tokens
import Workbench

/// A state with a text under the word segmenter, at a size.
func makeState(_ text: String, tokenizer: String = "words", _ size: Size = Size(columns: 80, rows: 24))
  -> State
{
  State(
    document: TextDocument(Rope(Array(text.utf8))), name: "test",
    tokenizer: TokenizerCatalog.named(tokenizer) ?? PendingTokenizer(loading: tokenizer), size: size,
    theme: Theme.embedded)
}

/// A loop over a state with a screen in memory, nothing kept on the disk.
@MainActor
func makeLoop(_ state: State) -> (Loop, MemoryDisplay) {
  let display = MemoryDisplay(size: state.size, colorMode: state.colorMode)
  let shelf = TokenizerShelf(folders: AssetFolders(environment: [:]), environment: [:], configured: [])
  let places = Runner.Places(
    shelf: shelf, store: SessionStore(stateFolder: nil), themeFolders: [],
    clipboard: Clipboard(.off, environment: [:]))
  return (Loop(state, display: display, runner: Runner(places)), display)
}

/// Plays the steps of a rehearsal and gives the last frame and the state.
@MainActor
func rehearse(_ state: State, _ steps: String) async throws -> (frame: Screen.Frame, state: State) {
  var state = state
  let first = state.resegment() + state.recount()
  let (loop, display) = makeLoop(state)
  let rehearsal = try Rehearsal(steps, file: "steps")
  async let running: Void = loop.run(first)
  await loop.play(rehearsal)
  let result = (frame: display.frame ?? Screen.Frame(state.size), state: loop.state)
  loop.act(.command("program.quitNow"))
  await running
  return result
}

/// The text of the document.
func text(_ state: State) -> String {
  String(decoding: state.document.text[0..<state.document.text.count], as: UTF8.self)
}

/// A screen that is recorded: the state it begins in, and the steps that lead to it.
struct ScreenRow: CustomStringConvertible, Sendable {
  var name: String
  var size: Size
  var steps: String
  var mode = ColorMode.palette
  var isASCII = false
  var description: String { name }

  /// The beginning, on a dark terminal.
  func state(of text: String, tokenizer: String = "words") -> State {
    var state = makeState(text, tokenizer: tokenizer, size)
    state.colorMode = mode
    state.isASCII = isASCII
    state.isTerminalDark = true
    state.adopt(.embedded)
    return state
  }
}
