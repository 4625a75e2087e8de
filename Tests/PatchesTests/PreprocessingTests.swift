import Basics
import Formats
import Foundation
import Patches
import Tensors
import Testing

@Suite struct PreprocessingTests {
  private struct Golden: Decodable {
    struct Values: Decodable {
      var shape: [Int]
      var numbers: Data
    }
    /// A preprocessor_config.json.
    var config: String
    /// By `pillow 29 17`: library, width and height.
    var values: [String: Values]
  }

  private static let goldens: [String: Golden] =
    (try? JSONDecoder().decode([String: Golden].self, from: Formula.file("preprocessing"))) ?? [:]

  @Test func `there are values for each kind`() {
    for kind in Preprocessing.Kind.allCases { #expect(Self.goldens[kind.rawValue] != nil) }
  }

  @Test(arguments: goldens.keys.sorted())
  func `numbers are those of transformers, to the last bit, with Pillow and with torchvision`(_ name: String)
    throws
  {
    let golden = try #require(Self.goldens[name])
    var preprocessing = try PreprocessorConfig.read(Array(golden.config.utf8), named: name)
    for (key, values) in golden.values {
      let words = key.split(separator: " ")
      preprocessing.library = try #require(Preprocessing.Library(rawValue: String(words[0])))
      let pixels = Formula.pixels(Int(words[1]) ?? 0, Int(words[2]) ?? 0)
      let made = try preprocessing.prepared(Picture(pixels: pixels))
      let tensor = values.shape.count == 4 ? made.values : made.tensor
      #expect(tensor.shape.sizes == values.shape, "\(key)")
      let expected = Formula.floats(values.numbers)
      let worst = zip(tensor.values, expected).map { abs($0 - $1) }.max() ?? 0
      #expect(tensor.values == expected, "\(key): at most \(worst)")
    }
  }

  @Test func `the region that the model sees is told in pixels of the original`() throws {
    let made = try Preprocessing(.clip).prepared(Picture(pixels: Formula.pixels(64, 32)))
    // The shorter side becomes 224, the longer 448, of which the middle 224 are kept: half the width.
    #expect(made.region == PreparedPicture.Region(x: 16, y: 0, width: 32, height: 32))
    #expect(made.tensor.shape.sizes == [3, 224, 224])
    #expect(made.pixels.width == 224 && made.pixels.height == 224)
    #expect(
      made.sentences.prefix(2) == [
        "resized to 448 × 224 (shorter side 224, bicubic)", "the middle 224 × 224 is kept",
      ])
  }

  @Test func `padding to a square reaches outside the original`() throws {
    var llava = Preprocessing(.llava)
    llava.padsToSquare = true
    let made = try llava.prepared(Picture(pixels: Formula.pixels(40, 20)))
    #expect(made.region == PreparedPicture.Region(x: 0, y: -10, width: 40, height: 40))
    #expect(made.pixels[0, 0] == Pixels.Color(122, 116, 104))
  }

  @Test func `what is transparent is laid on white, or its colour is taken`() throws {
    let pixels = Pixels(width: 8, height: 8, filledWith: Pixels.Color(200, 10, 10))
    let picture = Picture(pixels: pixels, alpha: [UInt8](repeating: 0, count: 64))
    #expect(try Preprocessing(.siglip).prepared(picture).pixels[3, 3] == Pixels.Color(255, 255, 255))
    #expect(try Preprocessing(.vit).prepared(picture).pixels[3, 3] == Pixels.Color(200, 10, 10))
  }

  @Test func `the best resolution shows most and wastes least`() {
    let choices = [(672, 336), (336, 672), (672, 672), (336, 1008), (1008, 336)].map {
      (width: $0.0, height: $0.1)
    }
    #expect(Preprocessing.bestResolution(choices, forWidth: 1000, height: 300)! == (1008, 336))
    #expect(Preprocessing.bestResolution(choices, forWidth: 300, height: 300)! == (672, 336))
    #expect(Preprocessing.bestResolution([], forWidth: 300, height: 300) == nil)
  }

  @Test func `a line of pixels is refused before it becomes a wall`() {
    let line = Picture(pixels: Pixels(width: 60_000, height: 1))
    #expect(throws: Trouble.self) { try Preprocessing(.clip).prepared(line) }
    var llava = Preprocessing(.llava)
    llava.padsToSquare = true
    #expect(throws: Trouble.self) { try llava.prepared(line) }
  }

  @Test func `sizes that no model has are refused before memory is taken`() throws {
    let picture = Picture(pixels: Formula.pixels(20, 20))
    var clip = Preprocessing(.clip)
    clip.cropSize = (16_384, 16_384)
    let trouble = #expect(throws: Trouble.self) { try clip.prepared(picture) }
    #expect(trouble?.what == "268435456 pixels for a model are over the limit of 16777216")
    var next = Preprocessing(.llavaNext)
    next.resolutions = [(8192, 8192)]
    #expect(throws: Trouble.self) { try next.prepared(picture) }
  }
}
