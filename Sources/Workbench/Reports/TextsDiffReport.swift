import Basics
import Figures
import Tokens

/// Two texts under one tokenizer, aligned token by token: what did this one space change?
package struct TextsDiffReport: Sendable {
  private let texts: [[UInt8]]
  private let tokens: [[Token]]
  private let edits: TokenEdits

  /// Throws what encode throws.
  package init(
    _ old: [UInt8], _ new: [UInt8], _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    texts = [old, new]
    tokens = [try tokenizer.encode(old, options, ticket), try tokenizer.encode(new, options, ticket)]
    edits = TokenEdits(from: tokens[0].map(\.id), to: tokens[1].map(\.id))
  }

  /// Whether both texts have the same tokens.
  package var areSame: Bool { edits.edits.allSatisfy(\.isKept) }

  /// How much was kept, and both texts below each other.
  package func figures(names: [String]) -> [Figure] { [.note(summary(names)), .alignment(alignment(names))] }

  /// The change in sentences.
  package func summary(_ names: [String]) -> Note {
    let kept = edits.edits.filter(\.isKept).reduce(0) { $0 + $1.old.count }
    let changes = edits.edits.count { !$0.isKept }
    let lines =
      areSame
      ? ["Both texts have the same \(tokens[0].count) tokens."]
      : [
        "\(names[0]): \(tokens[0].count) tokens, \(texts[0].count) bytes. \(names[1]): \(tokens[1].count) tokens, \(texts[1].count) bytes.",
        "\(kept) tokens are the same; \(tokens[0].count - kept) went and \(tokens[1].count - kept) came, in \(changes) \(changes == 1 ? "place" : "places").",
      ]
    return Note(title: "", lines: lines)
  }

  /// Both texts, with the tokens that went or came marked.
  package func alignment(_ names: [String]) -> Alignment {
    let marked = [
      Set(edits.edits.filter { !$0.isKept }.flatMap { Array($0.old) }),
      Set(edits.edits.filter { !$0.isKept }.flatMap { Array($0.new) }),
    ]
    let rows = (0..<2).map { side in
      Alignment.Row(
        name: names[side], text: texts[side],
        segments: tokens[side].enumerated().map { index, token in
          Segments.Segment(id: token.id, range: token.bytes, isMarked: marked[side].contains(index))
        })
    }
    return Alignment(title: "Aligned by tokens", rows: rows, regions: regions)
  }

  /// A region for each edit; kept runs are divided into tokens, so that they can be wrapped.
  private var regions: [Alignment.Region] {
    var ends = [0, 0]
    var regions: [Alignment.Region] = []
    func end(_ side: Int, _ index: Int) -> Int {
      index == tokens[side].count ? texts[side].count : max(ends[side], Int(tokens[side][index].start))
    }
    func add(_ upper: [Int], isShared: Bool) {
      regions.append(
        Alignment.Region(ranges: (0..<2).map { ends[$0]..<max(ends[$0], upper[$0]) }, isShared: isShared))
      ends = regions[regions.count - 1].ranges.map(\.upperBound)
    }
    for edit in edits.edits {
      if edit.isKept {
        for step in 1...max(1, edit.old.count) {
          add([end(0, edit.old.lowerBound + step), end(1, edit.new.lowerBound + step)], isShared: true)
        }
      } else {
        add([end(0, edit.old.upperBound), end(1, edit.new.upperBound)], isShared: false)
      }
    }
    return regions
  }
}
