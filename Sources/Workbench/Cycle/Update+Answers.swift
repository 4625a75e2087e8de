import Basics
import Documents
import Screen

/// What the runner found. Answers to older questions than the last are dropped here, and nowhere else.
extension State {
  mutating func take(_ answer: Answer) -> [Effect] {
    switch answer {
    case .segmented(let new, let version, let number):
      guard version == document.version, number == tokenizer.number else { return [] }
      jobs[.segment] = nil
      segmentation = new
      return resegment() + reinspect()
    case .counted(let new, let newMeasures, let version, let number):
      guard version == document.version, number == tokenizer.number else { return [] }
      let reason = census.isExact && !new.isExact ? say("Counts are about right: \(whyAbout)") : []
      census = new
      measures = newMeasures
      measures?.contextWindow = settings.contextWindow
      if new.isComplete { jobs[.count] = nil }
      return reason + (new.isComplete ? reinspect() : [])
    case .selectionCounted(let new):
      if new.request == selectionAsked { selected = new }
      return []
    case .inspected(let figures, let request):
      guard request == inspectRequest else { return [] }
      if inspected?.request.id != request.id { scrolls[.inspector] = 0 }
      inspected = Inspected(request: request, figures: figures)
      return []
    case .explained(let new):
      guard new.request.version == document.version, new.request.tokenizer == tokenizer else { return [] }
      if new.explanation.piece != explained?.explanation.piece { whyStep = 0 }
      explained = new
      return []
    case .checked(let new):
      guard new.tokenizer == tokenizer else { return [] }
      checked = new
      return []
    case .trained(let steps, let isComplete, let number):
      return take(steps, isComplete: isComplete, number: number)
    case .compared(let new): return take(new)
    case .comparedAll(let new): return take(new)
    case .corpusCompared(let figures, let isComplete, let number):
      return take(figures, isComplete: isComplete, number: number)
    case .vocabulariesCompared(let new): return take(new)
    case .measured(let new):
      measuring = new
      return []
    case .otherLoaded(let new, let number):
      guard number == generation(.loadOther) else { return [] }
      jobs[.loadOther] = nil
      return compare(with: new)
    case .looked(let plate, let request, let isComplete): return take(plate, request, isComplete: isComplete)
    case .embeddingsLoaded(let new): return take(new)
    case .tensorsFound(let new): return take(new)
    case .similarityFound(let new): return take(new)
    case .neighboursFound(let new): return take(new)
    case .projected(let new): return take(new)
    case .tokensLinked(let new): return take(new)
    case .mapped(let new): return take(new)
    case .lookedCloser(let new): return take(new)
    case .readerTried(let new): return take(new)
    case .modelTrained(let new): return take(new)
    case .vocabularyFound(let ids, let request): return take(ids, request)
    case .tokenizersListed(let entries):
      shelf = entries
      return []
    case .progress(let job, let fraction):
      if jobs[job] != nil || (job == .count && needsCounting) { jobs[job] = fraction }
      return []
    case .finished(let job):
      if !job.endsByAnswer { jobs[job] = nil }
      return []
    case .failed(let job, let trouble):
      // Stopped because a newer request of the same job is under way: that one goes on.
      if trouble.kind == .cancelled, job.goesOn, jobs[job] != nil { return [] }
      if job == .look { return takeLookTrouble(trouble) }
      jobs[job] = nil
      if job == .openFile { loading = nil }
      // Without any tokenizer nothing could be seen: the sample steps in, or at the last the bytes.
      if job == .loadTokenizer && tokenizer.number == 0 {
        return show(trouble) + load(fallbacks.popLast() ?? "bytes")
      }
      return show(trouble)
    case .woke(let wake): return take(wake)
    default: return takeFileAnswer(answer)
    }
  }

  private mutating func take(_ ids: [UInt32], _ request: VocabularyRequest) -> [Effect] {
    guard request.query == vocabulary.query, request.sort == vocabulary.sort, request.tokenizer == tokenizer
    else { return [] }
    vocabulary.ids = ids
    if let wanted = vocabulary.wanted, let place = ids.firstIndex(of: wanted) {
      vocabulary.selected = place
      vocabulary.top = max(0, place - 3)
    }
    vocabulary.wanted = nil
    vocabulary.selected = max(0, min(vocabulary.selected, ids.count - 1))
    return reinspect()
  }

  private mutating func take(_ wake: Wake) -> [Effect] {
    switch wake {
    case .clearNotice(let number):
      if notice?.number == number { notice = nil }
      return []
    case .keepSession:
      isSessionDue = false
      return document.isModified ? [.keepSession(session)] : [.dropRecovery]
    }
  }

  private mutating func takeFileAnswer(_ answer: Answer) -> [Effect] {
    switch answer {
    case .tokenizerLoaded(let new, let stamp, let number):
      guard number == generation(.loadTokenizer) else { return [] }
      jobs[.loadTokenizer] = nil
      if tokenizer.number == 0, let note = new.card.notes.first { return use(new, stamp: stamp) + say(note) }
      return use(new, stamp: stamp)
        + say("Tokenizer: \(new.card.name), \(new.vocabulary.count) entries, \(new.card.algorithm)")
        + new.card.notes.prefix(1).flatMap { say($0) }
    case .fileRead(let part, let isFirst, let total, let number):
      guard number == generation(.openFile) else { return [] }
      return take(part, isFirst: isFirst, total: total)
    case .fileEnded(let path, let number):
      guard number == generation(.openFile) else { return [] }
      loading = nil
      jobs[.openFile] = nil
      document.path = path ?? document.path
      return resegment() + recount() + restorePlace()
    case .saved(let request):
      document.markSaved(request.text, to: request.path)
      if request.quitsAfter && !document.isModified { return [.dropRecovery] + leave() }
      return say("Saved \(request.text.count) bytes to \(request.path)")
        + (document.isModified ? [] : [.dropRecovery])
    case .saveNeedsConsent(let request): return askToReplace(request)
    case .exported(let path, let count): return say("Wrote \(count) bytes to \(path)")
    case .previewDrawn(let picture): return [.showPixels(picture)]
    case .exportNeedsConsent(let request): return askToReplace(request)
    case .sessionSaved(let path): return say("Session saved; tessera --session \(path) opens it")
    case .found(let match, let request, let wrapped): return take(match, request, wrapped: wrapped)
    case .tokenFound(let place, _):
      guard let place else { return say("No further place in the text") }
      view.selection = Selection(anchor: place.upperBound, caret: place.lowerBound)
      return showCaret()
    case .themeLoaded(let new, let name, let warnings):
      adopt(new)
      settings.theme = settings.theme ?? (generation(.theme) > 0 ? name : nil)
      return warnings.flatMap { show($0) }
    case .copied(let how): return say(how)
    case .clipboardRead(let bytes):
      let text = bytes.isEmpty ? clipboard : bytes
      return text.isEmpty ? say("The clipboard is empty") : insert(text, kind: .other)
    default: return []
    }
  }

  /// The first part of a file replaces the text, later parts are added.
  private mutating func take(_ part: Rope, isFirst: Bool, total: Int) -> [Effect] {
    if isFirst {
      document = TextDocument(part)
      view.selection = Selection(0)
      view.top = 0
      segmentation = nil
      forgetCensuses()
      loading = Loading(read: part.count, total: total)
      return resegment()
    }
    document.appendLoaded(part)
    loading = Loading(read: document.text.count, total: total)
    return resegment()
  }

  private mutating func take(_ match: Range<Int>?, _ request: FindRequest, wrapped: Bool) -> [Effect] {
    let shown = Legible.string(of: request.needle)
    guard let match else { return say("“\(shown)” does not occur in the text", warning: true) }
    view.selection = Selection(anchor: match.upperBound, caret: match.lowerBound)
    search.match = match
    let effects = showCaret()
    return wrapped ? effects + say("Search went round the end of the text") : effects
  }

  private mutating func askToReplace(_ request: SaveRequest) -> [Effect] {
    overlays.append(
      .confirm(
        Confirm(
          question: "“\(request.path)” is there already.",
          choices: [
            Confirm.Choice(key: "y", label: "replace it", command: "file.replace", argument: request.path)
          ])))
    return []
  }

  /// Takes up a session: its text or file, tokenizer, view and layout.
  package mutating func restore(_ session: Session) -> [Effect] {
    view = session.view
    settings.contextWindow = session.contextWindow
    documentName = session.name
    if let layout = Layout(written: session.layout, allowed: Set(PaneKind.allCases.map(\.rawValue))) {
      self.layout = layout
    }
    var effects: [Effect] = []
    if let text = session.text {
      let old = document.text
      document = TextDocument(Rope(), path: session.path)
      document.replace(0..<0, with: text[0..<text.count], kind: .other, selection: Selection(0))
      segmentation = nil
      forgetCensuses()
      effects += textChanged(from: old) + restorePlace()
    } else if let path = session.path {
      effects.append(.openFile(path: path, generation: nextGeneration(.openFile)))
      placeToRestore = session.view
    }
    if !session.tokenizer.isEmpty && session.tokenizer != tokenizerName { effects += load(session.tokenizer) }
    if !session.theme.isEmpty && session.theme != theme.name {
      effects.append(.loadTheme(name: session.theme))
    }
    tensors.paths = session.tensors + tensors.paths.filter { !session.tensors.contains($0) }
    if !session.pictures.isEmpty || !session.visionModel.isEmpty {
      map.order = MapOrder(paths: session.pictures, model: MapModel(session.visionModel))
    }
    return effects + reviewTensors() + reviewMap()
  }

  /// Goes to where the session was, once its text is there.
  private mutating func restorePlace() -> [Effect] {
    if let place = placeToRestore {
      view.top = place.top
      view.selection = place.selection
      placeToRestore = nil
    }
    let end = document.text.count
    view.top = min(view.top, end)
    view.selection = Selection(anchor: min(view.selection.anchor, end), caret: min(view.selection.caret, end))
    return showCaret()
  }
}
