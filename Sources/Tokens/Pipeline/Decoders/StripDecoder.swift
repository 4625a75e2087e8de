import Basics

/// Takes a character away up to so many times at the beginning and end of every token.
package struct StripDecoder: Decoder {
  package static let kind = "Strip"
  private let content: [UInt8]
  private let start: Int
  private let stop: Int

  package init(_ declaration: Declaration) throws(Trouble) {
    var spelled: [UInt8] = []
    Unit.append(try declaration.character("content"), to: &spelled)
    content = spelled
    start = try declaration.integer("start")
    stop = try declaration.integer("stop")
  }

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] {
    tokens.map { token in
      var rest = token[...]
      var count = 0
      while count < start, rest.starts(with: content) {
        rest = rest.dropFirst(content.count)
        count += 1
      }
      count = 0
      while count < stop, rest.count >= content.count, rest.suffix(content.count).elementsEqual(content) {
        rest = rest.dropLast(content.count)
        count += 1
      }
      return Array(rest)
    }
  }
}
