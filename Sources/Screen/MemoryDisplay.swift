import Basics

/// A screen without a terminal, for rehearsals: inputs are fed in, frames are kept.
@MainActor
package final class MemoryDisplay: Display {
  /// The size in cells; `feed(.resize)` changes it.
  package private(set) var size: Size
  /// The colours that this screen claims to have.
  package let colorMode: ColorMode
  /// Whether this screen claims to know no more than ASCII.
  package let isASCII: Bool
  /// What was fed, in order.
  package let inputs: AsyncStream<Input>
  /// Every frame that was shown, the newest last; only the newest `keeping` are kept.
  package private(set) var frames: [Frame] = []
  /// How often the program was stopped.
  package private(set) var suspensions = 0
  /// Whether the program has given the screen back.
  package private(set) var isClosed = false
  /// Whether this screen claims to show pixels.
  package var hasPixels = false
  /// Every picture that was shown over the whole screen.
  package private(set) var previews: [PreviewPicture] = []
  /// While true the screen behaves like a terminal that does not drain: frames are dropped.
  package var isStuck = false

  private let continuation: AsyncStream<Input>.Continuation
  private let keeping: Int

  package init(size: Size, colorMode: ColorMode = .direct, isASCII: Bool = false, keeping: Int = 64) {
    self.size = size
    self.colorMode = colorMode
    self.isASCII = isASCII
    self.keeping = keeping
    (inputs, continuation) = AsyncStream.makeStream()
  }

  /// The newest frame.
  package var frame: Frame? { frames.last }

  /// Keeps the frame.
  @discardableResult
  package func show(_ frame: Frame) -> Bool {
    if isStuck || isClosed { return false }
    frames.append(frame)
    if frames.count > keeping { frames.removeFirst(frames.count - keeping) }
    return true
  }

  /// Hands in what a person does.
  package func feed(_ inputs: Input...) {
    for input in inputs {
      if case .resize(let size) = input { self.size = size }
      continuation.yield(input)
    }
  }

  /// Hands in each character of a text as a key.
  package func type(_ text: String) {
    for character in text { feed(.key(Key(.character(character)))) }
  }

  /// Keeps the picture, if this screen claims to show pixels.
  package func preview(_ picture: PreviewPicture) throws(Trouble) {
    guard hasPixels else { throw Trouble.noPixels("it is only in memory") }
    previews.append(picture)
  }

  /// Counts.
  package func suspend() { suspensions += 1 }

  /// Ends the inputs.
  package func close() {
    isClosed = true
    continuation.finish()
  }
}
