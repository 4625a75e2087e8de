/// The classes `[:name:]`: all of Unicode for Oniguruma, ASCII for Rust.
enum PosixClass {
  static func set(_ name: String, _ dialect: PatternDialect) -> CodePointSet? {
    guard dialect == .rust else { return unicode(name) }
    return unicode(name)?.intersection(CodePointSet(0...0x7F))
  }

  private static func unicode(_ name: String) -> CodePointSet? {
    switch name {
    case "word": .word(.oniguruma, inBrackets: true)
    case "xdigit": CodePointSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
    case "alnum": union("alpha", "Nd")
    case "punct": union("P", "S")
    case "blank": union("Zs", "Zs").union(CodePointSet(9...9))
    case "alpha", "space", "ascii": .property(name)
    case "digit": .property("Nd")
    case "upper": .property("Lu")
    case "lower": .property("Ll")
    case "cntrl": .property("Cc")
    default: nil
    }
  }

  private static func union(_ a: String, _ b: String) -> CodePointSet {
    (CodePointSet.property(a) ?? CodePointSet()).union(CodePointSet.property(b) ?? CodePointSet())
  }
}
