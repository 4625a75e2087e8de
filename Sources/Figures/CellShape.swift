/// The shape of a character on the screen.
package enum CellShape {
  /// How many times as high as wide a character usually is.
  package static let usual = 2.0
}
