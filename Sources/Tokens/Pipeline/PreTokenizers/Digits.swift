import Basics

/// Cuts around numbers, or around each digit.
package struct Digits: PreTokenizer {
  package static let kind = "Digits"
  private let isIndividual: Bool

  package init(_ declaration: Declaration) throws(Trouble) {
    isIndividual = try declaration.flag("individual_digits")
  }

  package var cuts: CutPromise { .anywhere }

  package var stage: SplitterChain.Stage? {
    SplitterChain.Stage(CharacterSplitter(matchesRuns: !isIndividual, Self.isNumeric))
  }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split(where: Self.isNumeric, isIndividual ? .isolated : .contiguous)
  }

  /// General category N of the newest Unicode, as the Rust library has it.
  private static func isNumeric(_ unit: UInt32) -> Bool {
    if unit < 0x80 { return unit &- 48 < 10 }
    switch Unicode.Scalar(unit)?.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: return true
    default: return false
    }
  }
}
