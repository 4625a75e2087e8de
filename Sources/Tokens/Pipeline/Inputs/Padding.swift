import Basics

/// How short inputs are filled up.
package struct Padding: Sendable, Equatable {
  /// The length to fill up to; nil for that of the longest input.
  package var length: Int?
  /// The length becomes a multiple of this; 0 and 1 change nothing.
  package var multiple: Int
  package var id: TokenID
  package var type: UInt32
  /// `.right` puts padding behind the tokens.
  package var direction: Truncation.Direction

  package init(
    length: Int? = nil, multiple: Int = 0, id: TokenID = 0, type: UInt32 = 0,
    direction: Truncation.Direction = .right
  ) {
    self.length = length
    self.multiple = multiple
    self.id = id
    self.type = type
    self.direction = direction
  }

  /// No input is filled up to more.
  static let lengthLimit = 1 << 24

  /// Reads the section `padding`.
  package init(_ declaration: Declaration) throws(Trouble) {
    if let strategy = declaration.part("strategy"), strategy.has("Fixed") {
      length = try strategy.count("Fixed")
    } else {
      let name = try declaration.text("strategy", default: "BatchLongest")
      guard name.elementsEqual("BatchLongest".utf8) else {
        throw declaration.trouble("BatchLongest or Fixed expected", in: "strategy")
      }
    }
    multiple = try declaration.count("pad_to_multiple_of", default: 0)
    id = TokenID(try declaration.count("pad_id"))
    type = UInt32(try declaration.count("pad_type_id", default: 0))
    direction = try declaration.choice("direction", default: .right)
  }

  /// The input and its overflowing parts, filled up.
  func padded(_ input: ModelInput) throws(Trouble) -> ModelInput {
    var target = length ?? input.tokens.count
    if multiple > 1 { target = (target + multiple - 1) / multiple * multiple }
    guard target <= Self.lengthLimit else {
      throw Trouble(.limit, "padding to \(target) tokens is over the limit of \(Self.lengthLimit)")
    }
    return padded(input, to: target)
  }

  private func padded(_ input: ModelInput, to target: Int) -> ModelInput {
    var result = input
    result.overflowing = input.overflowing.map { padded($0, to: target) }
    let count = target - input.tokens.count
    if count <= 0 { return result }
    let place = direction == .left ? 0 : Int(input.tokens.last?.end ?? 0)
    let tokens = Array(repeating: Token(id: id, start: place, end: place), count: count)
    let types = Array(repeating: type, count: count)
    if direction == .left {
      (result.tokens, result.types, result.padding.before) = (
        tokens + input.tokens, types + input.types, count
      )
    } else {
      (result.tokens, result.types, result.padding.after) = (
        input.tokens + tokens, input.types + types, count
      )
    }
    return result
  }
}
