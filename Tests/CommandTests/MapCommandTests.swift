import Foundation
import Testing

/// `tessera map`.
@Suite struct MapCommandTests {
  @Test func `nothing named, the sample scenes are mapped under the micro model`() throws {
    let ran = try tessera("map", "--format", "json")
    #expect(ran.code == 0 && ran.err.isEmpty, "\(ran.err)")
    #expect(ran.text.contains("micro projector") && ran.text.contains("alive"))
    #expect(try tessera("map", "--format", "json").text == ran.text)
  }

  @Test(arguments: [
    "norm", "likeness", "nearest", "pictures", "words", "alike", "layers", "path", "repeats", "rules",
  ])
  func `every view is printed`(view: String) throws {
    for format in ["text", "csv"] {
      let ran = try tessera("map", "--view", view, "--format", format)
      #expect(ran.code == 0 && !ran.text.isEmpty, "\(view) \(ran.err)")
    }
  }

  @Test(arguments: ["svg", "html"]) func `a picture of the map holds the scene's own pixels`(
    format: String
  ) throws {
    let ran = try tessera("map", "--format", format)
    #expect(ran.code == 0 && ran.text.contains("data:image/png;base64,"), "\(ran.err)")
  }

  @Test func `ansi is coloured wherever it goes, text is not`() throws {
    #expect(try tessera("map", "--format", "ansi").text.contains("\u{1B}["))
    #expect(try !tessera("map", "--format", "text").text.contains("\u{1B}["))
  }

  @Test func `words are listed token by token`() throws {
    let ran = try tessera("map", "--view", "words", "--format", "csv")
    #expect(ran.lines[0].hasPrefix("token,row,column,length"))
    #expect(ran.lines.count >= 65)
  }

  @Test func `a picture of another size is shrunk, and that is told`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("a.ppm", "P3\n4 2\n255\n" + String(repeating: "200 10 10 ", count: 8))
    let ran = try tessera("map", file, "--view", "words")
    #expect(ran.code == 0 && ran.text.contains("a.ppm"), "\(ran.err)")
    let map = try tessera("map", file, "--format", "json")
    #expect(map.text.contains("of 4 × 2 pixels the square in the middle was shrunk"))
    let made = try tessera("map", file, "--model", "handmade", "--format", "json")
    #expect(made.code == 0, "\(made.err)")
  }

  @Test(arguments: [
    (["map", "--view", "states", "--picture", "999"], 2, "Give a number from 1 to"),
    (["map", "--token", "99999"], 2, "Give a number from 0 to"),
    (["map", "--layer", "99"], 2, "Give a number from 0 to"),
    (["map", "--targets", "sink=a"], 2, "Write sink=1141,26673"),
    (["map", "--knob", "coverage=7"], 2, "Give a number from 0.5 to 1"),
    (["map", "--knob", "x"], 2, "Write knob=value"),
    (["map", "--model", "/no/such/folder"], 3, "/no/such/folder"),
    (["map", "/no/such.png"], 3, "no such file"),
    (["map", "--view", "reader", "--model", "handmade"], 2, "only the micro model"),
    (["map", "--grid", "7"], 2, "grid"),
  ])
  func `mistakes are one sentence with a remedy`(arguments: [String], code: Int, says: String) throws {
    let ran = try tessera(arguments)
    #expect(Int(ran.code) == code, "\(arguments) \(ran.err)")
    #expect(ran.err.contains(says), "\(ran.err)")
  }

  @Test func `a lens takes pictures, and refuses them where it looks at texts`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("a.ppm", "P3\n1 1\n255\n1 2 3\n")
    let ran = try tessera("lens", "41", "-t", "bytes", "--text", "a", "--picture", file)
    #expect(ran.code == 2 && ran.err.contains("takes at most 0 pictures"), "\(ran.err)")
  }
}
