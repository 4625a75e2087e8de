import Screen

/// Single keys and escape sequences.
extension InputDecoder {
  enum Step {
    /// More bytes are needed; how long to wait for them.
    case incomplete(delay: Int)
    /// A control string that will not be looked at.
    case tooLong
    case pasteBegin(count: Int)
    /// So many bytes are one event, or nothing worth telling.
    case done(count: Int, Event?)

    static func key(_ count: Int, _ key: Key?) -> Step { .done(count: count, key.map { .input(.key($0)) }) }
  }

  /// What the beginning of `bytes` is.
  func step(_ bytes: ArraySlice<UInt8>) -> Step {
    guard let first = bytes.first else { return .incomplete(delay: escapeDelay) }
    if first == 0x1B { return escape(bytes) }
    if let key = Self.control(first) ?? Self.printable(first) { return .key(1, key) }
    return Self.character(bytes)
  }

  /// C0 and DEL as keys; nil for the rest and for Esc.
  static func control(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x00: Key(.character(" "), .control)
    case 0x08, 0x7F: Key(.backspace)
    case 0x09: Key(.tab)
    case 0x0A, 0x0D: Key(.enter)
    case 0x01...0x1A: Key(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
    case 0x1C...0x1F: Key(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
    default: nil
    }
  }

  static func printable(_ byte: UInt8) -> Key? {
    (0x20..<0x7F).contains(byte) ? Key(.character(Character(Unicode.Scalar(byte)))) : nil
  }

  /// A character beyond ASCII. Bytes that are not UTF-8 are handed on as pasted text: shown, not lost.
  private static func character(_ bytes: ArraySlice<UInt8>) -> Step {
    let first = bytes[bytes.startIndex]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let whole = bytes.prefix(length)
    let follow = whole.dropFirst().prefix { $0 & 0xC0 == 0x80 }.count + 1
    guard first >= 0xC2, first <= 0xF4 else { return .done(count: 1, .input(.paste([first]))) }
    if follow < length {
      if follow == bytes.count { return .incomplete(delay: sequenceDelay) }
      return .done(count: follow, .input(.paste(Array(bytes.prefix(follow)))))
    }
    guard let text = String(validating: whole, as: UTF8.self), let character = text.first else {
      return .done(count: length, .input(.paste(Array(whole))))
    }
    return .key(length, Key(.character(character)))
  }

  private func escape(_ bytes: ArraySlice<UInt8>) -> Step {
    guard bytes.count > 1 else { return .incomplete(delay: escapeDelay) }
    for length in stride(from: min(longestKey, bytes.count), to: 1, by: -1) {
      if let key = keys[Array(bytes.prefix(length))] { return .key(length, key) }
    }
    switch bytes[bytes.startIndex + 1] {
    case 0x5B: return controlSequence(bytes)
    case 0x4F: return singleShift(bytes)
    case 0x5D, 0x50, 0x58, 0x5E, 0x5F: return controlString(bytes)
    case 0x1B: return doubled(bytes)
    default: return alt(bytes)
    }
  }

  /// Esc before a key means Alt, as every terminal without better means sends it.
  private func alt(_ bytes: ArraySlice<UInt8>) -> Step {
    switch step(bytes.dropFirst()) {
    case .done(let count, .input(.key(let key))):
      return .key(count + 1, Key(key.code, key.modifiers.union(.alt)))
    case .done(let count, let event): return .done(count: count + 1, event)
    case .incomplete(let delay): return .incomplete(delay: delay)
    case .tooLong: return .tooLong
    case .pasteBegin(let count): return .pasteBegin(count: count + 1)
    }
  }

  /// Two Esc: a key with Alt when a sequence follows (rxvt, PuTTY), else one Esc and then whatever comes.
  private func doubled(_ bytes: ArraySlice<UInt8>) -> Step {
    let rest = bytes.dropFirst()
    guard rest.count > 1 else { return .incomplete(delay: escapeDelay) }
    let next = rest[rest.startIndex + 1]
    guard next == 0x5B || next == 0x4F else { return .key(1, Key(.escape)) }
    switch next == 0x5B ? controlSequence(rest) : singleShift(rest) {
    case .done(let count, .input(.key(let key))):
      return .key(count + 1, Key(key.code, key.modifiers.union(.alt)))
    case .incomplete(let delay): return .incomplete(delay: delay)
    default: return .key(1, Key(.escape))
    }
  }

  /// `ESC O` and a letter, with a modifier between them in some terminals.
  private func singleShift(_ bytes: ArraySlice<UInt8>) -> Step {
    let body = bytes.dropFirst(2)
    let digits = body.prefix { (0x30...0x39).contains($0) }
    guard let final = body.dropFirst(digits.count).first else { return .incomplete(delay: escapeDelay) }
    let count = 3 + digits.count
    let modifiers = KeyNames.modifiers(Int(String(decoding: digits, as: UTF8.self)) ?? 1)
    if let code = KeyNames.final[final] ?? KeyNames.keypad[final] { return .key(count, Key(code, modifiers)) }
    if let code = KeyNames.final[final & 0xDF], final >= 0x61 { return .key(count, Key(code, .control)) }
    return .done(count: count, nil)
  }

  /// `ESC [`, parameters, intermediates, final.
  private func controlSequence(_ bytes: ArraySlice<UInt8>) -> Step {
    var body = bytes.dropFirst(2)
    if body.first == 0x5B {  // the Linux console's function keys: ESC [ [ A
      guard let letter = body.dropFirst().first else { return .incomplete(delay: escapeDelay) }
      return .key(4, (0x41...0x45).contains(letter) ? Key(.function(Int(letter) - 0x40)) : nil)
    }
    let parameters = body.prefix { (0x30...0x3F).contains($0) }
    body = body.dropFirst(parameters.count)
    let isPrivate = parameters.first.map { $0 >= 0x3C } ?? false
    // rxvt ends shifted keys with a dollar, which elsewhere is an intermediate.
    let intermediates = body.first == 0x24 && !isPrivate ? [] : body.prefix { (0x20...0x2F).contains($0) }
    body = body.dropFirst(intermediates.count)
    let count = 2 + parameters.count + intermediates.count
    guard count <= Self.stringLimit else { return .done(count: count, nil) }
    guard let final = body.first else {
      return .incomplete(delay: parameters.isEmpty ? escapeDelay : Self.sequenceDelay)
    }
    guard final == 0x24 || (0x40...0x7E).contains(final) else { return .done(count: count, nil) }
    if final == 0x4D && parameters.isEmpty { return Self.oldMouse(bytes) }
    guard intermediates.isEmpty else { return .done(count: count + 1, nil) }
    let numbers = Self.numbers(isPrivate ? parameters.dropFirst() : parameters)
    if isPrivate { return Self.answer(parameters.first, numbers, final, count + 1) }
    if final == 0x74 { return .done(count: count + 1, CellPixels.read(numbers)) }
    if final == 0x7E && numbers == [200] { return .pasteBegin(count: count + 1) }
    return .key(count + 1, KeyNames.key(numbers, final))
  }

  /// Reports that begin with `<`, `=`, `>` or `?`.
  private static func answer(_ lead: UInt8?, _ numbers: [Int], _ final: UInt8, _ count: Int) -> Step {
    switch (lead, final) {
    case (0x3C, 0x4D), (0x3C, 0x6D):
      .done(count: count, mouse(numbers, isRelease: final == 0x6D).map { .input(.mouse($0)) })
    case (0x3F, 0x63): .done(count: count, .attributes(hasSixel: numbers.dropFirst().contains(4)))
    default: .done(count: count, nil)
    }
  }

  /// Numbers between semicolons; sub-parameters after a colon are left out.
  private static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int] {
    guard !parameters.isEmpty else { return [] }
    return parameters.split(separator: 0x3B, omittingEmptySubsequences: false).prefix(16).map { part in
      Int(String(decoding: part.prefix { $0 != 0x3A }.prefix(9), as: UTF8.self)) ?? 0
    }
  }

  /// An SGR report (mode 1006), which has no limit on columns.
  private static func mouse(_ numbers: [Int], isRelease: Bool) -> Mouse? {
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    let button = numbers[0]
    var modifiers: Key.Modifiers = []
    if button & 4 != 0 { modifiers.insert(.shift) }
    if button & 8 != 0 { modifiers.insert(.alt) }
    if button & 16 != 0 { modifiers.insert(.control) }
    let kind: Mouse.Kind
    switch button & ~0b11100 {
    case 0: kind = isRelease ? .release : .press
    case 3: kind = .release
    case 32: kind = .drag
    case 64: kind = .wheelUp
    case 65: kind = .wheelDown
    default: return nil
    }
    return Mouse(kind, column: numbers[1] - 1, row: numbers[2] - 1, modifiers: modifiers)
  }

  /// The old report with three bytes, from terminals that do not know mode 1006.
  private static func oldMouse(_ bytes: ArraySlice<UInt8>) -> Step {
    guard bytes.count >= 6 else { return .incomplete(delay: sequenceDelay) }
    let numbers = bytes.dropFirst(3).prefix(3).map { Int($0) - 32 }
    return .done(count: 6, mouse(numbers, isRelease: false).map { .input(.mouse($0)) })
  }

  /// `ESC ]` and its like up to ST or BEL. Only the answer about the background is read.
  private func controlString(_ bytes: ArraySlice<UInt8>) -> Step {
    var at = bytes.startIndex + 2
    while at < bytes.endIndex {
      let body = bytes[bytes.startIndex + 2..<at]
      if bytes[at] == 0x07 {
        return .done(count: at + 1 - bytes.startIndex, Background.read(body))
      }
      if bytes[at] == 0x1B {
        guard at + 1 < bytes.endIndex else { break }
        let isEnd = bytes[at + 1] == 0x5C
        return .done(count: at + (isEnd ? 2 : 0) - bytes.startIndex, isEnd ? Background.read(body) : nil)
      }
      at += 1
    }
    if bytes.count > Self.stringLimit { return .tooLong }
    // Alt-] and Alt-P are keys when nothing follows.
    return .incomplete(delay: bytes.count == 2 ? escapeDelay : Self.sequenceDelay)
  }
}
