import ArgumentParser
import Basics
import Figures
import Formats
import Lab
import Patches
import Prints
import Tensors
import Workbench

struct LabAskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Ask the reader about a scene.",
    discussion: """
      The picture becomes 64 visual tokens; the reader sees them and the question, and nothing else. Its answer is the word that \
      scores highest of all 54; how sure it is, is a softmax over them. Without a picture a fresh scene is drawn, and the true answers stand beside.

      EXAMPLES
        tessera lab ask --seed 3
        tessera lab ask scene-01.png --topic colour --topic row
      """)

  @Argument(help: ArgumentHelp("A picture of 32 × 32 pixels.", valueName: "picture"), completion: .file())
  var picture: String?

  @Option(
    help: ArgumentHelp(
      "What is asked; may be repeated, and is everything without it.",
      valueName: LabVocabulary.topics.joined(separator: "|")))
  var topic: [SceneQuestion.Topic] = []

  @Option(help: ArgumentHelp("What the scene follows from.", valueName: "number"))
  var seed: UInt64 = 1

  @OptionGroup var models: LabModelsOption
  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func run() throws {
    let (model, reader) = try models.open().vlm()
    let scene = picture == nil ? fresh : nil
    let seen =
      try picture.map { path throws(Trouble) in try PictureReader.read(path) }
      ?? Picture(pixels: (scene ?? fresh).pixels)
    let name = picture ?? "a fresh scene of seed \(seed)"
    let tokens = try model.tokens(of: seen, named: name, Ticket()).layers[0].hidden
    let topics = topic.isEmpty ? SceneQuestion.Topic.allCases : topic
    let rows = topics.map { Self.row($0, reader, tokens, scene) }
    let table = Table(
      title: "Questions about \(name)", columns: Self.columns(scene), rows: rows,
      footnotes: Self.notes(scene, reader, model.projector))
    try printOut(format.printer(look.printOptions()).document([.table(table)]))
  }

  private var fresh: Scene {
    var maker = SceneMaker(seed: seed, SceneMaker.Options(ground: .either, letters: 0.5))
    return maker.next(objects: 1...1)
  }

  private static func row(
    _ topic: SceneQuestion.Topic, _ reader: MicroReader, _ tokens: Tensor, _ scene: Scene?
  )
    -> [Value]
  {
    let question = SceneQuestion(topic, answer: "")
    let reading = reader.answer(LabVocabulary.ids(of: question.words), visual: tokens)
    let sureness = reading.scores.softmax().values[reading.word]
    let row: [Value] = [
      .text(question.words.joined(separator: " ")), .text(LabVocabulary.words[reading.word]),
      .share(Double(sureness)),
    ]
    guard let scene else { return row }
    return row + [scene.questions.first { $0.topic == topic }.map { .text($0.answer) } ?? .none]
  }

  private static func columns(_ scene: Scene?) -> [Table.Column] {
    let columns = [
      Table.Column("question", key: "question"), Table.Column("answer", key: "answer"),
      Table.Column("how sure", key: "sure", isNumeric: true),
    ]
    return scene == nil ? columns : columns + [Table.Column("true", key: "true")]
  }

  private static func notes(_ scene: Scene?, _ reader: MicroReader, _ projector: MicroProjector) -> [String] {
    let seen = scene.map { ["In the scene: \($0.sentence)."] } ?? []
    return seen + ["\(reader.about.sentence).", "Tokens: \(projector.about.sentence)."]
  }
}

extension SceneQuestion.Topic: nonisolated ExpressibleByArgument {
  /// By its word.
  public nonisolated init?(argument: String) {
    guard let topic = Self.allCases.first(where: { $0.word == argument }) else { return nil }
    self = topic
  }
}
