import Foundation
import Testing

/// `tessera map` over a folder with a model, over a dump of what it makes, and with vectors that a person brings.
@Suite struct MapModelCommandTests {
  /// A tiny CLIP as the library transformers writes it, a picture, a dump of other pixels, and matrices, in a folder of their own.
  private struct Bench {
    let folder: TemporaryFolder
    var model: String { folder.path + "/model" }
    var picture: String { folder.path + "/waves.ppm" }
    var dump: String { folder.path + "/dump.safetensors" }
    /// [3, 17, 16]: what the dump holds.
    let hidden: [Float]

    private static let golden =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
      + "/FormatsTests/Vision/Goldens/clip"

    init() throws {
      folder = try TemporaryFolder()
      _ = try folder.file(
        "model/preprocessor_config.json",
        #"{"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 16}, "crop_size": 16}"#)
      for name in ["config.json", "model.safetensors"] {
        try FileManager.default.copyItem(
          atPath: Self.golden + "/" + name, toPath: folder.path + "/model/" + name)
      }
      let pixels = (0..<20 * 30).map { "\($0 * 7 % 256) \($0 * 3 % 256) \($0 % 251) " }.joined()
      _ = try folder.file("waves.ppm", "P3\n30 20\n255\n" + pixels)
      hidden = try Self.rewrite(to: folder.url("dump.safetensors"))
      // The last hidden state of token 5, whose row is 6, for CLS comes first.
      try write("five.npy", [16], row(of: 5))
      try write("short.npy", [3], [1, 2, 3])
      try write("words.npy", [3, 16], (0..<3).flatMap(row))
      try write("narrow.npy", [2, 8], (0..<16).map(Float.init))
      try write("rows.npy", [17, 16], Array(hidden[..<(17 * 16)]))
    }

    func row(of token: Int) -> [Float] {
      let start = (2 * 17 + 1 + token) * 16
      return Array(hidden[start..<start + 16])
    }

    /// What the library made of noise, under the names of a dump and with what the script in `Samples` says of it.
    private static func rewrite(to url: URL) throws -> [Float] {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: golden + "/expected.safetensors")))
      let count = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      let header = try #require(
        try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + count])) as? [String: Any])
      let names = ["hidden": "hidden_states", "attention": "attentions"]
      var renamed = Dictionary(uniqueKeysWithValues: header.map { (names[$0] ?? "other.\($0)", $1) })
      renamed["__metadata__"] = [
        "grid": "[4, 4]", "specials": "[\"CLS\"]", "patch": "4", "picture": "noise",
      ]
      let json = [UInt8](try JSONSerialization.data(withJSONObject: renamed))
      let length = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
      try Data(length + json + bytes[(8 + count)...]).write(to: url)
      let tensor = try #require(header["hidden"] as? [String: Any])
      let place = try #require(tensor["data_offsets"] as? [Int])
      let data = bytes[(8 + count + place[0])..<(8 + count + place[1])]
      return stride(from: data.startIndex, to: data.endIndex, by: 4).map { start in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[start + $1]) << UInt32(8 * $1) })
      }
    }

    private func write(_ name: String, _ sizes: [Int], _ values: [Float]) throws {
      let shape = sizes.map { "\($0), " }.joined()
      var head = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape)), }"
      while (11 + head.utf8.count) % 64 != 0 { head += " " }
      head += "\n"
      var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
      bytes += [UInt8(head.utf8.count & 0xFF), UInt8(head.utf8.count >> 8)] + Array(head.utf8)
      for value in values {
        for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * byte))) }
      }
      try Data(bytes).write(to: folder.url(name))
    }

    /// The arguments that name a source.
    func source(_ name: String) -> [String] {
      switch name {
      case "picture": [picture, "--model", model]
      case "dump": [dump]
      default: [folder.path + "/rows.npy", "--special", "CLS"]
      }
    }
  }

  @Test(arguments: ["picture", "dump", "matrix"], ["json", "csv", "svg", "ansi", "png"])
  func `a model's folder, its dump and a plain matrix are drawn in every format`(
    source: String, format: String
  ) throws {
    let bench = try Bench()
    let ran = try tessera(["map"] + bench.source(source) + ["--view", "norm", "--format", format])
    #expect(ran.code == 0, "\(source) \(ran.err)")
    switch format {
    case "json": #expect(ran.text.contains("\"rows\":4,\"columns\":4"), "\(ran.text)")
    case "csv":
      #expect(ran.lines.first == "token,row,column,value" && ran.lines.count == 17, "\(ran.text)")
    case "svg": #expect(ran.text.hasPrefix("<svg") || ran.text.hasPrefix("<?xml"))
    case "ansi": #expect(ran.text.contains("\u{1B}["))
    default: #expect(ran.out.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  @Test func `the model says what it is, and that it has no words`() throws {
    let bench = try Bench()
    let ran = try tessera(["map"] + bench.source("picture") + ["--format", "json"])
    for words in [
      "CLIP vision of model", "2 layers of width 16", "rows 1…16; before them CLS",
      "Without words of a language model tokens have no states", "resized to 24 × 16",
    ] {
      #expect(ran.text.contains(words), "\(words): \(ran.text.prefix(2000))")
    }
  }

  /// The numbers of a map, by token.
  private func values(_ arguments: [String]) throws -> [Double] {
    let ran = try tessera(["map"] + arguments + ["--format", "csv"])
    #expect(ran.code == 0, "\(ran.err)")
    return ran.lines.dropFirst().compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
  }

  @Test func `lengths, attention and cosines of a dump are those of its numbers`() throws {
    let bench = try Bench()
    let norms = try values([bench.dump, "--view", "norm"])
    #expect(norms.count == 16)
    for (token, norm) in norms.enumerated() {
      let length = bench.row(of: token).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(norm - length) <= 0.006, "token \(token)")
    }
    let attention = try values([bench.dump, "--view", "attention"])
    #expect(attention.count == 16 && attention.reduce(0, +) < 1 && attention.allSatisfy { $0 > 0 })
    let cosines = try values([bench.dump, "--view", "vector", "--vector", bench.folder.path + "/five.npy"])
    #expect(abs(cosines[5] - 1) < 1e-5 && cosines.count { $0 > 0.99 } == 1)
  }

  @Test func `words that were brought give states`() throws {
    let bench = try Bench()
    let ran = try tessera([
      "map", bench.dump, "--words", bench.folder.path + "/words.npy", "--layer", "2", "--targets",
      "sink=0 dead=1",
      "--knob", "nearest=1", "--view", "words", "--format", "csv",
    ])
    #expect(ran.code == 0, "\(ran.err)")
    let states = ran.lines.dropFirst().map { $0.split(separator: ",") }
    #expect(states.count == 16 && states[0].contains("sink") && states[1].contains("dead"))
    #expect(states[2].contains("alive") && states[2].last == "#2 1.00")
  }

  @Test(arguments: [
    (["dump", "--grid", "5x5"], 3, ["16 rows do not fill a grid of 5 × 5 = 25 patches"]),
    (["dump", "--span", "0..<40"], 3, ["the span 0..<40 does not lie inside of 17 rows"]),
    (["dump", "--layer", "9"], 2, ["there are 3 layers", "from 0 to 2"]),
    (["dump", "--token", "16"], 2, ["there are 16 tokens", "from 0 to 15"]),
    (["dump", "--tensor", "hidden"], 2, ["hidden"]),
    (["matrix", "--special", "none"], 3, ["17 rows are no square grid"]),
    (["matrix", "--special", "CLS,register*4"], 3, ["12 rows are no square grid"]),
    (
      ["dump", "--view", "vector", "--vector", "short.npy"], 2,
      ["The vector has 3 numbers, tokens of layer 2 have 16"]
    ),
    (["dump", "--view", "vector"], 2, ["No vector was brought"]),
    (["dump", "--words", "narrow.npy"], 2, ["words have 8 numbers", "tokens have 16"]),
    (["picture", "--view", "attention", "--layer", "0"], 2, ["The attention of embeddings is not known"]),
    (["picture", "dump.safetensors"], 2, ["pictures and files of vectors do not go together"]),
  ])
  func `what does not fit is told with both numbers`(arguments: [String], code: Int, says: [String]) throws {
    let bench = try Bench()
    let rest = arguments.dropFirst().map { name in
      name.hasSuffix(".npy") || name.hasSuffix(".safetensors") ? bench.folder.path + "/" + name : name
    }
    let ran = try tessera(["map"] + bench.source(arguments[0]) + rest)
    #expect(Int(ran.code) == code, "\(arguments) \(ran.code) \(ran.err)")
    for words in says { #expect(ran.err.contains(words), "\(ran.err)") }
  }

  @Test func `a folder without preparation, or of another shape, is refused`() throws {
    let bench = try Bench()
    let config = bench.folder.url("model/config.json")
    let text = try String(contentsOf: config, encoding: .utf8)
    try text.replacingOccurrences(of: "\"intermediate_size\": 24", with: "\"intermediate_size\": 32")
      .write(to: config, atomically: true, encoding: .utf8)
    let other = try tessera(["map"] + bench.source("picture"))
    #expect(
      other.code == 3 && other.err.contains("asks for [32, 16], but its shape is [24, 16]"), "\(other.err)")
    try text.write(to: config, atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(at: bench.folder.url("model/preprocessor_config.json"))
    let bare = try tessera(["map"] + bench.source("picture"))
    #expect(
      bare.code == 3 && bare.err.contains("nothing says how this model wants its pictures prepared"),
      "\(bare.err)")
  }
}
