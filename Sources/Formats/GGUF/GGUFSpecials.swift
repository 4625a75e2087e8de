import Basics
import Tokens

/// The entries that llama.cpp looks for before anything is cut: control and unknown ones when asked to, user-defined ones always.
struct GGUFSpecials {
  private(set) var tokens: [AddedToken] = []

  init(_ file: GGUFFile, _ entries: GGUFEntries) throws(Trouble) {
    let habits = try Habits(file)
    for (id, kind) in entries.kinds.enumerated() {
      guard kind == .control || kind == .unknown || kind == .userDefined else { continue }
      let content = entries.spelling(of: TokenID(id))
      var token = AddedToken(id: TokenID(id), content: content, isSpecial: kind != .userDefined)
      habits.apply(to: &token)
      tokens.append(token)
    }
  }

  /// White space that tokens swallow, which the file does not say: it goes by the names of models.
  private enum Habits {
    case none
    /// `<mask>` takes the space before it.
    case mask(String)
    /// Most tokens take the space behind them.
    case phi

    init(_ file: GGUFFile) throws(Trouble) {
      let pre = try file.text("tokenizer.ggml.pre") ?? ""
      let architecture = try file.text("general.architecture") ?? ""
      let name = (try file.text("general.name") ?? "").lowercased()
      func contains(_ text: String, _ parts: [String]) -> Bool { parts.contains { text.contains($0) } }
      if contains(pre, ["jina-v2-de", "jina-v2-es", "jina-v2-code"])
        || contains(architecture, ["nomic-bert-moe", "jina-bert-v3"])
      {
        self = .mask("<mask>")
      } else if contains(name, ["phi-3", "phi3"]) {
        self = .phi
      } else if contains(name, ["modern-bert"]) {
        self = .mask("[MASK]")
      } else {
        self = .none
      }
    }

    func apply(to token: inout AddedToken) {
      let text = String(decoding: token.content, as: UTF8.self)
      switch self {
      case .none: break
      case .mask(let mask): token.stripsLeft = text == mask
      case .phi: token.stripsRight = !["<unk>", "<s>", "<|endoftext|>"].contains(text)
      }
    }
  }
}
