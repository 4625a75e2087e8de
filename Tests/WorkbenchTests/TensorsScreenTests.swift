import Screen
import TestSupport
import Testing
import Workbench

/// Recorded screens of the pane of tensors, over files that the reference libraries wrote.
@MainActor
@Suite struct TensorsScreenTests {
  nonisolated private static let small = Size(columns: 80, rows: 24)
  nonisolated private static let large = Size(columns: 120, rows: 36)
  nonisolated private static let gguf =
    "tensors.open \(TensorFiles.references)/types.gguf\nkey home down down\nwait"
  nonisolated private static let slice = gguf + "\nkey enter"
  nonisolated private static let matrix =
    "tensors.open \(TensorFiles.references)/types.gguf\nkey home\nkey /\ntype Q4_K\nkey enter enter"

  nonisolated static let rows = [
    ScreenRow(name: "tensors-80x24", size: small, steps: gguf),
    ScreenRow(name: "tensors-120x36", size: large, steps: gguf),
    ScreenRow(name: "tensors-ascii-80x24", size: small, steps: gguf, mode: .none, isASCII: true),
    ScreenRow(name: "tensors-closed-80x24", size: small, steps: "tensors.show\nkey esc"),
    ScreenRow(name: "tensors-slice-80x24", size: small, steps: slice + "\nkey > right down"),
    ScreenRow(name: "tensors-slice-ascii-80x24", size: small, steps: slice, mode: .none, isASCII: true),
    ScreenRow(name: "tensors-elements-80x24", size: small, steps: matrix + "\nkey - right"),
    ScreenRow(name: "tensors-means-120x36", size: large, steps: matrix + "\nkey 0 right right"),
  ]

  @Test(arguments: rows)
  func `the screen is as recorded`(row: ScreenRow) async throws {
    let (frame, _) = try await rehearse(row.state(of: "one two three\n"), "key esc\n" + row.steps)
    Golden.check(frame, row.name)
  }
}
