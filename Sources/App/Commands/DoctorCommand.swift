import ArgumentParser
import Basics
import Figures
import Glibc
import Prints
import Screen
import Terminal

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "What this terminal can do, and where files are looked for.",
    discussion: """
      Nothing is drawn and nothing is changed; works without a terminal.

      EXAMPLES
        tessera doctor
        TERM=vt100 tessera doctor
        tessera doctor --format json
      """)

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func run() async throws {
    let variables = environmentVariables()
    let terminal = await MainActor.run {
      TerminalCapabilities.probe(TerminalOptions(environment: variables)).table
    }
    let figures: [Figure] = [
      .table(Self.table("Terminal", terminal.map { ($0.name, $0.value) })),
      .table(Self.table("Files", Self.files(AssetFolders(environment: variables)))),
      .table(Self.table("Versions", Self.versions)),
    ]
    try printOut(format.printer(look.printOptions()).document(figures))
  }

  private static func table(_ title: String, _ rows: [(String, String)]) -> Table {
    Table(
      title: title, columns: [Table.Column("", key: "what"), Table.Column(" ", key: "value")],
      rows: rows.map { [.text($0), .text($1)] })
  }

  private static func files(_ folders: AssetFolders) -> [(String, String)] {
    var rows = [("program", AssetFolders.executablePath)]
    rows += folders.assets.map { ("assets", $0 + (exists($0) ? "" : " (not there)")) }
    rows += [
      ("themes", folders.findAll("Themes").joined(separator: ", ")),
      ("samples", folders.find("Samples") ?? "none found"),
    ]
    let personal = [
      ("configuration", folders.configuration.map { $0 + "/config.toml" }), ("state", folders.state),
      ("cache", folders.cache),
    ]
    rows += personal.map { name, path in
      (name, path.map { $0 + (exists($0) ? "" : " (not there)") } ?? "none: HOME is not set")
    }
    return rows
  }

  private static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  private static let versions = Versions.text.split(separator: "\n").map { line -> (String, String) in
    let parts = line.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return ("program", String(line)) }
    return (String(parts[0]), String(parts[1].drop { $0 == " " }))
  }
}
