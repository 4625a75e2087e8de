import ArgumentParser
import Basics
import Documents
import Figures
import Formats
import Prints
import Tokens
import Workbench

struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learn a tokenizer from texts.",
    discussion: """
      Reads all files below the paths and writes a tokenizer.json that every library of this format reads. The same texts \
      and options give the same file, byte for byte, on any number of processors. What .gitignore excludes and binary files \
      are left out, as in count.

      bpe         byte pair encoding over bytes
      bpe-chars   the same over characters; [UNK] or <unk> among the special tokens stands for others
      wordpiece   over characters, with ## inside words; by default as BERT cuts (--pattern bert --normalization bert)
      unigram     by probabilities, as SentencePiece; by default with ▁ for spaces (--pattern metaspace)
      superbpe    byte pairs inside words for --transition merges (nine tenths of all without it), then across them

      With --steps nothing is written; the first merges are shown as a table, with the pairs that were next best.

      With --binary, --pattern may still say where to cut. Patterns for which there is no scanner are applied line by line.

      EXAMPLES
        tessera train -o tokenizer.json --size 8000 texts
        tessera train -o t.json --size 32000 --pattern cl100k --special '<|end|>' a.txt b.txt
        tessera train -o w.json --algorithm wordpiece --size 8000 --special '[PAD]' --special '[UNK]' texts
        tessera train -o b.json --size 4096 --binary /usr/bin/true
        tessera train --steps 20 texts
        tessera encode -t ./t.json notes.txt
      """)

  @Argument(
    help: ArgumentHelp("Files and folders; - is standard input.", valueName: "path"), completion: .file())
  var paths: [String] = []

  @Option(
    name: [.short, .long], help: ArgumentHelp("Where the tokenizer is written.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Entries, alphabet and special tokens included.", valueName: "number"))
  var size: Int?

  @Option(
    help: ArgumentHelp(
      "What is learned.", valueName: Training.Algorithm.allCases.map(\.rawValue).joined(separator: "|")))
  var algorithm: Training.Algorithm = .bytePairs

  @Option(
    help: ArgumentHelp("Learn from what counts wrote, instead of texts.", valueName: "file"),
    completion: .file())
  var counts: String?

  @OptionGroup var words: WordOptions

  @Option(help: ArgumentHelp("A special token; may be repeated.", valueName: "text"))
  var special: [String] = []

  @Option(help: ArgumentHelp("Rarer pairs are not merged.", valueName: "times"))
  var minFrequency = 2

  @Option(help: ArgumentHelp("The most bytes or characters in an entry.", valueName: "number"))
  var maxLength: Int?

  @Option(help: ArgumentHelp("Characters that are kept whether they occur or not.", valueName: "characters"))
  var alphabet = ""

  @Option(help: ArgumentHelp("The most characters; the more frequent are kept.", valueName: "number"))
  var alphabetLimit: Int?

  @Option(
    help: ArgumentHelp(
      "Stands before characters inside words.", valueName: "text"))
  var continuingPrefix = ""

  @Option(help: ArgumentHelp("Stands after a word's last character, for bpe-chars.", valueName: "text"))
  var endOfWordSuffix = ""

  @Option(
    help: ArgumentHelp("For superbpe: how many merges inside words.", valueName: "merges"))
  var transition: Int?

  @Option(help: ArgumentHelp("Show so many merges instead of writing a tokenizer.", valueName: "number"))
  var steps: Int?

  @OptionGroup var format: FormatOption

  func validate() throws {
    try validateAim()
    if paths.isEmpty == (counts == nil) { throw ValidationError("Name either paths or --counts.") }
    let least = (isOverBytes ? 256 : 1) + special.count
    if let size, size < least {
      throw ValidationError("--size must be at least \(least): the alphabet and special tokens.")
    }
    if let size, size > Self.sizeLimit {
      throw ValidationError("--size must not be more than \(Self.sizeLimit).")
    }
    if minFrequency < 1 { throw ValidationError("--min-frequency must be at least 1.") }
    if Set(special).count < special.count || special.contains("") {
      throw ValidationError("--special tokens must differ and not be empty.")
    }
    if let maxLength, maxLength < 1 { throw ValidationError("--max-length must be at least 1.") }
    if let alphabetLimit, alphabetLimit < 1 { throw ValidationError("--alphabet-limit must be at least 1.") }
    try validateSuits()
  }

  private static let sizeLimit = 1 << 22

  /// A tokenizer of some size in a file, or steps.
  private func validateAim() throws {
    if let steps {
      if steps < 1 || steps > 1_000_000 { throw ValidationError("--steps must be from 1 to 1000000.") }
      if output != nil { throw ValidationError("--steps writes no file; leave -o out.") }
      if algorithm != .bytePairs && algorithm != .characterPairs {
        throw ValidationError(
          "\(algorithm.rawValue) has no list of merges; --steps goes with bpe and bpe-chars.")
      }
    } else if output == nil || size == nil {
      throw ValidationError("Name a file with -o and a --size, or ask for --steps.")
    }
  }

  private func validateSuits() throws {
    if isOverBytes && (alphabetLimit != nil || !alphabet.isEmpty) {
      throw ValidationError(
        "--alphabet and --alphabet-limit are for characters; \(algorithm.rawValue) has all bytes.")
    }
    let isPairs = algorithm == .characterPairs
    if !endOfWordSuffix.isEmpty && !isPairs
      || !continuingPrefix.isEmpty && !isPairs && algorithm != .wordPiece
    {
      throw ValidationError(
        "\(algorithm.rawValue) has no --continuing-prefix or --end-of-word-suffix of this kind.")
    }
    if transition != nil && algorithm != .superPairs {
      throw ValidationError("--transition is for superbpe.")
    }
    if let transition, transition < 0 { throw ValidationError("--transition must not be negative.") }
    if algorithm == .superPairs && (words.pattern != nil || words.normalization != nil) {
      throw ValidationError("superbpe has its own patterns, and no normalization.")
    }
  }

  private var isOverBytes: Bool { algorithm == .bytePairs || algorithm == .superPairs }

  func run() async throws {
    Interruption.listen()
    do { try await learn(Interruption.ticket) } catch let trouble as Trouble where trouble.kind == .cancelled
    {
      throw ExitCode(Interruption.exitCode)
    }
  }

  private func learn(_ ticket: Ticket) async throws {
    let (file, source) = try await input(ticket)
    let training = training
    async let following: Void = Progress.follow(ticket, "learning")
    if let steps {
      let made = Result { try training.steps(file.words, steps, runnersUp: Self.runnersUp, ticket) }
      ticket.finish()
      await following
      return try printSteps(made.get())
    }
    let learned = Result { try training.learn(file.words, file.rules, ticket) }
    ticket.finish()
    await following
    let (model, rules) = try learned.get()
    guard let output, let size else { return }
    try SafeFile.write(Rope(TokenizerWriter.json(model, rules)), to: output)
    let made = model.entries.count
    let note =
      made < size
      ? ", fewer than \(size): no more are frequent enough"
      : made > size ? ", more than \(size): every character is kept" : ""
    try printOut(Array("\(output): \(made) entries\(note); learned from \(source)\n".utf8))
  }

  /// How many pairs are shown that were not merged.
  private static let runnersUp = 5

  private func printSteps(_ steps: [TrainingStep]) throws {
    let table = TrainingReport(steps, shown: steps.count).history
    try printOut(format.printer(PrintOptions()).document([.table(table)]))
  }

  private func input(_ ticket: Ticket) async throws -> (WordCountsFile, String) {
    guard let counts else {
      let rules = words.rules(algorithm.usualRules)
      let (found, sums) = try await words.count(paths, rules, ticket)
      return (
        WordCountsFile(rules: rules, words: found), "\(sums.texts) texts, \(sums.bytes) bytes"
      )
    }
    let file = try WordCountsFile.read(counts, ticket)
    if words.isAsked && words.rules(file.rules) != file.rules {
      throw Trouble(
        .usage, at: .file(counts), "its words were cut by other rules: \(file.rules.described)",
        remedy: "Leave the options about cutting out, or count the texts again")
    }
    return (file, "\(file.words.count) different words")
  }

  private var training: Training {
    var training = Training(algorithm, size: size ?? Self.sizeLimit, specialTokens: special)
    training.minimumFrequency = minFrequency
    training.maximumLength = maxLength
    training.alphabetLimit = alphabetLimit
    training.initialAlphabet = Array(alphabet.unicodeScalars)
    training.continuingPrefix = continuingPrefix
    training.endOfWordSuffix = endOfWordSuffix
    training.transition = transition
    return training
  }
}
