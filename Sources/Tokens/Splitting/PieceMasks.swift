import CScan

/// What the blocks of a window hand to one another while the places where pieces begin are worked out.
///
/// Every mask has a bit for each of 64 bytes, the first in the lowest. All bytes of a character carry its class, so where classes change
/// a character begins, and a shift by one bit asks for the class of the character before.
struct PieceMasks {
  typealias Classes = cs_classes

  /// Places where pieces begin, places where only the plain scanner knows, and apostrophes that may begin a contraction.
  struct Result {
    var starts: UInt64
    var doubts: UInt64 = 0
    var quotes: UInt64
  }

  /// The rules as masks: all ones or none.
  let marks, han, slashes: UInt64
  let takesTails, isO200k: Bool
  let digits: Int

  /// The highest bits of the last block's masks, each in the lowest bit.
  var letter: UInt64 = 0
  var number: UInt64 = 0
  var space: UInt64 = 0
  var apart: UInt64 = 0
  var other: UInt64 = 0
  var gap: UInt64 = 0
  var blank: UInt64 = 0
  var settled: UInt64 = 0
  var tail: UInt64 = 0
  var lower: UInt64 = 0
  var either: UInt64 = 0
  /// Sums that go on: behind a character that takes letters, and a blank stretch behind a newline.
  var joins: UInt64 = 0
  var open: UInt64 = 0
  /// The highest two and three bits, for numbers in groups.
  var numbers: UInt64 = 0
  var groups: UInt64 = 0
  /// All ones when the numbers that reach into this block are not all ASCII.
  var mixed: UInt64 = 0

  init(_ rules: ScannerRules) {
    isO200k = rules.family == .o200k
    marks = isO200k || rules.marksAreLetters ? .max : 0
    han = rules.separatesHan ? .max : 0
    slashes = rules.takesSlashes ? .max : 0
    takesTails = rules.takesNewlines
    digits = rules.digits
  }

  /// The mask of what stands behind the bytes of `mask`; `carry` is the bit that the last block hands over, and becomes that of this one.
  @inline(__always)
  static func behind(_ mask: UInt64, _ carry: inout UInt64) -> UInt64 {
    let result = mask &<< 1 | carry
    carry = mask &>> 63
    return result
  }

  /// `a + b + carry`; the carry becomes that out of the sum.
  @inline(__always)
  static func sum(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
    let (first, one) = a.addingReportingOverflow(b)
    let (second, two) = first.addingReportingOverflow(carry)
    carry = one || two ? 1 : 0
    return second
  }

  /// Apostrophes before a letter, or before what the next block begins with.
  @inline(__always)
  private static func quotes(_ c: Classes) -> UInt64 { c.apostrophe & (c.letter &>> 1 | 1 &<< 63) }

  /// `'s|'t|…| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+` but for contractions. `first` has the lowest bit where a window begins,
  /// `last` the bytes that end whitespace before something else.
  @inline(__always)
  mutating func gpt2(_ c: Classes, first: UInt64, last: UInt64) -> Result {
    let changes =
      (c.letter ^ Self.behind(c.letter, &letter)) | (c.number ^ Self.behind(c.number, &number))
      | (c.space ^ Self.behind(c.space, &space))
    let taken = Self.behind(c.blank, &blank) & ~c.space
    let starts = (changes & ~taken) | first | last
    return Result(starts: starts, quotes: starts & Self.quotes(c))
  }

  /// The newer families but for contractions.
  @inline(__always)
  mutating func newer(_ c: Classes, first: UInt64, last: UInt64) -> Result {
    let hanOnly = c.han & han
    let letters = (c.letter | c.mark & marks) & ~hanOnly
    let numbers = c.number & ~hanOnly
    let others = ~(letters | numbers | c.space | hanOnly)
    let afterLetter = Self.behind(letters, &letter)
    let changes =
      (letters ^ afterLetter) | (numbers ^ Self.behind(numbers, &number))
      | (c.space ^ Self.behind(c.space, &space)) | (hanOnly ^ Self.behind(hanOnly, &apart))
    var starts = changes | first
    let gaps = c.space & ~c.newline
    starts &= ~(others & Self.behind(c.blank, &blank) | letters & Self.behind(gaps, &gap))
    let tails = takeTails(c, others, &starts)
    // One character that is neither letter nor number begins the piece of the letters behind it.
    let following = Self.sum((starts & others) &<< 1, c.inside, &joins) & ~c.inside
    joins |= (starts & others) &>> 63
    starts &= ~(following & letters)
    starts |= last & gaps
    var doubts = hanOnly & ~c.letter
    groupNumbers(numbers, c.inside, &starts, &doubts)
    if isO200k { cutWords(c, letters, afterLetter, &starts, &doubts) }
    settledNewlines = c.newline & ~tails
    let quotes = (isO200k ? afterLetter : starts) & Self.quotes(c)
    return Result(starts: starts, doubts: doubts, quotes: quotes)
  }

  /// Newlines of this block that are no tail of punctuation.
  private(set) var settledNewlines: UInt64 = 0

  /// `[\r\n/]*` behind punctuation: a sum carries from the first newline through all that follow. Returns those tails, which hold no
  /// start; one follows them.
  @inline(__always)
  private mutating func takeTails(_ c: Classes, _ others: UInt64, _ starts: inout UInt64) -> UInt64 {
    let afterOther = Self.behind(others, &other)
    guard takesTails else { return 0 }
    let able = c.newline | c.slash & slashes
    let seeds = c.newline & afterOther | able & tail
    let tails = able & ~(able &+ seeds) | seeds
    starts = (starts | Self.behind(tails, &tail)) & ~tails
    return tails
  }

  /// `\p{N}{1,3}` and its like: each group of so many digits begins another. Digits of several bytes are left to the plain scanner.
  @inline(__always)
  private mutating func groupNumbers(
    _ mask: UInt64, _ inside: UInt64, _ starts: inout UInt64, _ doubts: inout UInt64
  ) {
    if digits == 1 { return starts |= mask & ~inside }
    guard digits <= 3 else { return }
    let (one, two) = (mask &<< 1 | numbers &>> 1, mask &<< 2 | numbers)
    let able = (digits == 3 ? mask & one & two : mask & one) & ~inside
    var begun = starts & mask
    while true {
      let shifted = digits == 3 ? begun &<< 3 | groups : begun &<< 2 | groups &>> 1
      let more = shifted & able & ~begun
      if more == 0 { break }
      begun |= more
    }
    starts |= begun
    let isMixed = mask & inside != 0 ? UInt64.max : mixed
    doubts |= isMixed & mask & ~inside & one
    mixed = mask &>> 63 == 0 ? 0 : isMixed
    groups = begun &>> 61
    numbers = mask &>> 62
  }

  /// Where lower case turns into upper case. What is both (letters without case, marks) before upper case, and a mark that follows no
  /// word, are left to the plain scanner.
  @inline(__always)
  private mutating func cutWords(
    _ c: Classes, _ letters: UInt64, _ afterLetter: UInt64, _ starts: inout UInt64, _ doubts: inout UInt64
  ) {
    let capitals = letters & c.upper & ~c.lower
    starts |= capitals & Self.behind(letters & c.lower & ~c.upper, &lower)
    doubts |= capitals & Self.behind(letters & c.lower & c.upper, &either)
    doubts |= c.mark & ~c.inside & ~afterLetter
  }

  /// Whitespace of the newer families: behind its last newline a piece begins. Every stretch of blanks that follows a newline gets a
  /// start; returned are the newlines that end such a stretch, whose start is none.
  @inline(__always)
  mutating func settle(_ c: Classes, _ starts: inout UInt64) -> UInt64 {
    let gaps = c.space & ~c.newline
    let fresh = gaps & Self.behind(settledNewlines, &settled)
    starts |= fresh
    return Self.sum(gaps, fresh, &open) & ~gaps & c.newline
  }
}
