import Basics

/// Cuts where the script changes; spaces and characters without a script stay with what is before them.
package struct UnicodeScripts: PreTokenizer {
  package static let kind = "UnicodeScripts"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split { text, range, keep throws(Trouble) in
      var start: Int?
      var last: UInt8?
      var position = range.lowerBound
      while position < range.upperBound {
        let (unit, length) = Unit.at(position, in: text, end: range.upperBound)
        let script = PieceScripts.shared.script(of: unit)
        if script != 0 {
          if last != script {
            if let start { keep(start..<position) }
            start = position
          }
          last = script
        }
        position += length
      }
      if let start { keep(start..<position) }
    }
  }
}
