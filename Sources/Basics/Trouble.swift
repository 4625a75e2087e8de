/// The one error of the program: what is wrong, where, and what to do about it.
///
/// Read aloud it is one sentence and one remedy:
/// `merges.txt, line 48: two tokens expected, three found. Re-export the merges, or open tokenizer.json instead.`
package struct Trouble: Error, Sendable, Equatable {
  /// What sort of trouble, for exit codes and for deciding whether to show it at all.
  package enum Kind: String, Sendable {
    /// The person asked for something that does not exist or does not fit (exit code 2).
    case usage
    /// A file or text was refused or could not be read (exit code 3).
    case input
    /// A limit was reached before the work was done (exit code 3).
    case limit
    /// The work was stopped on request; never shown.
    case cancelled
    /// A promise of our own code was broken (exit code 4).
    case fault
  }

  /// Where it is wrong.
  package enum Place: Sendable, Equatable {
    case nowhere
    case file(String)
    case byte(file: String, offset: Int)
    case line(file: String, number: Int)
    /// A named field inside a file, such as `model.vocab`.
    case field(file: String, name: String)
    /// A range of bytes in the text that is being worked on.
    case text(Range<Int>)
    /// An option, setting or knob.
    case option(String)
  }

  package let kind: Kind
  package let place: Place
  /// What is wrong, without a full stop.
  package let what: String
  /// What to do about it, without a full stop; may be empty.
  package let remedy: String

  package init(_ kind: Kind, at place: Place = .nowhere, _ what: String, remedy: String = "") {
    self.kind = kind
    self.place = place
    self.what = what
    self.remedy = remedy
  }

  /// The cancellation of work by request.
  package static let cancelled = Trouble(.cancelled, "stopped on request")
}

extension Trouble: CustomStringConvertible {
  /// The whole sentence: place, reason, remedy.
  package var description: String {
    let head = place == .nowhere ? what : "\(place): \(what)"
    return remedy.isEmpty ? head + "." : "\(head). \(remedy)."
  }
}

extension Trouble.Place: CustomStringConvertible {
  /// The place in words, as it stands before the colon.
  package var description: String {
    switch self {
    case .nowhere: ""
    case .file(let file): file
    case .byte(let file, let offset): "\(file), byte \(offset)"
    case .line(let file, let number): "\(file), line \(number)"
    case .field(let file, let name): "\(file), \(name)"
    case .text(let range): "bytes \(range.lowerBound) to \(range.upperBound) of the text"
    case .option(let name): name
    }
  }
}
