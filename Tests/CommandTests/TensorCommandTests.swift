import Foundation
import Testing

/// Files of tensors from the command line.
@Suite struct TensorCommandTests {
  /// A .npy of [rows, columns] in Float32.
  private func npy(_ rows: [[Float]]) -> [UInt8] {
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows.count), \(rows[0].count)), }"
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    let length = header.utf8.count
    var bytes =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(header.utf8)
    for value in rows.joined() {
      for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(value.bitPattern >> shift & 255)) }
    }
    return bytes
  }

  private func file(_ folder: TemporaryFolder, _ rows: [[Float]]) throws -> String {
    let path = folder.path + "/m.npy"
    try Data(npy(rows)).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func `a file is listed, measured, shown and converted`() throws {
    let folder = try TemporaryFolder()
    let path = try file(folder, [[1, 2, .nan], [3, 4, 0]])
    #expect(try tessera("tensor", "ls", path).text.contains("[2, 3]"))
    let stats = try tessera("tensor", "stats", path, "--format", "csv")
    #expect(stats.code == 0, "\(stats.err)")
    for line in ["elements,6", "mean,2.000000", "norm,5.477226", "zeros,1", "not a number,1"] {
      #expect(stats.lines.contains(Substring(line)), "\(line) of \(stats.text)")
    }
    #expect(try tessera("tensor", "show", path).text.contains("3.000"))
    let out = folder.path + "/m.safetensors"
    #expect(try tessera("tensor", "convert", path, out).code == 0)
    #expect(try tessera("tensor", "stats", out, "--format", "csv").text == stats.text)
    #expect(try tessera("tensor", "show", path, "--rows", "0..9").code == 2)
  }

  @Test func `any matrix of many axes is shown, and means of blocks`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    let path = folder + "/FormatsTests/TensorFiles/Goldens/types.gguf"
    let whole = try tessera("tensor", "show", path, "int16", "--format", "csv").lines.map(String.init)
    func row(_ line: String) -> [Substring] { line.split(separator: ",").dropFirst().map { $0 } }
    // int16 has the shape [2, 3, 5]: its rows are those of the first matrix, then those of the second.
    let second = try tessera("tensor", "show", path, "int16", "--at", "1,r,c", "--format", "csv").lines.map(
      String.init)
    #expect(second.count == 4 && second.dropFirst().map(row) == whole.dropFirst(4).map(row))
    let turned = try tessera("tensor", "show", path, "int16", "--at", "c,2,r", "--format", "csv").lines.map(
      String.init)
    #expect(turned.dropFirst().map { row($0)[1] } == row(whole[6])[...].map { $0 })
    let blocks = try tessera("tensor", "show", path, "Q4_K", "--blocks", "3x256")
    #expect(
      blocks.code == 0 && blocks.text.contains("Each cell is the mean of 3 × 256 elements"), "\(blocks.err)")
    for wrong in ["1,r", "2,r,c", "r,r,c", "1,1,1", "1,r,c,c"] {
      let refused = try tessera("tensor", "show", path, "int16", "--at", wrong)
      #expect(refused.code == 2 && refused.err.contains("--at 0,r,c"), "\(wrong) \(refused.err)")
    }
    #expect(try tessera("tensor", "show", path, "int16", "--at", "x").code == 2)
    #expect(try tessera("tensor", "show", path, "int16", "--at", "1,r,c", "--rows", "0..9").code == 2)
    #expect(try tessera("tensor", "show", path, "int16", "--blocks", "2x2").code == 2)
  }

  @Test func `a file of tensors opens on its pane, and text beside it stays text`() throws {
    let folder = try TemporaryFolder()
    let path = try file(folder, [[1, 2], [3, 4]])
    let screen = try tessera(path, "--batch")
    #expect(
      screen.code == 0 && screen.text.contains("Tensors · m.npy") && screen.text.contains("[2, 2]"),
      "\(screen.text)")
    #expect(try tessera(folder.path + "/none.npy", "--batch").code == 3)
    try Data("not a pickle that anybody runs".utf8).write(to: URL(fileURLWithPath: folder.path + "/m.pt"))
    #expect(try tessera(folder.path + "/m.pt", "--batch").text.contains("not a file with tensors"))
  }

  @Test func `the nearest rows are those of the nearest entries`() throws {
    let folder = try TemporaryFolder()
    // Bytes as entries: row i points at an angle of i/256 of a turn, so the neighbours of `b` are `a` and `c`.
    let rows = (0..<256).map { index -> [Float] in
      let angle = Float(index) / 256 * 2 * .pi
      return [cos(angle), sin(angle)]
    }
    let path = try file(folder, rows)
    let ran = try tessera(
      "neighbours", "-t", "bytes", "--embeddings", path, "b", "--count", "2", "--format", "csv")
    #expect(ran.code == 0, "\(ran.err)")
    #expect(Set(ran.lines.dropFirst().map { $0.split(separator: ",")[0] }) == ["97", "99"])
    #expect(try tessera("neighbours", "-t", "bytes", "--embeddings", path, "zz").code == 2)
    #expect(try tessera("neighbours", "-t", "words", "--embeddings", path, "b").code == 3)
  }
}
