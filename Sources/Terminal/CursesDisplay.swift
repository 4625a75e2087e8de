import Basics
import CTerminal
import Dispatch
import Glibc
import Screen

/// The terminal as a screen: frames out, input in.
///
/// Curses reckons which cells changed and how to say so; the bytes go out by `Tty`, wrapped in synchronized output, and a
/// frame that the terminal has no room for is dropped and replaced by the newest. There is one at a time.
package final class CursesDisplay: Display {
  /// The size in cells, as the terminal last told it.
  package internal(set) var size: Size
  /// What was found out about the terminal.
  package internal(set) var capabilities: TerminalCapabilities
  /// What a person does, in order.
  package let inputs: AsyncStream<Input>
  /// The colours in use.
  package var colorMode: ColorMode { capabilities.colorMode }
  /// Whether only ASCII can be drawn.
  package var isASCII: Bool { !capabilities.isUTF8 }

  let tty: Tty
  let continuation: AsyncStream<Input>.Continuation
  var decoder: InputDecoder
  var reader: (any DispatchSourceRead)?
  var signals: (any DispatchSourceRead)?
  let signalPipe: Int32
  /// When the background was asked for.
  let askedAt: Int
  var hasAttributes = false
  /// The terminal belongs to somebody else: stopped, or continued in the background.
  var isAway = false
  var isClosed = false
  var resizeIsDue = false
  var cameBackAt = 0
  /// How the pixels of a preview are shown, as long as they are and curses must not draw.
  var shownPixels: PixelGraphics?
  let options: TerminalOptions
  private var writer: CellWriter
  /// The newest frame that was asked for, shown or not.
  private var newest: Frame?
  private var newestIsShown = false
  private var mouseIsOn: Bool

  /// Takes the terminal. Throws when there is none, or when it cannot place the cursor.
  package init(_ options: TerminalOptions) throws(Trouble) {
    self.options = options
    var found = TerminalCapabilities.probe(options)
    tty = try Self.acquire(found, options)
    Self.useOwnWidths(options.ambiguousIsWide)
    signalPipe = ct_signals_install()
    _ = ct_modes_raw()
    askedAt = Clock.milliseconds()
    let asks = found.hasPaste && !found.terminal.hasPrefix("screen")
    if asks { tty.send(Background.question + CellPixels.question + Sequences.attributesQuestion) }
    let (rows, columns) = tty.size()
    size = Size(columns: columns, rows: rows)
    found.size = size
    capabilities = found
    mouseIsOn = found.hasMouse
    (inputs, continuation) = AsyncStream.makeStream()
    guard unsafe ct_open(found.entry, Int32(rows), Int32(columns)) == 1 else {
      ct_restore()
      throw Self.noTerminal("curses cannot begin with the entry \(found.entry)")
    }
    writer = CellWriter(
      mode: found.colorMode, colors: Int(ct_colors()), pairs: Int(ct_pairs()), isASCII: !found.isUTF8,
      ambiguousIsWide: options.ambiguousIsWide)
    decoder = Self.decoder(options)
    tty.send(Self.takeOutput())
    tty.send(modes())
    listen()
    if asks { awaitBackground(milliseconds: 40) }
  }

  // MARK: Frames

  /// Sends what differs from the last frame; keeps the frame for later when the terminal has no room.
  @discardableResult
  package func show(_ frame: Frame) -> Bool {
    ct_guard_thread()
    newest = frame
    newestIsShown = false
    guard !isAway, !isClosed, shownPixels == nil, tty.isDrained else { return false }
    draw(frame)
    return true
  }

  /// Draws everything anew, whatever curses believes is there.
  package func redraw() {
    forget()
    if let newest { show(newest) }
  }

  private func forget() {
    writer.forget()
    ct_forget()
  }

  /// Shows the newest frame once there is room for it.
  func showNewest() {
    if let newest, !newestIsShown { show(newest) }
  }

  private func draw(_ frame: Frame) {
    newestIsShown = true
    writer.write(frame, size: size)
    if let cursor = frame.cursor, cursor.column < size.columns, cursor.row < size.rows {
      ct_cursor(Int32(cursor.row), Int32(cursor.column))
    } else {
      ct_cursor(-1, -1)
    }
    ct_update()
    let bytes = Self.takeOutput()
    guard !bytes.isEmpty else { return }
    tty.send(capabilities.hasPaste ? Sequences.beginFrame + bytes + Sequences.endFrame : bytes)
  }

  /// Notes the terminal's size; true when it has changed.
  func readSize() -> Bool {
    let (rows, columns) = tty.size()
    let new = Size(columns: columns, rows: rows)
    guard new != size, ct_resize(Int32(rows), Int32(columns)) == 1 else { return false }
    size = new
    writer.forget()
    return true
  }

  // MARK: Modes

  /// Turns mouse reports on or off.
  package func setMouse(_ isOn: Bool) {
    guard capabilities.hasMouse, isOn != mouseIsOn else { return }
    mouseIsOn = isOn
    tty.send(isOn ? Sequences.mouseOn : Sequences.mouseOff)
  }

  /// Sends the text by OSC 52.
  package func copy(_ text: [UInt8]) -> Bool {
    guard text.count <= Sequences.clipboardLimit, !isAway, !isClosed else { return false }
    tty.send(Sequences.clipboard(text))
    return true
  }

  /// What switches on the keypad, pastes and the mouse.
  private func modes() -> [UInt8] {
    var bytes: [UInt8] = []
    if let keypad = unsafe ct_key_string("smkx") { bytes += unsafe Array(String(cString: keypad).utf8) }
    if capabilities.hasPaste { bytes += Sequences.pasteOn + Sequences.orderKept }
    if mouseIsOn { bytes += Sequences.mouseOn }
    return bytes
  }

  /// Puts the terminal back and ends the inputs.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    stopListening()
    leave()
    ct_close()
    ct_signals_remove()
    continuation.finish()
  }

  /// Stops the process as Ctrl-Z does in a shell.
  package func suspend() {
    guard !isAway, !isClosed else { return }
    reader?.suspend()
    leave()
    isAway = true
    ct_stop()
    comeBack()
  }

  /// Gives the terminal to somebody else for a while: an editor, a pager.
  package func lend(to work: () async -> Void) async {
    guard !isAway, !isClosed else { return }
    reader?.suspend()
    leave()
    isAway = true
    await work()
    comeBack()
  }

  /// Takes the terminal again, as soon as we are in its foreground.
  func comeBack() {
    guard isAway, !isClosed else { return }
    guard ct_in_foreground(tty.descriptor) == 1 else {
      Clock.after(100) { [weak self] in self?.comeBack() }
      return
    }
    isAway = false
    cameBackAt = Clock.milliseconds()
    reader?.resume()
    takeAgain()
  }

  /// Sets the modes and draws everything, after others had the terminal.
  func takeAgain() {
    _ = ct_modes_raw()
    let isResized = readSize()
    forget()
    ct_update()
    tty.send(Self.takeOutput() + modes())
    continuation.yield(.signal(.resume))
    if isResized { continuation.yield(.resize(size)) }
    if let newest { show(newest) }
  }

  private func leave() {
    guard !isAway else { return }
    erasePreview()
    tty.drain(milliseconds: 200)
    tty.discard()
    ct_leave()
    // The restore routine says the same, and also says it when there is no time for curses.
    _ = Self.takeOutput()
    ct_restore()
  }
}
