import Basics
import Formats
import Testing
import Tokens

/// Every way through a real tokenizer gives the same tokens.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct WaysTests {
  @Test(arguments: GoldenData.vocabularies)
  func `ids, counts and the plain way agree with the tokens`(_ name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    var all: [UInt8] = []
    for record in try GoldenData.records(name) {
      guard let text = record.input, text.count < 100_000 else { continue }
      all += text
      for addsSpecial in [false, true] { try compare(tokenizer, text, addsSpecial: addsSpecial) }
    }
    try compare(tokenizer, Array(all.prefix(1_000_000)), addsSpecial: false)
  }

  private func compare(_ tokenizer: any Tokenizer, _ text: [UInt8], addsSpecial: Bool) throws {
    let options = EncodeOptions(special: .allow, addSpecial: addsSpecial)
    let tokens = try tokenizer.encode(text, options, .open)
    try #require(try tokenizer.ids(text, options, .open) == tokens.map(\.id))
    try #require(try tokenizer.count(text, options, .open) == tokens.count)
    if let pipeline = tokenizer as? Pipeline {
      try #require(try pipeline.encodePlainly(text, options, .open) == tokens)
    }
  }
}
