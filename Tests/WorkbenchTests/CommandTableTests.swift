import Testing
import Workbench

@Suite struct CommandTableTests {
  @Test func `no id is used twice and every command has a title`() {
    let ids = Commands.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Commands.all.allSatisfy { !$0.title.isEmpty })
  }

  @Test func `no key means two things in one place`() {
    var seen: Set<String> = []
    for command in Commands.all {
      for chord in command.keys {
        #expect(seen.insert("\(command.scope) \(chord.shown)").inserted, "\(chord.shown) of \(command.id)")
      }
    }
  }

  @Test func `every command can be run on any state without a trap`() {
    for command in Commands.all {
      for tokenizer in ["bytes", "graphemes"] {
        var state = makeState("one two\nthree", tokenizer: tokenizer)
        _ = update(&state, .command(command.id))
        var empty = makeState("", tokenizer: tokenizer)
        _ = update(&empty, .command(command.id, "-1"))
        _ = render(state)
        _ = render(empty)
      }
    }
  }

  @Test func `only keys that every terminal delivers are bound`() {
    let forbidden = ["ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+enter"].compactMap(Chord.init)
    for command in Commands.all { #expect(command.keys.allSatisfy { !forbidden.contains($0) }) }
  }

  @Test func `keys of the configuration replace the standard ones`() {
    var state = makeState("a")
    let (settings, troubles) = Settings.parse("[keys]\n\"ctrl+e\" = \"view.hex\"\n", path: "config.toml")
    state.settings = settings
    _ = update(&state, .input(.key(Chord("ctrl+e")!.key)))
    #expect(troubles.isEmpty && state.view.mode == .hex)
  }

  @Test func `unknown settings are warnings with their line`() {
    let (settings, troubles) = Settings.parse("theme = \"light\"\nmouze = true\n", path: "config.toml")
    #expect(settings.theme == "light")
    #expect(troubles.map(\.place) == [.line(file: "config.toml", number: 2)])
    #expect(Settings.parse("theme = ", path: "c").1.count == 1)
  }
}
