/// Which part of a plane is shown.
package struct PlaneView: Sendable, Equatable {
  /// How many times larger than the whole.
  package var zoom = 1.0
  /// What stands in the middle, as shares of the whole.
  package var centre = PointPlace(0.5, 0.5)

  package init() {}

  static let steps = 1.5
  static let most = 60.0

  /// Makes everything larger (or smaller), around a share of the whole.
  mutating func magnify(by factor: Double, around target: PointPlace?) {
    zoom = max(1, min(zoom * factor, Self.most))
    if let target { centre = target }
    if zoom == 1 { centre = PointPlace(0.5, 0.5) }
    keepInside()
  }

  /// Moves by shares of what is in sight.
  mutating func pan(_ across: Double, _ up: Double) {
    centre.x += across / zoom
    centre.y += up / zoom
    keepInside()
  }

  /// Moves so that a share of the whole is in sight.
  mutating func show(_ target: PointPlace) {
    let reach = 0.5 / zoom * 0.9
    if abs(target.x - centre.x) > reach || abs(target.y - centre.y) > reach { centre = target }
    keepInside()
  }

  private mutating func keepInside() {
    let half = 0.5 / zoom
    centre.x = max(half, min(centre.x, 1 - half))
    centre.y = max(half, min(centre.y, 1 - half))
  }

  /// The ends of what is shown of the values of one axis.
  func range(_ values: [Double], centre share: Double) -> ClosedRange<Double> {
    let (low, high) = Self.bounds(values)
    let span = high - low
    return low + span * (share - 0.5 / zoom)...low + span * (share + 0.5 / zoom)
  }

  /// Where places lie as shares of the whole.
  static func share(of place: PointPlace, among places: [PointPlace]) -> PointPlace {
    let (x, y) = (bounds(places.map(\.x)), bounds(places.map(\.y)))
    return PointPlace((place.x - x.low) / (x.high - x.low), (place.y - y.low) / (y.high - y.low))
  }

  /// The ends of an axis, with a little room.
  private static func bounds(_ values: [Double]) -> (low: Double, high: Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let room = high > low ? (high - low) * 0.03 : max(abs(low) * 0.1, 1e-6)
    return (low - room, high + room)
  }
}
