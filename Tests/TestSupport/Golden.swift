import Glibc
import Screen
import Testing

/// Screens kept as text and as a map of styles beside the tests. `TESSERA_RECORD=1` rewrites them and fails the test, so
/// that recording is always seen.
package enum Golden {
  /// Compares a frame with the golden of this name in the folder `Goldens` beside the calling test.
  package static func check(
    _ frame: Frame, _ name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let folder = file.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/Goldens"
    let map = frame.styleMap()
    compare(frame.textRows().joined(separator: "\n") + "\n", "\(folder)/\(name).text", sourceLocation)
    compare(
      (map.rows + [""] + map.legend).joined(separator: "\n") + "\n", "\(folder)/\(name).style", sourceLocation
    )
  }

  private static func compare(_ text: String, _ path: String, _ sourceLocation: SourceLocation) {
    if unsafe getenv("TESSERA_RECORD") != nil {
      guard let file = unsafe fopen(path, "w") else { return }
      unsafe fputs(text, file)
      unsafe fclose(file)
      Issue.record("recorded \(path)", sourceLocation: sourceLocation)
      return
    }
    #expect(text == read(path), "\(path) differs", sourceLocation: sourceLocation)
  }

  private static func read(_ path: String) -> String {
    guard let file = unsafe fopen(path, "r") else { return "" }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
