import Screen

/// From the bytes a terminal sends to what a person did.
///
/// Pure: bytes and the time go in, events come out, so every sequence can be tested without a terminal. Time is in
/// milliseconds from any origin. After `feed`, call `tick` at `deadline` if nothing came in between: that is how a lone
/// Esc is told from the beginning of a sequence. Whatever is not understood is swallowed, never turned into keys.
package struct InputDecoder {
  /// What the bytes turned out to be.
  package enum Event: Equatable {
    case input(Input)
    /// The answer to "what is your background".
    case background(isDark: Bool)
    /// The answer to "how large is a character", in pixels.
    case cell(width: Int, height: Int)
    /// The answer to "what are you" (DA1), which every terminal gives and which comes last; whether it lists sixel graphics (4).
    case attributes(hasSixel: Bool)
  }

  /// How long a lone Esc waits for company.
  package var escapeDelay = 25
  /// How long the rest of a longer sequence may be on its way; nobody types the beginning of one.
  static let sequenceDelay = 250
  /// How long after a paste what follows still belongs to it, and how far that can stretch.
  static let pasteDelay = 50
  static let pasteDelayMost = 1000
  /// Longer control strings are swallowed without being looked at.
  static let stringLimit = 4096
  static let pasteLimit = 64 << 20

  private enum Mode: Equatable {
    case keys
    /// Inside a control string that is too long.
    case swallowing
    case pasting
    /// After the end mark of a paste; `until` is the last moment at which this can go on.
    case pasted(until: Int)
  }

  private var mode = Mode.keys
  private var buffer: [UInt8] = []
  private var paste: [UInt8] = []
  /// When `tick` has something to do, if it does.
  package private(set) var deadline: Int?
  /// Sequences that the terminal's own entry gives to keys.
  let keys: [[UInt8]: Key]
  let longestKey: Int

  package init(keys: [[UInt8]: Key] = [:]) {
    self.keys = keys
    longestKey = keys.keys.reduce(0) { max($0, $1.count) }
  }

  /// What the bytes mean, as far as they are complete.
  package mutating func feed(_ bytes: some Sequence<UInt8>, at now: Int) -> [Event] {
    buffer.append(contentsOf: bytes)
    var events: [Event] = []
    run(now, &events)
    return events
  }

  /// What is left means when nothing more comes.
  package mutating func tick(at now: Int) -> [Event] {
    guard let due = deadline, now >= due else { return [] }
    deadline = nil
    var events: [Event] = []
    switch mode {
    case .pasted: endPaste(&events)
    case .keys: giveUp(&events)
    case .swallowing: mode = .keys
    case .pasting: break
    }
    run(now, &events)
    return events
  }

  private mutating func run(_ now: Int, _ events: inout [Event]) {
    var at = 0
    loop: while at < buffer.count {
      switch mode {
      case .keys:
        switch step(buffer[at...]) {
        case .incomplete(let delay):
          deadline = now + delay
          break loop
        case .tooLong:
          mode = .swallowing
        case .pasteBegin(let count):
          at += count
          mode = .pasting
        case .done(let count, let event):
          at += count
          if let event { events.append(event) }
        }
      case .swallowing:
        at = skipString(from: at, now)
      case .pasting, .pasted:
        if !takePaste(&at, now) { break loop }
      }
    }
    buffer.removeFirst(min(at, buffer.count))
    if buffer.isEmpty && mode == .keys { deadline = nil }
  }

  // MARK: Pastes

  static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Moves pasted bytes to the paste; false when the rest cannot be told yet.
  private mutating func takePaste(_ at: inout Int, _ now: Int) -> Bool {
    let rest = buffer[at...]
    if rest.starts(with: Self.pasteEnd) {
      at += Self.pasteEnd.count
      if mode == .pasting { mode = .pasted(until: now + Self.pasteDelayMost) }
    } else if mode == .pasting && Self.pasteEnd.starts(with: rest) {
      return false
    } else {
      keep(buffer[at])
      at += 1
      while at < buffer.count && buffer[at] != 0x1B {
        keep(buffer[at])
        at += 1
      }
    }
    if case .pasted(let until) = mode { deadline = min(until, now + Self.pasteDelay) } else { deadline = nil }
    return true
  }

  private mutating func keep(_ byte: UInt8) {
    if paste.count < Self.pasteLimit { paste.append(byte) }
  }

  /// Skips the rest of a control string.
  private mutating func skipString(from start: Int, _ now: Int) -> Int {
    for at in start..<buffer.count {
      let ends = buffer[at] == 0x07 || (buffer[at] == 0x5C && at > 0 && buffer[at - 1] == 0x1B)
      if ends {
        mode = .keys
        return at + 1
      }
    }
    deadline = now + Self.sequenceDelay
    return buffer.count
  }

  /// Decides about a sequence that did not go on: an Esc is a key, and so is what a person can type after it.
  private mutating func giveUp(_ events: inout [Event]) {
    guard let first = buffer.first else { return }
    if first == 0x1B && buffer.count == 1 {
      events.append(.input(.key(Key(.escape))))
    } else if first == 0x1B && buffer.count == 2 {
      if let key = Self.control(buffer[1]) ?? Self.printable(buffer[1]) {
        events.append(.input(.key(Key(key.code, key.modifiers.union(.alt)))))
      } else {
        events += [.input(.key(Key(.escape))), .input(.key(Key(.escape)))]
      }
    } else if first >= 0x80 {
      // Not UTF-8: the bytes are kept as text, never dropped.
      events.append(.input(.paste(buffer)))
    }
    buffer.removeAll()
  }

  /// Hands the paste over. Terminals send line ends as CR.
  private mutating func endPaste(_ events: inout [Event]) {
    var text = paste
    for i in text.indices where text[i] == 0x0D {
      if i + 1 == text.count || text[i + 1] != 0x0A { text[i] = 0x0A }
    }
    events.append(.input(.paste(text)))
    paste = []
    mode = .keys
  }
}
