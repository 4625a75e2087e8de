/// Half a layer of a transformer: its attention, or the network behind it.
///
/// Written as a number in the way of the EmbedLens release: 2 is the attention of layer 2, counted from 0, and 2.5 its network.
package struct Sublayer: Sendable, Hashable {
  /// Which half.
  package enum Part: Sendable, Hashable { case attention, network }

  /// Counted from 0.
  package var layer: Int
  package var part: Part

  package init(_ layer: Int, _ part: Part) { (self.layer, self.part) = (layer, part) }

  /// From 0, 0.5, 1, 1.5 …; nil for any other number.
  package init?(_ number: Double) {
    guard number >= 0, number < 1e6, (number * 2).rounded() == number * 2 else { return nil }
    self.init(Int(number), number == number.rounded() ? .attention : .network)
  }

  /// 2 or 2.5.
  package var number: Double { Double(layer) + (part == .attention ? 0 : 0.5) }

  /// All of them, in the order in which they work.
  package static func all(layers: Int) -> [Sublayer] {
    (0..<layers).flatMap { [Sublayer($0, .attention), Sublayer($0, .network)] }
  }
}

extension Sublayer: CustomStringConvertible {
  /// `2` or `2.5`.
  package var description: String { part == .attention ? "\(layer)" : "\(layer).5" }
}
