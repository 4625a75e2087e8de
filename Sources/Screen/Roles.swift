/// Every role a theme may set, in one list: a theme that names another role gets a warning.
///
/// A role without a style of its own falls back up the dots: `pane.title.focused`, `pane.title`, `pane`, `text`.
package enum Roles {
  /// Roles in the order in which a theme file should set them.
  package static let all: [String] = text + tokens + panes + lists + messages + figures

  static let text = [
    "text",  // the person's text, and everything that has no role of its own
    "text.dim",  // line numbers, hints, what matters less
    "text.selection",  // selected text
    "text.cursor",  // the cell under the cursor
    "text.search",  // a match of the running search
    "text.search.current",  // the match the cursor is on
    "whitespace",  // marks for spaces, tabs and line ends
    "odd",  // escaped bytes, controls and invisible characters
  ]

  static let tokens =
    (0..<Theme.hues).map { "token.\($0)" }  // one per hue; the hue follows the token id
    + [
      "token.special",  // special tokens
      "token.boundary",  // the stroke between tokens where colour is off
      "token.current",  // the token under the cursor
    ]

  static let panes = [
    "pane.title",  // the title of a pane
    "pane.title.focused",  // the title of the pane that gets the keys
    "pane.border",  // the frame of a pane
    "pane.border.focused",  // the frame of the pane that gets the keys
  ]

  static let lists = [
    "list.selected",  // the selected row
    "list.match",  // the letters that match what was typed
    "list.header",  // the titles of columns
  ]

  static let messages = [
    "key",  // a key in the key bar and in help
    "key.label",  // what the key does
    "key.disabled",  // a key that cannot act now
    "status",  // the status line
    "status.progress",  // the part of the status line that says how far work has come
    "warning",  // something to look at
    "error",  // something that did not work
    "help",  // the help screen
    "help.title",  // its headings
    "log",  // the log pane
    "prompt",  // the command line and other one-line inputs
  ]

  static let figures = [
    "number",  // numbers in tables and measures
    "rank",  // ranks and scores of merges and pieces
    "title",  // titles inside panes
    "note",  // sentences and footnotes of a figure
    "tree.line",  // the strokes of a tree
    "bar",  // filled part of a bar
    "bar.track",  // empty part of a bar
    "diff.changed",  // text that is cut differently, or that something happened to
    "diff.boundary",  // a cut that only some rows have, and the marks below it
    "chart.axis",  // the strokes of an axis
    "chart.guide",  // a line that helps to read the others
    "heatmap.low",  // the three stops of the ramp, from which its steps are mixed
    "heatmap.middle",
    "heatmap.high",
  ]
}
