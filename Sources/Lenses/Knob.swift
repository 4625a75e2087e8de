import Basics

/// A setting of a lens, as data: panes draw it, the command line reads it, and no lens does either.
package struct Knob: Sendable, Equatable {
  /// What can be set.
  package enum Kind: Sendable, Equatable {
    /// A number in a range; `step` is what one key press adds.
    case number(Double, in: ClosedRange<Double>, step: Double)
    case integer(Int, in: ClosedRange<Int>, step: Int)
    /// One of these words; the first stands at the start.
    case choice([String])
    case toggle(Bool)
    /// Words of the person's own.
    case text(String)
  }

  /// As written on the command line: `--knob key=value`.
  package var key: String
  package var title: String
  /// What turning it does, with the unit.
  package var help: String
  package var kind: Kind

  package init(_ key: String, _ title: String, _ help: String, _ kind: Kind) {
    self.key = key
    self.title = title
    self.help = help
    self.kind = kind
  }

  /// The value it has at the start, as written.
  package var initial: String {
    switch kind {
    case .number(let value, _, let step): Knob.written(value, step: step)
    case .integer(let value, _, _): String(value)
    case .choice(let names): names.first ?? ""
    case .toggle(let value): value ? "on" : "off"
    case .text(let value): value
    }
  }

  /// A number with no more decimals than its step has.
  static func written(_ value: Double, step: Double) -> String {
    var (decimals, scaled) = (0, abs(step))
    while decimals < 6, scaled != scaled.rounded() {
      decimals += 1
      scaled *= 10
    }
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    let rounded = (value * factor).rounded() / factor
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}

/// The settings of one look: a value for every knob of a lens.
package struct Knobs: Sendable, Equatable {
  package let knobs: [Knob]
  private var values: [String: String]

  /// Every knob as it stands at the start.
  package init(_ knobs: [Knob]) {
    self.knobs = knobs
    values = Dictionary(knobs.map { ($0.key, $0.initial) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value as written.
  package func text(_ key: String) -> String { values[key] ?? "" }

  /// The value of a knob of kind `integer`.
  package func integer(_ key: String) -> Int { Int(text(key)) ?? 0 }

  /// The value of a knob of kind `number`.
  package func number(_ key: String) -> Double { Double(text(key)) ?? 0 }

  /// The value of a knob of kind `toggle`.
  package func isOn(_ key: String) -> Bool { text(key) == "on" }

  /// Sets a knob from words; throws when there is no such knob or the value does not fit it.
  package mutating func set(_ key: String, _ value: String) throws(Trouble) {
    guard let knob = knobs.first(where: { $0.key == key }) else {
      let near = nearNames(key, among: knobs.map(\.key), limit: 1).first
      let names = knobs.map(\.key).joined(separator: ", ")
      throw Trouble(
        .usage, at: .option(key), "there is no such knob",
        remedy: near.map { "Did you mean \($0)" } ?? "The knobs are \(names)")
    }
    values[key] = try knob.accepted(value)
  }

  /// Turns a knob by so many steps: a number by its step, a choice to a neighbour, a toggle to the other side. Text stays.
  package mutating func turn(_ key: String, by steps: Int) {
    guard let knob = knobs.first(where: { $0.key == key }) else { return }
    values[key] = knob.turned(text(key), by: steps)
  }
}

extension Knob {
  /// The value in the form in which it is kept.
  func accepted(_ value: String) throws(Trouble) -> String {
    switch kind {
    case .number(_, let range, let step):
      if let number = Double(value), range.contains(number) {
        return Knob.written(number, step: min(step, 0.001))
      }
      throw refused(value, "a number from \(self.range)")
    case .integer(_, let range, _):
      if let number = Int(value), range.contains(number) { return String(number) }
      throw refused(value, "a whole number from \(self.range)")
    case .choice(let names):
      if names.contains(value) { return value }
      throw refused(value, "one of \(names.joined(separator: ", "))")
    case .toggle:
      if value == "on" || value == "off" { return value }
      throw refused(value, "on or off")
    case .text: return value
    }
  }

  func turned(_ value: String, by steps: Int) -> String {
    switch kind {
    case .number(let initial, let range, let step):
      let next = (Double(value) ?? initial) + Double(steps) * step
      return Knob.written(min(max(next, range.lowerBound), range.upperBound), step: step)
    case .integer(let initial, let range, let step):
      return String(min(max((Int(value) ?? initial) + steps * step, range.lowerBound), range.upperBound))
    case .choice(let names):
      guard let index = names.firstIndex(of: value), !names.isEmpty else { return initial }
      return names[((index + steps) % names.count + names.count) % names.count]
    case .toggle: return steps % 2 == 0 ? value : value == "on" ? "off" : "on"
    case .text: return value
    }
  }

  private func refused(_ value: String, _ expected: String) -> Trouble {
    Trouble(.usage, at: .option(key), "\"\(value)\" does not fit \(title)", remedy: "Give \(expected)")
  }
}
