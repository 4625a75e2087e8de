import Basics
import Tokens

/// Ids as people and programs write them: `1 2 3`, `1,2,3`, `[1, 2, 3]`, one a line.
package enum IDList {
  /// The ids given as arguments, or those in the one file that is named; none, or `-`, is standard input.
  package static func read(_ inputs: [String]) throws(Trouble) -> [TokenID] {
    if inputs.isEmpty || inputs == ["-"] {
      return try parse(Files.readAll(0, named: "standard input"), named: "standard input")
    }
    if inputs.count == 1, !isList(inputs[0]) { return try parse(Files.read(inputs[0]), named: inputs[0]) }
    var ids: [TokenID] = []
    for input in inputs {
      guard isList(input) else {
        throw Trouble(.usage, "\(input) is not an id", remedy: "Give ids only, or one file with ids")
      }
      ids += try parse(Array(input.utf8), named: "the command line")
    }
    return ids
  }

  /// The ids in a text. Throws at the first word that is none, with its byte.
  package static func parse(_ text: [UInt8], named name: String) throws(Trouble) -> [TokenID] {
    var ids: [TokenID] = []
    var i = 0
    while i < text.count {
      if isSeparator(text[i]) {
        i += 1
        continue
      }
      let start = i
      var number: UInt64 = 0
      while i < text.count, (48...57).contains(text[i]), number <= UInt64(TokenID.max) {
        number = number * 10 + UInt64(text[i] - 48)
        i += 1
      }
      let endsWell = i == text.count || isSeparator(text[i])
      guard endsWell, number <= UInt64(TokenID.max) else {
        let word = text[start...].prefix { !isSeparator($0) }.prefix(40)
        throw Trouble(
          .input, at: .byte(file: name, offset: start),
          "‘\(String(decoding: word, as: UTF8.self))’ is not an id",
          remedy: "Ids are whole numbers, separated by spaces, commas or line ends")
      }
      ids.append(TokenID(number))
    }
    return ids
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09...0x0D, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"): true
    default: false
    }
  }

  private static func isList(_ text: String) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) || isSeparator($0) }
  }
}
