import Basics
import CTerminal
import Dispatch
import Glibc
import Screen

/// Where input comes from: the terminal's descriptor, and a pipe that the signal handlers write to.
extension CursesDisplay {
  /// How long an answer about the background may take to be of use.
  static let backgroundDelay = 100

  func listen() {
    reader = source(tty.descriptor) { $0.readTerminal() }
    // A descriptor must stay open until its source has let go of it.
    reader?.setCancelHandler { [tty] in
      MainActor.assumeIsolated { tty.close() }
    }
    if signalPipe >= 0 { signals = source(signalPipe) { $0.readSignals() } }
    tty.onDrained = { [weak self] in self?.showNewest() }
  }

  func stopListening() {
    // A source must not be released while it is suspended.
    if isAway { reader?.resume() }
    reader?.cancel()
    signals?.cancel()
    (reader, signals) = (nil, nil)
  }

  private func source(
    _ descriptor: Int32, _ work: @escaping @MainActor (CursesDisplay) -> Void
  ) -> any DispatchSourceRead {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated {
        ct_guard_thread()
        if let self { work(self) }
      }
    }
    source.activate()
    return source
  }

  private func readTerminal() {
    guard !isAway, !isClosed else { return }
    guard let bytes = tty.read() else {
      // The other end is gone.
      reader?.cancel()
      continuation.yield(.signal(.hangup))
      return
    }
    if bytes.isEmpty { return }
    deliver(decoder.feed(bytes, at: Clock.milliseconds()))
  }

  private func deliver(_ events: [InputDecoder.Event]) {
    for event in events {
      switch event {
      case .input(let input): take(input)
      case .attributes(let hasSixel):
        hasAttributes = true
        capabilities.hasSixel = hasSixel
      case .background(let isDark): note(isDark: isDark)
      case .cell(let width, let height):
        let ratio = Double(height) / Double(width)
        capabilities.cellRatio = ratio
        continuation.yield(.cellShape(ratio: ratio))
      }
    }
    scheduleTick()
  }

  /// While a preview is shown, a key, a paste or a click ends it and does no more.
  private func take(_ input: Input) {
    guard shownPixels != nil, input.isOfPerson else {
      continuation.yield(input)
      return
    }
    if case .mouse(let mouse) = input, mouse.kind != .press { return }
    endPreview()
  }

  private func scheduleTick() {
    guard let deadline = decoder.deadline else { return }
    Clock.after(max(1, deadline - Clock.milliseconds())) { [weak self] in
      guard let self, !self.isClosed else { return }
      let events = self.decoder.tick(at: Clock.milliseconds())
      if !events.isEmpty { self.deliver(events) } else { self.rescheduleTick(after: deadline) }
    }
  }

  /// The deadline may have moved while the timer ran.
  private func rescheduleTick(after old: Int) {
    if let deadline = decoder.deadline, deadline != old || deadline > Clock.milliseconds() { scheduleTick() }
  }

  /// An answer that comes late is swallowed: nobody wants the screen to change under their eyes.
  private func note(isDark: Bool) {
    guard Clock.milliseconds() - askedAt <= Self.backgroundDelay else { return }
    capabilities.isDark = isDark
    capabilities.backgroundReason = "the terminal answered"
    continuation.yield(.background(isDark: isDark))
  }

  /// Reads for a short while, so that most terminals have told their background before the first frame.
  func awaitBackground(milliseconds: Int) {
    let end = askedAt + milliseconds
    while !hasAttributes {
      let left = end - Clock.milliseconds()
      guard left > 0, tty.wait(for: Int16(POLLIN), milliseconds: left) else { return }
      readTerminal()
    }
  }

  // MARK: Signals

  private func readSignals() {
    var bytes = [UInt8](repeating: 0, count: 256)
    let got = unsafe Glibc.read(signalPipe, &bytes, bytes.count)
    for byte in bytes.prefix(max(0, got)) {
      switch Character(Unicode.Scalar(byte)) {
      case "W": scheduleResize()
      case "C": continued()
      case "Z": suspend()
      case "I":
        ct_signals_taken()
        continuation.yield(.signal(.interrupt))
      case "T": continuation.yield(.signal(.terminate))
      case "H": continuation.yield(.signal(.hangup))
      default: break
      }
    }
  }

  /// A storm of resizes becomes one: the size is read when it has been quiet for a moment.
  private func scheduleResize() {
    guard !resizeIsDue else { return }
    resizeIsDue = true
    Clock.after(12) { [weak self] in
      guard let self, !self.isClosed else { return }
      self.resizeIsDue = false
      self.endPreview()
      if !self.isAway, self.readSize() { self.continuation.yield(.resize(self.size)) }
    }
  }

  /// Continued after a stop that we did not begin (SIGSTOP): the shell has set its own modes meanwhile.
  private func continued() {
    if isAway {
      comeBack()
    } else if Clock.milliseconds() - cameBackAt > 200 {
      if ct_in_foreground(tty.descriptor) == 1 {
        takeAgain()
      } else {
        reader?.suspend()
        isAway = true
        comeBack()
      }
    }
  }
}

/// What is found out or set once at the start.
extension CursesDisplay {
  static func noTerminal(_ what: String) -> Trouble {
    let remedy =
      "Set TERM for a terminal with a screen, or use tessera encode, count or inspect, which need none"
    return Trouble(.usage, what, remedy: remedy)
  }

  /// The terminal with its modes saved.
  static func acquire(_ found: TerminalCapabilities, _ options: TerminalOptions) throws(Trouble) -> Tty {
    guard let tty = Tty() else { throw noTerminal("there is no terminal to draw on") }
    if found.hasScreen && ct_modes_save(tty.descriptor, found.hasPaste ? 1 : 0) == 1 { return tty }
    tty.close()
    if found.hasScreen { throw noTerminal("the modes of the terminal cannot be read") }
    let isSet = options.environment["TERM"]?.isEmpty == false
    throw noTerminal(isSet ? "the terminal \(found.terminal) cannot place the cursor" : "TERM is not set")
  }

  /// A decoder for the opened entry.
  static func decoder(_ options: TerminalOptions) -> InputDecoder {
    var decoder = InputDecoder(keys: keys())
    if let delay = options.environment["ESCDELAY"].flatMap({ Int($0) }), (0...5000).contains(delay) {
      decoder.escapeDelay = delay
    }
    return decoder
  }

  static func useOwnWidths(_ ambiguousIsWide: Bool) {
    if ambiguousIsWide {
      ct_set_width { Int32(ColumnWidth.columns($0, ambiguousIsWide: true)) }
    } else {
      ct_set_width { Int32(ColumnWidth.columns($0)) }
    }
  }

  /// The keys of the terminal's own entry.
  static func keys() -> [[UInt8]: Key] {
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in KeyNames.capabilities {
      guard let text = unsafe ct_key_string(name) else { continue }
      let bytes = unsafe Array(String(cString: text).utf8)
      // One byte is a control key that stays what it is everywhere.
      if bytes.count > 1, bytes.first == 0x1B { keys[bytes] = key }
    }
    return keys
  }

  /// What curses has written since the last time.
  static func takeOutput() -> [UInt8] {
    let wanted = ct_pending()
    guard wanted > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      count = unsafe ct_take(base, wanted)
    }
  }
}
