/// The script of a character, as a number; 0 for the space and for characters without one.
struct PieceScripts: Sendable {
  static let shared = PieceScripts()

  private var starts: [UInt32] = []
  private var ends: [UInt32] = []
  private var scripts: [UInt8] = []

  private init() {
    var numbers = PackedNumbers(PieceScriptData.runs)
    var last = 0
    while !numbers.isAtEnd {
      let start = last + numbers.next()
      last = start + numbers.next()
      starts.append(UInt32(start))
      ends.append(UInt32(last))
      scripts.append(UInt8(numbers.next()))
    }
  }

  func script(of scalar: UInt32) -> UInt8 {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] < scalar { low = middle + 1 } else { high = middle }
    }
    return low < starts.count && starts[low] <= scalar ? scripts[low] : 0
  }
}
