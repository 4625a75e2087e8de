import Basics
import Sketches
import Testing

@Suite struct ScaleTests {
  @Test(
    arguments: [
      ([0, 97], 5, ["0", "20", "40", "60", "80", "100"]),
      ([0.1, 0.35], 6, ["0.10", "0.15", "0.20", "0.25", "0.30", "0.35"]),
      ([1000, 50_000], 5, ["0", "10k", "20k", "30k", "40k", "50k"]),
      ([-2e6, 2e6], 4, ["-2M", "-1M", "0", "1M", "2M"]),
      ([5], 2, ["4.5", "5.0", "5.5"]),
    ] as [([Double], Int, [String])])
  func `ticks are round numbers`(values: [Double], count: Int, labels: [String]) throws {
    let scale = try #require(Scale(spanning: values, isLogarithmic: false))
    #expect(scale.ticks(atMost: count).map(\.label) == labels)
  }

  @Test(
    arguments: [
      ([1, 100_000], 6, ["1", "10", "100", "1000", "10k", "100k"]),
      ([1, 1e9], 4, ["1", "1000", "1M", "1G"]),
      ([2, 60], 10, ["2", "5", "10", "20", "50"]),
      ([0.001, 1], 5, ["0.001", "0.01", "0.1", "1"]),
    ] as [([Double], Int, [String])])
  func `ticks of a logarithmic axis are powers of ten, or twos and fives between`(
    values: [Double], count: Int, labels: [String]
  ) throws {
    let scale = try #require(Scale(spanning: values, isLogarithmic: true))
    #expect(scale.ticks(atMost: count).map(\.label) == labels)
  }

  @Test(arguments: 0..<400)
  func `ticks stand inside the axis in rising order, each with its own label`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let isLogarithmic = seed % 2 == 1
    let size = [1e-200, 1e-9, 0.01, 1, 1000, 1e7, 1e200][Int(seed / 2) % 7]
    let values = (0..<Int.random(in: 1...9, using: &random)).map { _ in
      Double.random(in: (isLogarithmic ? 1e-4 : -1)...1, using: &random) * size
    }
    let scale = try #require(Scale(spanning: values, isLogarithmic: isLogarithmic))
    #expect(scale.low < scale.high)
    for value in values {
      let share = try #require(scale.share(of: value))
      #expect((0...1).contains(share))
    }
    let ticks = scale.ticks(atMost: Int.random(in: 1...12, using: &random))
    for tick in ticks {
      #expect(tick.value >= scale.low && tick.value <= scale.high)
      let share = try #require(scale.share(of: tick.value))
      #expect(share > -1e-9 && share < 1 + 1e-9)
    }
    #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value })
    #expect(Set(ticks.map(\.label)).count == ticks.count)
  }

  @Test func `what cannot be drawn has no place`() {
    #expect(Scale(spanning: [.nan, .infinity], isLogarithmic: false) == nil)
    #expect(Scale(spanning: [0, -1], isLogarithmic: true) == nil)
    let scale = Scale(spanning: [1, 10, .nan], isLogarithmic: true)
    #expect(scale?.share(of: 0) == nil && scale?.share(of: .infinity) == nil)
  }

  @Test(
    arguments: [
      (0, "0"), (3.14159265, "3.14159"), (120_000, "120000"), (1.5e-7, "1.5e-7"), (-2.5, "-2.5"),
      (1e20, "1e20"), (.nan, "–"), (-.infinity, "-∞"), (.leastNonzeroMagnitude, "4.94066e-324"),
      (1000, "1000"),
    ] as [(Double, String)])
  func `numbers in legends have at most six digits`(value: Double, text: String) {
    #expect(Numerals.short(value) == text)
  }
}
