import Basics
import Screen

/// The cycle: inputs and answers become actions, actions change the state, the state becomes a frame.
///
/// A key is shown at once, unless the frame of the key before is less than 12 ms old; what a key asked for is shown 3 ms after
/// the last frame, what only tells progress after 33 ms. Whatever happens meanwhile is in the next frame, so a burst of events
/// costs one drawing.
@MainActor
package final class Loop {
  package private(set) var state: State
  /// Inputs taken so far, for rehearsals.
  package private(set) var inputCount = 0
  /// The version of the text in the last frame, for benches.
  package private(set) var shownVersion = 0
  /// The tokenizer whose tokens are in the last frame, when they are exact; for benches.
  package private(set) var shownTokenizer: Int?
  private let display: any Display
  private let runner: Runner
  private let clipboard: Clipboard
  private let (effects, effectQueue) = AsyncStream<Effect>.makeStream()
  private let (wishes, wishQueue) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  private let clock = ContinuousClock()
  /// When the last frame was shown, and the last with a key in it.
  private var lastShown: ContinuousClock.Instant
  private var lastKeyShown: ContinuousClock.Instant
  private var hasKey = false
  /// When the next frame is due, since something has changed; nil when nothing has.
  private var due: ContinuousClock.Instant?
  private var areEffectsHandedOver = false
  /// Whether the person has quit.
  package private(set) var isOver = false

  private static let keyGap = Duration.milliseconds(12)
  private static let answerGap = Duration.milliseconds(3)
  private static let progressGap = Duration.milliseconds(33)

  package init(_ state: State, display: any Display, runner: Runner) {
    self.state = state
    self.display = display
    self.runner = runner
    clipboard = runner.places.clipboard
    lastShown = clock.now - .seconds(1)
    lastKeyShown = lastShown
    due = lastShown
  }

  /// Runs until the person quits. `first` is the work to begin with; the first frame is drawn before it.
  package func run(_ first: [Effect] = [], script: Rehearsal? = nil) async {
    draw()
    perform(first)
    await withDiscardingTaskGroup { group in
      group.addTask { await self.followInputs() }
      group.addTask { await self.followAnswers() }
      group.addTask { await self.followEffects() }
      group.addTask { await self.followWishes() }
      if let script { group.addTask { await self.play(script) } }
    }
  }

  private func followInputs() async {
    for await input in display.inputs { take(input) }
  }

  private func followAnswers() async {
    for await answer in runner.answers { take(answer) }
  }

  private func followEffects() async {
    for await effect in effects { await runner.perform(effect) }
    areEffectsHandedOver = true
  }

  private func followWishes() async {
    for await _ in wishes { await drawWhenDue() }
  }

  /// Does what an action says; commands from scripts come in here too.
  package func act(_ action: Action) {
    if isOver { return }
    let new = update(&state, action)
    let time = time(for: action)
    due = min(due ?? time, time)
    perform(new)
    wishQueue.yield()
  }

  /// When a frame with what the action has changed is due.
  private func time(for action: Action) -> ContinuousClock.Instant {
    if action.isProgress { return lastShown + Self.progressGap }
    if case .answer = action { return lastShown + Self.answerGap }
    hasKey = true
    return lastKeyShown + Self.keyGap
  }

  /// Whether nothing is under way and nothing waits to be drawn.
  package var isIdle: Bool { runner.activity.isIdle && due == nil }

  func take(_ input: Input) {
    inputCount += 1
    act(.input(input))
    // The usual case: the key's own frame need not wait for anything.
    if let due, due <= clock.now { draw() }
  }

  private func take(_ answer: Answer) {
    act(.answer(answer))
    runner.activity.end()
  }

  private func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .quit: Task { await end() }
      case .suspend: display.suspend()
      case .redraw: display.redraw()
      case .setMouse(let isOn): display.setMouse(isOn)
      case .showPixels(let picture): show(picture)
      case .copy(let bytes) where clipboard.usesTerminal: sendToTerminal(bytes)
      default:
        runner.activity.begin()
        effectQueue.yield(effect)
      }
    }
  }

  /// Nobody confirms that the text arrived, so the sentence only says that it was sent.
  private func sendToTerminal(_ bytes: [UInt8]) {
    let says =
      display.copy(bytes)
      ? "Sent \(bytes.count) bytes to the terminal's clipboard"
      : "\(bytes.count) bytes do not go into the terminal's clipboard; save them to a file"
    act(.answer(.copied(says)))
  }

  private func show(_ picture: PreviewPicture) {
    do throws(Trouble) {
      try display.preview(picture)
    } catch {
      act(.answer(.failed(.preview, error)))
    }
  }

  /// Waits until a frame is due; what comes meanwhile may make that sooner.
  private func drawWhenDue() async {
    while let due, !isOver {
      let wait = due - clock.now
      if wait <= .zero { return draw() }
      try? await Task.sleep(for: min(wait, .milliseconds(2)))
    }
  }

  private func draw() {
    if isOver { return }
    due = nil
    if !display.show(render(state)) {
      // The terminal does not keep up: the newest frame is tried again a little later.
      Task {
        try? await Task.sleep(for: .milliseconds(50))
        wishQueue.yield()
      }
    }
    lastShown = clock.now
    if hasKey { lastKeyShown = lastShown }
    hasKey = false
    shownVersion = state.document.version
    let isCut = state.segmentation.map { !$0.isStale } ?? false
    shownTokenizer = isCut ? state.tokenizer.number : nil
  }

  private func end() async {
    if isOver { return }
    isOver = true
    effectQueue.finish()
    wishQueue.finish()
    // What was asked for before the end, the keeping of the text above all, has to reach the runner first.
    while !areEffectsHandedOver { await Task.yield() }
    await runner.finishWriting()
    display.close()
    await runner.close()
  }
}
