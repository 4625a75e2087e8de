/// What sort of text a file holds, told from its name and from how much of it are digits.
package enum TextKind: Hashable, Sendable, Comparable {
  case prose
  case code(String)
  case markup
  case numbers

  /// Of the bytes, the share of digits from which a text counts as numbers.
  private static let digitShare = 0.4

  /// `bytes` and `digits` are counts of the whole text.
  package init(path: String, bytes: Int, digits: Int) {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    let ending = name.contains(".") ? name.split(separator: ".").last.map(String.init) ?? "" : ""
    if let language = Self.languages[ending] ?? Self.names[name] {
      self = .code(language)
    } else if bytes > 0, Double(digits) / Double(bytes) >= Self.digitShare {
      self = .numbers
    } else {
      self = Self.markups.contains(ending) ? .markup : .prose
    }
  }

  /// In words: `prose`, `code: Swift`.
  package var title: String {
    switch self {
    case .prose: "prose"
    case .code(let language): "code: \(language)"
    case .markup: "markup"
    case .numbers: "numbers"
    }
  }

  private static let markups: Set = [
    "html", "htm", "xhtml", "xml", "svg", "json", "jsonl", "yaml", "yml", "toml", "ini", "csv", "tsv", "tex",
    "sgml",
    "plist", "css", "pod", "po", "ipynb",
  ]

  private static let names = [
    "makefile": "Make", "dockerfile": "Docker", "cmakelists.txt": "CMake", "rakefile": "Ruby",
  ]

  private static let languages: [String: String] = {
    let table = [
      "Swift": "swift", "C": "c h", "C++": "cc cpp cxx hpp hh", "Python": "py pyi", "Rust": "rs", "Go": "go",
      "Java": "java", "Kotlin": "kt kts", "JavaScript": "js mjs cjs jsx", "TypeScript": "ts tsx",
      "Ruby": "rb",
      "Perl": "pl pm", "PHP": "php", "Shell": "sh bash zsh fish", "SQL": "sql", "Lua": "lua", "Haskell": "hs",
      "OCaml": "ml mli", "Scala": "scala", "C#": "cs", "R": "r", "Julia": "jl", "Lisp": "lisp el scm",
      "Erlang": "erl",
      "Elixir": "ex exs", "Assembly": "s asm", "Fortran": "f f90", "Make": "mk", "CMake": "cmake",
      "Dart": "dart",
      "Zig": "zig", "Clojure": "clj", "Prolog": "prolog", "Verilog": "v sv", "Awk": "awk",
      "Vim script": "vim",
    ]
    var result: [String: String] = [:]
    for (language, endings) in table {
      for ending in endings.split(separator: " ") { result[String(ending)] = language }
    }
    return result
  }()
}

/// The language of a text, told from the name of its file or folder.
package enum LanguageTag {
  /// `de` of `de.txt`, `README.de.md`, `strings_pt-BR.txt` and `locale/de/LC_MESSAGES/x.mo`; nil when no part of the name is
  /// a language. The last part that is one counts; those of the file before those of its folders.
  package static func of(path: String) -> String? {
    let parts = path.split(separator: "/")
    guard let file = parts.last else { return nil }
    // The ending says what a file is, not what language it is in: `script.pl`, `notes.md`.
    let stems = file.split(separator: ".")
    let names = stems.count > 1 ? stems.dropLast() : stems
    for name in names.reversed() {
      if let tag = tag(of: name) { return tag }
      if let last = name.split(whereSeparator: { $0 == "_" || $0 == " " }).last, last.count < name.count,
        let tag = tag(of: last)
      {
        return tag
      }
    }
    return parts.dropLast().reversed().lazy.compactMap { tag(of: $0.prefix { $0 != "." && $0 != "@" }) }.first
  }

  /// A tag in its usual form, `pt-BR` for `pt_BR`; nil when the word is none.
  private static func tag(of word: Substring) -> String? {
    let parts = word.split(whereSeparator: { $0 == "-" || $0 == "_" })
    guard let first = parts.first, parts.count <= 2, codes.contains(String(first)) else { return nil }
    guard parts.count == 2 else { return String(first) }
    let region = parts[1]
    let isRegion = region.count == 2 && region.allSatisfy { $0.isASCII && $0.isUppercase }
    let isScript = region.count == 4 && region.allSatisfy { $0.isASCII && $0.isLetter }
    return isRegion || isScript ? "\(first)-\(region)" : nil
  }

  /// ISO 639-1, and the longer codes that message catalogues use. Left out: `md`, `no` and `is` where they are words is a
  /// risk that folders named so carry; `src`, `doc` and the like are no codes.
  private static let codes = Set(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es \
    et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj \
    kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv \
    ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti \
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ast bem ber byn chr crh csb dsb fil frp fur gez \
    haw hne hsb kab kok ksw lij mai mhr mni mus nan nap nds nhn niu pap sat sco shn shs sgs szl tcy the tig tpi ug unm wal \
    wae yue
    """.split(separator: " ").map(String.init))
}
