import Figures

/// What stands before the content of a page.
func pageHead(title: String) -> String {
  """
  <!doctype html>
  <html lang="en"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>\(html(Shown.line(title)))</title>
  <style>\(pageStyle)</style></head><body>

  """
}

/// What stands after it.
let pageFoot = "</body></html>\n"

/// Boundaries are borders and hold without colour; the eight tints only help, and keep text at a contrast above 7:1.
private let pageStyle = """

  :root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #777; --soft: #555 }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #eee; --paper: #161616; --line: #999; --soft: #bbb }
  }
  body { color: var(--ink); background: var(--paper); font: 1rem/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
  h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
  table { border-collapse: collapse }
  th, td { padding: .15rem .6rem; text-align: left; border-bottom: 1px solid var(--line) }
  .n { text-align: right; font-variant-numeric: tabular-nums }
  .f { color: var(--soft); margin: .3rem 0 }
  .t { font-family: ui-monospace, monospace; line-height: 2; white-space: pre-wrap; overflow-wrap: anywhere }
  .t span { border: 1px solid var(--line); border-radius: .25em; margin-right: 1px; padding: .1em 0 }
  .t .m { border-bottom: 3px solid #8a3d00 }
  .a { font-family: ui-monospace, "DejaVu Sans Mono", monospace; line-height: 1.35; overflow-x: auto }
  .a .d { font-weight: normal; color: #1b1b1b; background: #ffe2a6 } .a .x { outline: 1px solid } .a .q { color: var(--soft) }
  .a i { color: var(--soft); text-decoration: underline dotted } .a .d i { color: #1b1b1b }
  .t .s { border-style: double; border-width: 3px }
  .t i, code i { color: var(--soft); text-decoration: underline dotted }
  .h0 { background: #d6e9fb } .h1 { background: #fdebc8 } .h2 { background: #d9f0dc } .h3 { background: #f9dcea }
  .h4 { background: #e4e2fa } .h5 { background: #eef0c9 } .h6 { background: #fbdfd0 } .h7 { background: #d3eeee }
  @media (prefers-color-scheme: dark) {
    .h0 { background: #1d3a55 } .h1 { background: #4d3a12 } .h2 { background: #1e4225 } .h3 { background: #4e2139 }
    .h4 { background: #35315f } .h5 { background: #3f4216 } .h6 { background: #552c18 } .h7 { background: #154546 }
  }
  """
