import ArgumentParser
import Basics
import Workbench

/// `--models FOLDER`.
struct LabModelsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("A folder that tessera lab train wrote; the samples without it.", valueName: "folder"),
    completion: .directory)
  var models: String?

  func open() throws(Trouble) -> LabModels {
    try LabModels(models, AssetFolders(environment: environmentVariables()))
  }
}
