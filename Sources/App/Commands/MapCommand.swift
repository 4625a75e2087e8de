import ArgumentParser
import Basics
import Figures
import Formats
import Prints
import Workbench

struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Show a picture as visual tokens: which are sinks, dead or alive.",
    discussion: """
      Cuts pictures into tokens as a vision model does, looks up what each token reads as among the words of a language model, and draws the \
      map: alive tokens tell what is in the picture, dead and sink ones say the same in every picture. Inputs are pictures, folders of \
      them, or files of vectors; without any, the sample scenes. --model is micro (the small model that comes with the program), handmade \
      (colours and edges, no words), or a folder with a model. The names of groups are found over 4 pictures or more, or given with \
      --targets. The views are those of the pane Visual tokens in the workbench.

      EXAMPLES
        tessera map
        tessera map photo.png --model llava-1.5-7b --targets llava-1.5 --format png >map.png
        tessera map photos --model llava-1.5-7b --view repeats --format csv
        tessera map states.npy --grid 24x24 --span '35..<611' --words embed.npy --view words
        tessera map --picture 3 --view rules --rule alive --rule norm --knob keep=0.25
        tessera map --view reader --knob seed=7
      """)

  @Argument(
    help: ArgumentHelp("Pictures, folders of them, or files of vectors.", valueName: "input"),
    completion: .file())
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp("What makes tokens: micro, handmade, or a folder with a model.", valueName: "model"))
  var model = "micro"

  @Option(
    help: ArgumentHelp(
      "Which layer, from 0; what the language model receives unless told.", valueName: "number"))
  var layer: Int?

  @Option(
    help: ArgumentHelp(
      "Ids of words that make a group: sink=1141,26673 dead=30296, or llava-1.5.", valueName: "ids"))
  var targets: String?

  @Option(
    help: ArgumentHelp(
      "Rows and columns of the tokens in a file of vectors, as 24x24.", valueName: "rows x columns"))
  var grid: String?

  @Option(
    help: ArgumentHelp("Rows before the tokens that are none: CLS,register*4, or none.", valueName: "names"))
  var special: String?

  @Option(
    help: ArgumentHelp("Which rows of a file of vectors are visual tokens, as 35..<611.", valueName: "range"))
  var span: String?

  @Option(help: ArgumentHelp("The tensor with the vectors, where a file has several.", valueName: "name"))
  var tensor: String?

  @Option(
    help: ArgumentHelp("The words for a file of vectors: FILE or FILE:TENSOR.", valueName: "matrix"),
    completion: .file())
  var words: String?

  @Option(help: ArgumentHelp("What is shown.", valueName: MapShow.list))
  var view: MapShow = .states

  @Option(help: ArgumentHelp("Which picture, counted from 1.", valueName: "number"))
  var picture = 1

  @Option(help: ArgumentHelp("Which token, counted from 0, for likeness and path.", valueName: "number"))
  var token = 0

  @Option(
    help: ArgumentHelp(
      "Twice for the view rules, once for reader.",
      valueName: MapRule.allCases.map(\.rawValue).joined(separator: "|")))
  var rule: [MapRule] = []

  @Option(
    help: ArgumentHelp(
      "For the view reader, what is done with tokens that come back.",
      valueName: MapTrial.allCases.map(\.rawValue).joined(separator: "|")))
  var trial: MapTrial = .prune

  @Option(
    help: ArgumentHelp(
      "Compare tokens with this vector: a file, and tensor and row behind it.", valueName: "vector"))
  var vector: String?

  @Option(
    help: ArgumentHelp(
      "Set a knob: nearest, threshold, coverage, sameness, keep, seed.", valueName: "knob=value"))
  var knob: [String] = []

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if picture < 1 { throw ValidationError("--picture counts from 1.") }
    if token < 0 { throw ValidationError("--token counts from 0.") }
    if let layer, layer < 0 { throw ValidationError("--layer counts from 0.") }
    if rule.count > 2 { throw ValidationError("Give --rule no more than twice.") }
  }

  func run() async throws {
    Interruption.listen()
    let ticket = Interruption.ticket
    var map = try settings()
    async let following: Void = Progress.follow(ticket, "map")
    let looked: Result<MapView, Trouble>
    do throws(Trouble) {
      try map.look(AssetFolders(environment: environmentVariables()), ticket)
      looked = .success(map)
    } catch { looked = .failure(error) }
    ticket.finish()
    await following
    let shown = try looked.get()
    try check(shown)
    try printOut(format.printer(look.printOptions()).document(shown.figures))
  }

  /// The pane's own state, as the options have it.
  private func settings() throws(Trouble) -> MapView {
    var map = MapView()
    map.order = MapOrder(
      paths: inputs, model: MapModel(model),
      layout: try layout(), words: words)
    map.knobs = MapKnobs.initial(MapModel(model))
    (map.tab, map.score) = view.place
    (map.picture, map.cell, map.layer) = (picture - 1, token, layer)
    for (place, rule) in rule.enumerated() { map.rules[place] = rule }
    map.trial = trial
    map.vector = vector ?? ""
    for setting in knob {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      guard parts.count == 2 else {
        throw Trouble(.usage, at: .option("--knob"), "\(setting) is no setting", remedy: "Write knob=value")
      }
      try map.knobs.set(parts[0], parts[1])
    }
    if let targets {
      _ = try MapTargets(targets)
      try map.knobs.set("targets", targets)
    }
    return map
  }

  /// What a file of vectors does not say itself.
  private func layout() throws(Trouble) -> DumpLayout {
    var layout = DumpLayout(tensor: tensor)
    if let grid { layout.grid = try DumpLayout.grid(from: grid) }
    if let span { layout.span = try DumpLayout.span(from: span) }
    if let special { layout.specials = try DumpLayout.specials(from: special) }
    return layout
  }

  /// Numbers that name what is not there are told, not bent.
  private func check(_ map: MapView) throws(Trouble) {
    guard let album = map.album, let report = map.report else { return }
    if picture > album.pictures.count {
      throw Trouble(
        .usage, at: .option("--picture"), "there are \(album.pictures.count) pictures",
        remedy: "Give a number from 1 to \(album.pictures.count)")
    }
    if token >= report.picture.grid.count {
      throw Trouble(
        .usage, at: .option("--token"), "there are \(report.picture.grid.count) tokens",
        remedy: "Give a number from 0 to \(report.picture.grid.count - 1)")
    }
    if let layer, layer >= report.picture.layers.count {
      throw Trouble(
        .usage, at: .option("--layer"), "there are \(report.picture.layers.count) layers",
        remedy: "Give a number from 0 to \(report.picture.layers.count - 1)")
    }
  }
}

/// What `--view` names: a view of the pane, or what the colours of its map mean.
nonisolated enum MapShow: String, ExpressibleByArgument, CaseIterable {
  case states, norm, attention, likeness, nearest, vector
  case pictures, words, alike, layers, path, repeats, rules, reader

  static var list: String { allCases.map(\.rawValue).joined(separator: "|") }

  /// The view, and the score of its map.
  var place: (MapTab, MapScore) {
    switch self {
    case .states: (.map, .states)
    case .norm: (.map, .norm)
    case .attention: (.map, .attention)
    case .likeness: (.map, .likeness)
    case .nearest: (.map, .nearest)
    case .vector: (.map, .vector)
    case .pictures: (.album, .states)
    case .words: (.words, .states)
    case .alike: (.alike, .states)
    case .layers: (.layers, .states)
    case .path: (.path, .states)
    case .repeats: (.repeats, .states)
    case .rules: (.rules, .states)
    case .reader: (.reader, .states)
    }
  }
}

extension MapRule: ExpressibleByArgument {}
extension MapTrial: ExpressibleByArgument {}
