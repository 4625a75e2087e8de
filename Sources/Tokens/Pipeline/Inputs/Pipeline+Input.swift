import Basics

/// One text or two as a model is fed with them.
extension Pipeline {
  /// `second` may be nil. Without `truncation` and `padding` nothing is cut or filled up, whatever the file says.
  package func input(
    _ first: [UInt8], _ second: [UInt8]? = nil, addsSpecial: Bool = true, truncation: Truncation? = nil,
    padding: Padding? = nil, _ ticket: Ticket = .open
  ) throws(Trouble) -> ModelInput {
    var texts: [[Token]] = []
    var ends: [Int] = []
    for text in second.map({ [first, $0] }) ?? [first] {
      texts.append(try modelTokens(text, EncodeOptions(), ticket))
      ends.append(text.count)
    }
    let added = addsSpecial ? addedCount(isPair: second != nil) : 0
    let parts = try truncation?.parts(texts, added: added) ?? texts.map { [$0] }
    let frame = { (texts: [[Token]]) in
      ModelInput(texts, ends: ends, self.parts.postProcessors, addsSpecial: addsSpecial)
    }
    var inputs: [ModelInput] = []
    for part in parts[0].indices.dropFirst() {
      for other in second == nil ? [[]] : parts[1].map({ [$0] }) {
        inputs.append(frame([parts[0][part]] + other))
      }
    }
    if second != nil { inputs += parts[1].dropFirst().map { frame([parts[0][0], $0]) } }
    var input = frame(parts.map { $0[0] })
    input.overflowing = inputs
    return try padding?.padded(input) ?? input
  }

  /// Words that somebody has already split, each encoded by itself, and for each token the number of its word. Places count
  /// bytes of the word.
  package func tokens(
    ofWords words: [[UInt8]], _ ticket: Ticket = .open
  ) throws(Trouble) -> (tokens: [Token], words: [Int]) {
    var tokens: [Token] = []
    var numbers: [Int] = []
    for (number, word) in words.enumerated() {
      let more = try modelTokens(word, EncodeOptions(), ticket)
      tokens += more
      numbers += repeatElement(number, count: more.count)
    }
    return (tokens, numbers)
  }

  private func addedCount(isPair: Bool) -> Int {
    parts.postProcessors.reduce(0) { $0 + ((isPair ? $1.pair : $1.single)?.addedCount ?? 0) }
  }
}
