import CScan

/// Which registers the inner loops use.
package enum Lanes: Int32, Sendable, CaseIterable {
  case plain, avx2, avx512

  /// The widest that this processor has.
  package static var best: Lanes { Lanes(rawValue: cs_best_kind()) ?? .plain }
  /// Those that this processor has.
  package static var present: [Lanes] { allCases.filter { $0.rawValue <= best.rawValue } }
}
