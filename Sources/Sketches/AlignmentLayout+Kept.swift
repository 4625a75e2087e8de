import Basics
import Figures
import Synchronization

/// A layout of a long text takes tens of milliseconds, and a frame asks for it several times: for the height, the scroll and the rows.
extension AlignmentLayout {
  private struct Kept {
    var alignment: Alignment
    var width: Int
    var options: Legible.Options
    var layout: AlignmentLayout
  }

  /// The last layouts, newest first. A layout follows from its alignment, width and options alone, so whoever finds one here gets
  /// what would be made anew: the lock guards memory, never meaning. Equal alignments share their storage from frame to frame, which
  /// makes the comparison a matter of a few words.
  private static let kept = Mutex<[Kept]>([])
  private static let keptCount = 3
  /// Shorter texts are laid out sooner than looked for.
  private static let leastBytes = 2000

  /// The layout, made or kept.
  static func of(_ alignment: Alignment, width: Int, _ options: Legible.Options) -> AlignmentLayout {
    guard alignment.rows.contains(where: { $0.text.count >= leastBytes }) else {
      return AlignmentLayout(alignment, width: width, options)
    }
    let found = kept.withLock { kept in
      kept.first { $0.width == width && $0.options == options && $0.alignment == alignment }?.layout
    }
    if let found { return found }
    let layout = AlignmentLayout(alignment, width: width, options)
    kept.withLock { kept in
      kept.insert(Kept(alignment: alignment, width: width, options: options, layout: layout), at: 0)
      if kept.count > keptCount { kept.removeLast() }
    }
    return layout
  }
}
