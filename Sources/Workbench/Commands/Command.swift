import Screen

/// Something a person can do, with its keys and its help: keys, key bar, palette, help screen, manual and scripts
/// all read this one value.
package struct Command: Sendable {
  /// Where the keys of a command work.
  package enum Scope: Sendable, Equatable {
    /// In every pane; keys that print only while nothing is being typed.
    case everywhere
    /// In the text pane, typing or not.
    case text
    /// In the text pane while letters are typed into it.
    case typing
    /// In the text pane while letters are commands.
    case reading
    /// In panes that show a list or figure.
    case list
    case vocabulary
    /// In the pane that goes through a model's steps.
    case why
    /// In the panes that compare tokenizers, their vocabularies, or what files cost under them.
    case diff, vocabularies, corpus
    /// In the pane of all measures.
    case measuring
    /// In the pane that shows a training.
    case training
    /// In the list of lenses.
    case lenses
    /// In the pane of an open lens.
    case lens
    /// In the panes of tensors and vectors.
    case tensors, tensorSlice, similarity, neighbours, projection, graph
    /// In the pane of visual tokens.
    case tokenGrid
    /// In the pane that trains micro models.
    case lab
  }

  /// The heading it stands under in the help screen.
  package enum Group: String, Sendable, CaseIterable {
    case program = "Program"
    case panes = "Panes"
    case view = "What the text shows"
    case moving = "Moving"
    case editing = "Editing"
    case files = "Files"
    case tokens = "Tokens and vocabulary"
    case lenses = "Lenses"
    case vectors = "Tensors and similarity"
    case vision = "Visual tokens"
  }

  package let id: String
  package let title: String
  package let keys: [Chord]
  package let scope: Scope
  package let group: Group
  /// One word or two for the key bar; nil keeps it out of the bar.
  package let hint: String?
  /// What the argument means when the command is given with one; nil when it takes none.
  package let argument: String?
  /// Why it cannot act now; nil when it can.
  package let unavailable: @Sendable (State) -> String?
  package let run: @Sendable (inout State, String) -> [Effect]

  package init(
    _ id: String, _ title: String, keys: [String] = [], in scope: Scope = .everywhere, _ group: Group,
    hint: String? = nil, argument: String? = nil,
    unavailable: @escaping @Sendable (State) -> String? = { _ in nil },
    run: @escaping @Sendable (inout State, String) -> [Effect]
  ) {
    self.id = id
    self.title = title
    self.keys = keys.compactMap(Chord.init)
    precondition(self.keys.count == keys.count, "a key of \(id) has no such name")
    self.scope = scope
    self.group = group
    self.hint = hint
    self.argument = argument
    self.unavailable = unavailable
    self.run = run
  }
}
