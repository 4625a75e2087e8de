/// A string of a JSON file: a stretch of the file's bytes, or of the scanner's own store when it was written with escapes.
package struct JSONText: Sendable, Equatable {
  package var start: UInt32
  package var count: UInt32
  package var isUnescaped: Bool
}
