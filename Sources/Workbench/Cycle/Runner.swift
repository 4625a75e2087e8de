import Basics
import Documents
import Figures
import Formats
import Lenses
import Screen
import Tensors
import Tokens

/// Does the work that `update` asks for, off the main actor, and hands the results back as answers.
///
/// The only place that starts tasks. A job has at most one task: a newer request cancels the older through its ticket,
/// and the older one's answer, if it still comes, carries a version that `update` drops.
package actor Runner {
  /// What comes back, in order.
  package nonisolated let answers: AsyncStream<Answer>
  private let send: AsyncStream<Answer>.Continuation
  package nonisolated let activity = Activity()
  let places: Places
  private var tickets: [Job: Ticket] = [:]
  private var tasks: [Job: Task<Void, Never>] = [:]
  private var index: (number: Int, index: VocabularyIndex)?
  var vocabularies: (first: LoadedTokenizer, second: LoadedTokenizer, report: VocabularyDiffReport)?
  var training: (number: Int, training: BytePairTraining)?
  /// The matrix that is searched for neighbours, made small once it has been searched the first time.
  var searched: SearchedMatrix?
  /// The mean of the rows of embeddings, kept since finding it reads all of them.
  var mean: (loaded: LoadedEmbeddings, row: Tensor)?
  /// By id, what lenses remember from look to look.
  var lensMemories: [String: LensMemory] = [:]
  /// The pictures that were opened last, and how many times some were.
  var openedMap: OpenedMap?
  var mapOpenings = 0
  /// A count that was interrupted.
  var counted: CountedSoFar?
  /// The scenes on which a reader was tried last.
  var readerTrial: ReaderTrial?

  /// The folders and environment that the work needs.
  package struct Places: Sendable {
    package var shelf: TokenizerShelf
    package var store: SessionStore
    package var themeFolders: [String]
    package var clipboard: Clipboard
    /// Where samples are.
    package var assets: AssetFolders

    package init(
      shelf: TokenizerShelf, store: SessionStore, themeFolders: [String], clipboard: Clipboard,
      assets: AssetFolders = AssetFolders(environment: [:])
    ) {
      self.assets = assets
      self.shelf = shelf
      self.store = store
      self.themeFolders = themeFolders
      self.clipboard = clipboard
    }
  }

  package init(_ places: Places) {
    self.places = places
    (answers, send) = AsyncStream.makeStream()
  }

  /// Starts the work of one effect; returns at once.
  package func perform(_ effect: Effect) {
    switch effect {
    case .segment(let request): start(.segment) { try self.segment(request, $0) }
    case .count(let request): start(.count) { try await self.count(request, $0) }
    case .countSelection(let request): start(.selection) { try self.countSelection(request, $0) }
    case .inspect(let request): start(.inspect) { try await self.inspect(request, $0) }
    case .explain(let request): start(.explain) { try self.explain(request, $0) }
    case .check(let tokenizer): start(.check) { try self.check(tokenizer, $0) }
    case .train(let request): start(.train) { try await self.train(request, $0) }
    case .compare(let request): start(.compare) { try self.compare(request, $0) }
    case .compareAll(let request): start(.compareAll) { try self.compareAll(request, $0) }
    case .compareCorpus(let request): start(.corpus) { await self.compareCorpus(request, $0) }
    case .compareVocabularies(let request):
      start(.vocabularies) { try await self.compareVocabularies(request, $0) }
    case .measure(let request): start(.measure) { try self.measure(request, $0) }
    case .loadOther(let name, let generation):
      start(.loadOther) {
        self.answer(.otherLoaded(try self.places.shelf.load(name, $0), generation: generation))
      }
    case .look(let request): start(.look) { try await self.look(request, $0) }
    case .loadEmbeddings(let request): start(.embeddings) { _ in self.loadEmbeddings(request) }
    case .openTensors(let request): start(request.job) { try self.openTensors(request, $0) }
    case .compareVectors(let request): start(.similarity) { try await self.compareVectors(request, $0) }
    case .findNeighbours(let request): start(.neighbours) { try await self.findNeighbours(request, $0) }
    case .project(let request): start(.projection) { try await self.project(request, $0) }
    case .linkTokens(let request): start(.graph) { try await self.linkTokens(request, $0) }
    case .mapTokens(let request): start(.map) { try await self.mapTokens(request, $0) }
    case .lookCloser(let request): start(.mapCloser) { try await self.lookCloser(request, $0) }
    case .tryReader(let request): start(.mapTrial) { try await self.tryReader(request, $0) }
    case .trainModel(let request): start(.lab) { try await self.trainModel(request, $0) }
    case .export(let request): start(.export) { _ in try self.export(request) }
    case .preview(let figures):
      start(.preview) { _ in self.answer(.previewDrawn(try Self.previewPicture(figures))) }
    case .searchVocabulary(let request): start(.vocabulary) { try await self.search(request, $0) }
    case .listTokenizers:
      start(.tokenizers) { self.answer(.tokenizersListed(try self.places.shelf.entries($0))) }
    case .loadTokenizer(let name, let generation):
      start(.loadTokenizer) {
        let new = try self.places.shelf.load(name, $0)
        let stamp = FileStamp.of(new.card.path)
        self.answer(.tokenizerLoaded(new, stamp: stamp, generation: generation))
      }
    case .openFile(let path, let generation): start(.openFile) { try self.open(path, generation, $0) }
    case .save(let request): start(.save) { _ in try self.save(request) }
    case .keepSession(let session): start(.session) { _ in try self.places.store.keep(session.hashed()) }
    case .keepLast(let session): start(.session) { _ in try self.places.store.keepLast(session.hashed()) }
    case .saveSession(let session, let path):
      start(.session) { _ in
        try SessionStore.write(session.hashed(), to: path)
        self.answer(.sessionSaved(path: path))
      }
    case .dropRecovery: start(.session) { _ in self.places.store.drop() }
    case .dropOffered: start(.session) { _ in self.places.store.dropOffered() }
    case .loadTheme(let name): start(.theme) { _ in self.loadTheme(name) }
    case .findText(let request): start(.find) { try self.find(request, $0) }
    case .findToken(let request): start(.find) { try self.find(request, $0) }
    case .copy(let bytes):
      start(.clipboard) { _ in self.answer(.copied(try self.places.clipboard.copyWithTools(bytes))) }
    case .readClipboard: start(.clipboard) { _ in self.answer(.clipboardRead(self.places.clipboard.read())) }
    case .wake(let milliseconds, let wake): sleep(milliseconds, wake)
    case .cancel(let job):
      tickets[job]?.cancel()
      activity.end()
    case .redraw, .suspend, .quit, .setMouse, .showPixels: activity.end()
    }
  }

  /// Waits until text and session are on the disk, for at most about a second.
  package func finishWriting() async {
    // A training that is stopped writes its checkpoint.
    tickets[.lab]?.cancel()
    for job in [Job.save, .session, .lab] { await tasks[job]?.value }
  }

  /// Ends the stream of answers and all work.
  package func close() {
    for ticket in tickets.values { ticket.cancel() }
    send.finish()
  }

  nonisolated func answer(_ answer: Answer) {
    activity.begin()
    send.yield(answer)
  }

  /// Jobs that tell how far they have come.
  private static let followed: Set<Job> = [
    .loadTokenizer, .count, .find, .check, .corpus, .look, .measure, .tensors, .tensorStatistics, .similarity,
    .neighbours,
    .projection, .map, .mapTrial,
  ]

  /// Replaces whatever the job was doing.
  private func start(_ job: Job, _ work: @escaping @Sendable (Ticket) async throws -> Void) {
    let isWriting = job == .save || job == .session
    // A count hands what it has counted to the next one.
    let before = isWriting || job == .count ? tasks[job] : nil
    if !isWriting { tickets[job]?.cancel() }
    let ticket = Ticket()
    tickets[job] = ticket
    if Self.followed.contains(job) {
      follow(job, ticket)
    }
    tasks[job] = Task.detached(priority: Self.priority(of: job)) {
      await before?.value
      do {
        try await work(ticket)
        self.answer(.finished(job))
      } catch let trouble as Trouble {
        self.answer(.failed(job, trouble))
      } catch {
        self.answer(.failed(job, Trouble(.fault, "\(error)")))
      }
      ticket.finish()
      self.activity.end()
    }
  }

  /// The first pass has threads of its own below all others, so that nothing that a key asks for waits for one of its parts.
  private static func priority(of job: Job) -> TaskPriority {
    switch job {
    case .segment, .selection: .high
    case .count: .utility
    default: .medium
    }
  }

  /// Tells ten times a second how far the work has come, until it ends.
  private func follow(_ job: Job, _ ticket: Ticket) {
    Task.detached {
      while !ticket.isOver {
        try? await Task.sleep(for: .milliseconds(100))
        if !ticket.isOver { self.answer(.progress(job, ticket.fraction)) }
      }
    }
  }

  /// Clocks are not work: a rehearsal does not wait for them.
  private func sleep(_ milliseconds: Milliseconds, _ wake: Wake) {
    activity.end()
    Task.detached {
      try? await Task.sleep(for: .milliseconds(milliseconds))
      self.answer(.woke(wake))
    }
  }

  /// First what is known at once, then the entries that begin alike, for which the vocabulary has to be sorted.
  private func inspect(_ request: InspectRequest, _ ticket: Ticket) async throws(Trouble) {
    guard request.tokenizer.tokenizer.vocabulary.kind(of: request.id) != .hole else {
      return answer(.inspected([.note(Self.unlisted)], request))
    }
    let context = request.place.map { InspectionReport.Context(range: $0, occurrences: request.occurrences) }
    let known = index.flatMap { $0.number == request.tokenizer.number ? $0.index : nil }
    let report = InspectionReport(request.tokenizer.tokenizer, known)
    answer(.inspected(try report.figures(of: request.id, context), request))
    guard known == nil else { return }
    let sorted = try await index(of: request.tokenizer, ticket)
    let full = InspectionReport(request.tokenizer.tokenizer, sorted)
    answer(.inspected(try full.figures(of: request.id, context), request))
  }

  /// What there is to say of a unit whose id stands in no list.
  private static let unlisted = Note(
    title: "No entry",
    lines: ["This segmenter has no list of entries: an id is made from the bytes of its unit."])

  private func search(_ request: VocabularyRequest, _ ticket: Ticket) async throws(Trouble) {
    let sorted = try await index(of: request.tokenizer, ticket)
    answer(.vocabularyFound(try await Self.results(sorted, request, ticket), request))
  }

  @concurrent
  private static func results(
    _ index: VocabularyIndex, _ request: VocabularyRequest, _ ticket: Ticket
  ) async throws(Trouble) -> [TokenID] {
    try VocabularySearch(index).results(VocabularySearch.Query(request.query), request.sort, ticket)
  }

  /// The sorted vocabulary of a tokenizer, made once.
  private func index(of tokenizer: LoadedTokenizer, _ ticket: Ticket) async throws(Trouble) -> VocabularyIndex
  {
    if let index, index.number == tokenizer.number { return index.index }
    let made = try await Self.makeIndex(tokenizer.tokenizer.vocabulary, ticket)
    index = (tokenizer.number, made)
    return made
  }

  @concurrent
  private static func makeIndex(_ vocabulary: any Vocabulary, _ ticket: Ticket) async throws(Trouble)
    -> VocabularyIndex
  {
    try VocabularyIndex(vocabulary, ticket)
  }
}
