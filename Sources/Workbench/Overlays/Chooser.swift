import Basics
import Formats
import Screen

/// A list to choose from, narrowed by typing.
package struct Chooser: Sendable, Equatable {
  /// What is chosen.
  package enum Purpose: Sendable, Equatable {
    case commands, tokenizers, others, themes
    case panes(Layout.Axis)
    /// A tensor to compare, or to compare with.
    case tensors(isSecond: Bool)
  }

  /// One row.
  package struct Item: Sendable, Equatable {
    package var title: String
    package var detail: String
    /// Keys of a command, shown at the right.
    package var keys: String
    /// Why it cannot be chosen now.
    package var unavailable: String?
    /// The command to run, with its argument.
    package var command: String
    package var argument: String

    package init(
      _ title: String, detail: String = "", keys: String = "", unavailable: String? = nil, command: String,
      argument: String = ""
    ) {
      self.title = title
      self.detail = detail
      self.keys = keys
      self.unavailable = unavailable
      self.command = command
      self.argument = argument
    }
  }

  package let purpose: Purpose
  package var input = LineInput()
  package var selected = 0

  package init(_ purpose: Purpose) { self.purpose = purpose }

  /// What the border says.
  package var title: String {
    switch purpose {
    case .commands: "Commands"
    case .tokenizers: "Tokenizers"
    case .others: "Compare with which tokenizer?"
    case .themes: "Themes"
    case .panes: "Open which pane?"
    case .tensors(let isSecond): isSecond ? "Compare with which tensor?" : "Compare which tensor?"
    }
  }

  /// The rows that match what has been typed, best first; all of them, in their own order, before anything is typed.
  package func items(in state: State) -> [Item] {
    let all = allItems(in: state)
    let query = input.text
    if query.isEmpty { return all }
    let scored = all.enumerated().compactMap { index, item -> (index: Int, score: Int, item: Item)? in
      let scores = [fuzzyScore(query, item.title), fuzzyScore(query, item.detail).map { $0 - 100 }].compactMap
      { $0 }
      return scores.max().map { (index, $0, item) }
    }
    let sorted = scored.sorted { ($0.score, $1.index) > ($1.score, $0.index) }.map(\.item)
    if case .tensors(let isSecond) = purpose { return sorted + [tensor(byPath: query, isSecond)] }
    return purpose == .tokenizers || purpose == .others ? sorted + [byPath(query)] : sorted
  }

  private func allItems(in state: State) -> [Item] {
    switch purpose {
    case .commands: Commands.all.filter { $0.id != "palette.open" }.map { Self.item($0, state) }
    case .tokenizers, .others: (state.shelf ?? []).map(item)
    case .themes:
      state.themeNames.map {
        Item($0, detail: $0 == state.theme.name ? "in use" : "", command: "theme.pick", argument: $0)
      }
    case .tensors(let isSecond):
      state.similarity.choices.map {
        Item(
          $0.tensor.name ?? "", detail: $0.detail, command: Self.tensorCommand(isSecond),
          argument: "\($0.tensor.path)\t\($0.tensor.name ?? "")")
      }
    case .panes(let axis):
      PaneKind.allCases.filter { !state.layout.panes.contains($0.rawValue) }.map {
        Item(
          $0.title, detail: $0.purpose, command: axis == .horizontal ? "pane.splitRight" : "pane.splitBelow",
          argument: "\($0)")
      }
    }
  }

  private func tensor(byPath query: String, _ isSecond: Bool) -> Item {
    Item(
      "Open “\(query)”", detail: "as a path of a file", command: Self.tensorCommand(isSecond), argument: query
    )
  }

  private static func tensorCommand(_ isSecond: Bool) -> String {
    isSecond ? "similarity.with" : "similarity.open"
  }

  private func byPath(_ query: String) -> Item {
    Item(
      "Open “\(query)”", detail: "as a path of a file or folder", command: tokenizerCommand, argument: query)
  }

  private static func item(_ command: Command, _ state: State) -> Item {
    Item(
      command.title, detail: command.id, keys: command.keys.map(\.shown).joined(separator: " "),
      unavailable: command.unavailable(state), command: command.id)
  }

  /// What is done with a tokenizer that has been chosen.
  private var tokenizerCommand: String { purpose == .others ? "diff.add" : "tokenizer.pick" }

  private func item(_ entry: ShelfEntry) -> Item {
    Item(
      entry.name, detail: entry.detail, unavailable: entry.unreadable, command: tokenizerCommand,
      argument: entry.path ?? entry.name)
  }
}
