import ArgumentParser

/// The manual page, made from the same definitions as the help texts: `tessera --generate-manual >tessera.1`.
///
/// Written in the man macros (groff_man(7)); help texts keep their own lines, since they are wrapped already.
nonisolated enum Manual {
  static var page: String {
    var page = ".TH TESSERA 1 \"\" \"tessera \(Versions.program)\" \"User Commands\"\n"
    page += ".SH NAME\ntessera \\- see how text is cut into tokens\n"
    page +=
      ".SH SYNOPSIS\n.nf\ntessera [\\fIFILE\\fR ...] [\\-t \\fITOKENIZER\\fR]\ntessera \\fICOMMAND\\fR [\\fIOPTION\\fR ...]\n.fi\n"
    page += ".SH DESCRIPTION\n" + literal(discussion)
    page += ".SH COMMANDS\n"
    for command in Tessera.configuration.subcommands {
      let name = command.configuration.commandName ?? ""
      page += ".SS tessera \(name)\n" + literal(Tessera.helpMessage(for: command, columns: 76))
    }
    for (title, text) in chapters { page += ".SH \(title)\n" + literal(text) }
    return page
  }

  /// The program's discussion as its help has it, wrapped.
  private static var discussion: String {
    let lines = Tessera.helpMessage(columns: 76).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropFirst(2).prefix { !$0.hasPrefix("USAGE:") }.joined(separator: "\n")
  }

  /// Text as it is: backslashes doubled, a leading dot or quote kept from being a request.
  private static func literal(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      var escaped = ""
      for character in line {
        switch character {
        case "\\": escaped += "\\e"
        case "-": escaped += "\\-"
        default: escaped.append(character)
        }
      }
      return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }
    return ".nf\n" + lines.joined(separator: "\n") + "\n.fi\n"
  }

  private static let chapters = [
    (
      "OUTPUT FORMATS",
      """
      Ids are numbers, offsets count bytes of the original, bytes are base64 in
      JSON and hexadecimal in CSV.

      encode --format json
        {"version":1,"tokenizer":NAME,"ids":[ID,...],
         "offsets":"bytes","spans":[[START,END],...]}
        The last two with --spans.
      encode --format jsonl
        One {"id":ID,"start":BYTE,"end":BYTE,"text":TEXT} a token;
        "bytes_b64" in place of "text" when the token holds part of a
        character; "special":true for special tokens.
      encode --format csv
        id,start,end,special,text,bytes_hex
      other commands --format json
        {"version":1,"figures":[FIGURE,...]}, each with "figure" and "title":
        note   "lines"
        table  "columns" (key, title, numeric), "rows" (objects by key),
               "footnotes"
        tree   "detail_titles", "nodes" in preorder (depth, label, details)
        bars   "unit", "bars" (label, value)
        Values: numbers, strings, null; shares are 0 to 1; bytes are
        {"bytes_b64":..., "text":...}, "text" only when they are UTF-8.
      The version changes when a reader of the older output would fail.
      """
    ),
    (
      "EXIT STATUS",
      """
      0  done
      1  a check found something, or a search nothing
      2  usage
      3  an input was refused or unreadable
      4  internal
      """
    ),
    (
      "ENVIRONMENT",
      """
      NO_COLOR          not empty: no colour
      TESSERA_ASSETS    a folder with Themes and Samples, looked at first
      XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_DATA_HOME, XDG_CACHE_HOME
                        where the folder tessera with configuration, state,
                        themes and caches lies
      HF_HOME, HF_HUB_CACHE, TIKTOKEN_CACHE_DIR
                        where tokenizers are looked for
      """
    ),
  ]
}
