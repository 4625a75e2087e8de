/// A picture as plain data: what a report says, before anyone decides how it is drawn or printed.
///
/// Closed on purpose: a new case makes the compiler show every painter and printer.
package enum Figure: Sendable, Equatable {
  case note(Note)
  case table(Table)
  case tree(Tree)
  case bars(Bars)
  case segments(Segments)
  case alignment(Alignment)
  case chart(Chart)
  case heatmap(Heatmap)
  case tokenGrid(TokenGrid)
}

/// A few sentences.
package struct Note: Sendable, Equatable {
  package var title: String
  package var lines: [String]

  package init(title: String = "", lines: [String]) {
    self.title = title
    self.lines = lines
  }
}

/// One value of a table, tree or list. Text and bytes may come from anywhere; whoever draws them makes them legible.
package enum Value: Sendable, Equatable {
  case none
  case text(String)
  /// Bytes of a text or token, which may hold a part of a character.
  case bytes([UInt8])
  case integer(Int)
  /// A number shown with this many decimals.
  case number(Double, decimals: Int)
  /// A share 0…1, shown in percent.
  case share(Double)
}

/// Rows under named columns.
package struct Table: Sendable, Equatable {
  /// A column and how its values are written.
  package struct Column: Sendable, Equatable {
    package var title: String
    /// The key in JSON and CSV: a lower-case word.
    package var key: String
    package var isNumeric: Bool

    package init(_ title: String, key: String, isNumeric: Bool = false) {
      self.title = title
      self.key = key
      self.isNumeric = isNumeric
    }
  }

  package var title: String
  package var columns: [Column]
  package var rows: [[Value]]
  /// Definitions, units and sources, one line each.
  package var footnotes: [String]

  package init(title: String, columns: [Column], rows: [[Value]], footnotes: [String] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.footnotes = footnotes
  }
}

/// A tree in preorder: each node has a depth, the first has depth 0.
package struct Tree: Sendable, Equatable {
  /// A row of the tree.
  package struct Node: Sendable, Equatable {
    package var depth: Int
    package var label: Value
    /// What is said beside the label, left to right.
    package var details: [Value]

    package init(depth: Int, label: Value, details: [Value] = []) {
      self.depth = depth
      self.label = label
      self.details = details
    }
  }

  package var title: String
  /// What the details mean, in their order.
  package var detailTitles: [String]
  package var nodes: [Node]

  package init(title: String, detailTitles: [String] = [], nodes: [Node]) {
    self.title = title
    self.detailTitles = detailTitles
    self.nodes = nodes
  }
}

/// Named lengths.
package struct Bars: Sendable, Equatable {
  /// One length and its name.
  package struct Bar: Sendable, Equatable {
    package var label: Value
    package var value: Double

    package init(label: Value, value: Double) {
      self.label = label
      self.value = value
    }
  }

  package var title: String
  package var unit: String
  package var bars: [Bar]

  package init(title: String, unit: String, bars: [Bar]) {
    self.title = title
    self.unit = unit
    self.bars = bars
  }
}
