/// How much of a JSON file is read before it is refused.
package enum JSONLimits {
  /// 256 MiB.
  package static let file = 256 << 20
  /// Objects and lists inside one another.
  package static let depth = 64
  /// One string, 16 MiB.
  package static let string = 16 << 20
}
