/// Every command of the workbench, shelf by shelf.
package enum Commands {
  package static let all: [Command] =
    ProgramCommands.all + PaneCommands.all + TokenCommands.all + ViewCommands.all + MovingCommands.all
    + EditingCommands.all + FileCommands.all + ListCommands.all + ReasonCommands.all + TrainingCommands.all
    + DiffCommands.all + VectorCommands.all + TokenGridCommands.all + LabCommands.all
    + LensCommands.all

  /// The command of an id.
  package static func find(_ id: String) -> Command? { byID[id] }

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}
