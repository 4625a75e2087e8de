import Basics
import Foundation
import Patches
import Tensors
import Testing

@Suite struct ResizingTests {
  /// `pillow bicubic 23 17 8 6`: arithmetic, filter, old and new size.
  private static let goldens: [String: Data] =
    (try? JSONDecoder().decode([String: Data].self, from: Formula.file("resizing"))) ?? [:]

  private static let names = goldens.keys.sorted()

  @Test func `there are values for each filter`() {
    #expect(Self.names.count == 6 * 12)
  }

  @Test(arguments: names.filter { !$0.hasPrefix("float") })
  func `bytes are resized as Pillow and PyTorch do, to the byte`(_ name: String) throws {
    let words = name.split(separator: " ")
    let sizes = words[2...].compactMap { Int($0) }
    let filter = try #require(ResizingFilter(rawValue: String(words[1])))
    let arithmetic = try #require(ResizingArithmetic(rawValue: String(words[0])))
    let made = try Formula.pixels(sizes[0], sizes[1]).resized(
      width: sizes[2], height: sizes[3], filter, arithmetic)
    let expected = try #require(Self.goldens[name])
    #expect(made.bytes == Array(expected))
  }

  @Test(arguments: names.filter { $0.hasPrefix("float") })
  func `numbers are resized as PyTorch does`(_ name: String) throws {
    let words = name.split(separator: " ")
    let sizes = words[2...].compactMap { Int($0) }
    let pixels = Formula.pixels(sizes[0], sizes[1])
    let red = stride(from: 0, to: pixels.bytes.count, by: 3).map { Float(pixels.bytes[$0]) / 255 }
    let made = try Tensor(red, [1, sizes[1], sizes[0]]).resized(
      width: sizes[2], height: sizes[3], try #require(ResizingFilter(rawValue: String(words[1]))),
      antialias: words[0].hasSuffix("antialias"))
    let expected = Formula.floats(try #require(Self.goldens[name]))
    #expect(made.shape.sizes == [1, sizes[3], sizes[2]])
    #expect(zip(made.values, expected).allSatisfy { abs($0 - $1) <= 1e-5 })
  }

  @Test func `a picture of one colour keeps it at every size`() throws {
    let grey = Pixels(width: 9, height: 5, filledWith: Pixels.Color(77, 0, 255))
    for filter in ResizingFilter.allCases {
      for arithmetic in ResizingArithmetic.allCases {
        let made = try grey.resized(width: 4, height: 11, filter, arithmetic)
        #expect(made == Pixels(width: 4, height: 11, filledWith: Pixels.Color(77, 0, 255)))
      }
    }
  }

  @Test func `the mean of areas keeps the mean`() throws {
    let pixels = Formula.pixels(32, 16)
    let small = try pixels.scaled(toWidth: 1, height: 1)
    let mean = (0..<512).reduce(0) { $0 + Int(pixels.bytes[3 * $1]) } / 512
    #expect(abs(Int(small.bytes[0]) - mean) <= 1)
  }

  @Test func `sizes of nought and far too long ones are refused`() {
    let line = Pixels(width: 1, height: 60_000)
    #expect(throws: Trouble.self) { try line.resized(width: 0, height: 4, .bilinear) }
    #expect(throws: Trouble.self) { try line.resized(width: 9000, height: 9000, .bilinear) }
    #expect(throws: Trouble.self) { try line.resized(width: 4000, height: 50_000, .bilinear, .torch) }
    #expect(throws: Trouble.self) { try line.resized(width: .max, height: 4, .bilinear) }
    #expect(throws: Trouble.self) {
      try Tensor.zeros([3, 4, 4]).resized(width: 2, height: 2, .lanczos, antialias: true)
    }
  }
}
