/// Curves and points over two axes, or on a plane: axes of which neither has a title mean nothing and are not drawn.
package struct Chart: Sendable, Equatable {
  /// What is measured along one side.
  package struct Axis: Sendable, Equatable {
    /// The quantity and its unit, such as `vocabulary (entries)`.
    package var title: String
    package var isLogarithmic: Bool
    /// The part that is shown; all that the points span when nil.
    package var range: ClosedRange<Double>?

    package init(_ title: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil) {
      self.title = title
      self.isLogarithmic = isLogarithmic
      self.range = range
    }
  }

  /// One measured pair; values that are not finite, or not positive on a logarithmic axis, are left out of the drawing.
  package struct Point: Sendable, Equatable {
    package var x: Double
    package var y: Double
    package var label: String

    package init(_ x: Double, _ y: Double, label: String = "") {
      self.x = x
      self.y = y
      self.label = label
    }
  }

  /// Points that belong together.
  package struct Series: Sendable, Equatable {
    /// How the points are shown.
    package enum Style: String, Sendable, Equatable {
      /// Joined in order.
      case line
      case points
      /// A line that helps to read the others, such as a target or a fit.
      case guide
      /// Points that are only the ground for others.
      case faint
      /// The first point joined to the second, the third to the fourth, and so on: what connects other points.
      case links
    }

    package var name: String
    package var points: [Point]
    package var style: Style

    package init(name: String, points: [Point], style: Style = .line) {
      self.name = name
      self.points = points
      self.style = style
    }
  }

  /// Whether the axes mean nothing.
  package var isPlane: Bool { x.title.isEmpty && y.title.isEmpty }

  package var title: String
  package var x: Axis
  package var y: Axis
  package var series: [Series]
  /// Definitions, units and sources, one line each.
  package var footnotes: [String]

  package init(title: String, x: Axis, y: Axis, series: [Series], footnotes: [String] = []) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.footnotes = footnotes
  }
}
