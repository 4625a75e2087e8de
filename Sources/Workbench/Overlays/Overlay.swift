import Screen

/// Something that lies over the panes and takes the keys until it is closed.
package enum Overlay: Sendable, Equatable {
  case chooser(Chooser)
  case prompt(Prompt)
  case confirm(Confirm)
  case help(top: Int)
}

/// A line that a person types.
package struct LineInput: Sendable, Equatable {
  package private(set) var characters: [Character]
  package private(set) var cursor: Int

  package init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  package var text: String { String(characters) }

  /// Does what the key says; false when the key means nothing to a line.
  package mutating func take(_ key: Key) -> Bool {
    switch (key.code, key.modifiers) {
    case (.character(let character), let modifiers) where modifiers.isDisjoint(with: [.control, .alt]):
      insert(String(character))
    case (.backspace, _): if cursor > 0 { remove(cursor - 1..<cursor) }
    case (.delete, _): if cursor < characters.count { remove(cursor..<cursor + 1) }
    case (.left, _): cursor = max(0, cursor - 1)
    case (.right, _): cursor = min(characters.count, cursor + 1)
    case (.home, _), (.character("a"), .control): cursor = 0
    case (.end, _), (.character("e"), .control): cursor = characters.count
    case (.character("u"), .control): remove(0..<cursor)
    case (.character("k"), .control): remove(cursor..<characters.count)
    case (.character("w"), .control): remove(wordStart..<cursor)
    default: return false
    }
    return true
  }

  /// Puts text at the cursor; line ends become spaces.
  package mutating func insert(_ text: String) {
    let new = text.map { $0.isNewline ? " " : $0 }
    characters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  private var wordStart: Int {
    var start = cursor
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    return start
  }

  private mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }
}

/// A question answered by a line.
package struct Prompt: Sendable, Equatable {
  /// What the line is for.
  package enum Purpose: Sendable, Equatable {
    case find, goTo, saveAs, open, contextWindow, command, session, rank, entries, corpus, price, export,
      embeddings, neighbours, point, node, threshold, edges, tensors, pictures,
      visionModel, mapVector
    /// A tensor to compare, or to compare with.
    case tensor(isSecond: Bool)
    /// The cell of a matrix, and the index on an axis, with what they can be.
    case cell(String), axis(String)
    /// A knob's name, and the values it can have.
    case knob(String, String)
    /// The same for the map.
    case mapKnob(String, String)
    /// The same for the training of a micro model.
    case labKnob(String, String)
  }

  package var purpose: Purpose
  package var input: LineInput

  package init(_ purpose: Purpose, text: String = "") {
    self.purpose = purpose
    input = LineInput(text)
  }

  /// The words in front of the line.
  package var label: String {
    switch purpose {
    case .find: "Find"
    case .goTo: "Go to line, or @byte"
    case .saveAs: "Save as"
    case .open: "Open file"
    case .contextWindow: "Context window in tokens"
    case .command: ":"
    case .session: "Save session to"
    case .rank: "Rank of the merge"
    case .entries: "Entries that hold"
    case .corpus: "File or folder to compare on"
    case .embeddings: "File with the embeddings, and the tensor's name if it is unusual"
    case .tensor(let isSecond):
      "File of tensors\(isSecond ? " to compare with" : ""), and the tensor's name if there are several"
    case .threshold: "Leave cells blank below"
    case .neighbours: "Entry, sum as king - man + woman, or #id"
    case .point, .node: "Entries that hold"
    case .edges: "Join what is nearer than"
    case .tensors: "File of tensors, or folder with a model"
    case .pictures: "Pictures, a folder of them, or files of vectors (samples: the sample scenes)"
    case .visionModel: "Model: micro, handmade, or a folder"
    case .mapVector: "File with a vector, and tensor and row if there are several (-: none)"
    case .cell(let range): "Row, and column (\(range))"
    case .axis(let range): "Index (\(range))"
    case .price: "Price for a million tokens"
    case .export: "Write the figures to"
    case .knob(let name, let range), .mapKnob(let name, let range), .labKnob(let name, let range):
      "\(name) (\(range))"
    }
  }

  /// The command that gets the line as its argument.
  package var command: String {
    switch purpose {
    case .find: "find.open"
    case .goTo: "goto.line"
    case .saveAs: "file.saveAs"
    case .open: "file.open"
    case .contextWindow: "measures.context"
    case .command: "command.line"
    case .session: "session.save"
    case .rank: "training.jump"
    case .entries: "vocabularies.search"
    case .corpus: "corpus.open"
    case .embeddings: "vectors.embeddings"
    case .tensor(let isSecond): isSecond ? "similarity.with" : "similarity.open"
    case .threshold: "similarity.threshold"
    case .neighbours: "neighbours.query"
    case .point: "projection.search"
    case .node: "graph.search"
    case .edges: "graph.threshold"
    case .tensors: "tensors.open"
    case .pictures: "map.open"
    case .visionModel: "map.model"
    case .mapVector: "map.vector"
    case .mapKnob: "map.value"
    case .labKnob: "lab.value"
    case .cell: "tensors.goTo"
    case .axis: "tensors.index"
    case .price: "corpus.price"
    case .export: "figures.export"
    case .knob: "lens.value"
    }
  }
}

/// A question answered by one key.
package struct Confirm: Sendable, Equatable {
  /// A key and what it does.
  package struct Choice: Sendable, Equatable {
    package var key: Character
    package var label: String
    /// The command to run, with its argument.
    package var command: String
    package var argument = ""
  }

  package var question: String
  package var choices: [Choice]
}
