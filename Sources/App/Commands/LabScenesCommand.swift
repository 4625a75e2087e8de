import ArgumentParser
import Basics
import Documents
import Figures
import Lab
import Prints
import Workbench

struct LabScenesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenes",
    abstract: "Draw scenes as PNG files.",
    discussion: """
      Scenes are 32 × 32 pixels: one to three coloured shapes in 4 × 4 cells, on a ground of noise. The same seed gives the same \
      pixels everywhere. A table says what is in each.

      EXAMPLES
        tessera lab scenes -o scenes --count 12 --seed 7
        tessera lab scenes -o scenes --ground textured --letters 0.5 --format csv >scenes.csv
      """)

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The folder that they are written to; it is made if need be.", valueName: "folder"),
    completion: .directory)
  var out: String

  @Option(help: ArgumentHelp("How many, 1 to 10000.", valueName: "number"))
  var count = 12

  @Option(help: ArgumentHelp("What they follow from.", valueName: "number"))
  var seed: UInt64 = 7

  @Option(help: ArgumentHelp("The most objects in a scene, 1 to 4.", valueName: "number"))
  var objects = 3

  @Option(
    help: ArgumentHelp(
      "What lies behind them.",
      valueName: SceneMaker.Options.Ground.allCases.map(\.rawValue).joined(separator: "|")))
  var ground: SceneMaker.Options.Ground = .flat

  @Option(help: ArgumentHelp("How often a scene has a letter, 0 to 1.", valueName: "share"))
  var letters = 0.0

  @Flag(help: "Colours and shapes may stand twice.")
  var repeats = false

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if !(1...10_000).contains(count) { throw ValidationError("--count is from 1 to 10000.") }
    if !(1...4).contains(objects) { throw ValidationError("--objects is from 1 to 4.") }
    if !(0...1).contains(letters) { throw ValidationError("--letters is from 0 to 1.") }
  }

  func run() throws {
    try SafeFile.makeFolder(out, permissions: 0o777)
    let options = SceneMaker.Options(ground: ground, letters: letters, allowsRepeats: repeats)
    var maker = SceneMaker(seed: seed, options)
    let rows = try (1...count).map { number throws(Trouble) -> [Value] in
      let scene = maker.next(objects: 1...objects)
      let name = "scene-\(String(repeating: "0", count: max(0, digits - "\(number)".count)))\(number).png"
      try SafeFile.write(Rope(PixelPNG.bytes(of: scene.pixels)), to: "\(out)/\(name)")
      return [.text(name), .text(scene.sentence)]
    }
    let table = Table(
      title: "Scenes of seed \(seed)",
      columns: [Table.Column("file", key: "file"), Table.Column("what is in it", key: "scene")], rows: rows,
      footnotes: [
        "In \(out); 32 × 32 pixels, drawn here. Rows from the top: \(LabVocabulary.rows.joined(separator: ", "))."
      ])
    try printOut(format.printer(look.printOptions()).document([.table(table)]))
  }

  /// Digits of a file's number.
  private var digits: Int { max(2, "\(count)".count) }
}

extension SceneMaker.Options.Ground: ExpressibleByArgument {}
