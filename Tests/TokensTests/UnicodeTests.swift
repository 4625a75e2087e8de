import Foundation
import Testing
import Tokens

/// Our tables against what tiktoken's and Hugging Face's engines say about every code point.
@Suite struct UnicodeTests {
  @Test(
    "each class is the engine's", .enabled(if: Samples.arePresent),
    arguments: [("tiktoken", PatternDialect.rust), ("hf", .oniguruma)])
  func classesEqualTheEngines(engine: String, dialect: PatternDialect) throws {
    let all = try #require(try Samples.json("../unicode/classes.json") as? [String: [String: Any]])
    let classes = try #require(all[engine])
    let surrogates = CodePointSet(0xD800...0xDFFF)
    for (name, value) in classes {
      let expected = CodePointSet((value as? [[Int]] ?? []).map { UInt32($0[0])...UInt32($0[1]) })
      let ours: CodePointSet? =
        switch name {
        case "\\s": .whitespace
        case "\\d": .property("Nd")
        case "\\w": .word(dialect)
        default: .property(name)
        }
      #expect(ours?.subtracting(surrogates) == expected.subtracting(surrogates), "\(name)")
    }
    #expect(classes.count == 36)
  }

  @Test func `scalars and stray bytes are read one by one`() {
    let text: [UInt8] = [
      0x41, 0xC3, 0xA9, 0xE6, 0xBC, 0xA2, 0xF0, 0x9F, 0x98, 0x80, 0xFF, 0xC3, 0xED, 0xA0, 0x80,
    ]
    var found: [UInt32?] = []
    var position = 0
    while position < text.count {
      let (value, length) = UTF8Scalar.read(text.span, position, text.count)
      found.append(value)
      position += length
    }
    #expect(found == [0x41, 0xE9, 0x6F22, 0x1F600, nil, nil, nil, nil, nil])
  }
}
