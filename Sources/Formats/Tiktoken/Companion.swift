import Basics
import Tokens

/// What a rank file leaves out: the split pattern, the special tokens, a normalizer; and where they came from.
struct Companion {
  var pattern: String
  var specials: [SpecialToken]
  var normalizers: [any Normalizer] = []
  /// The file or option that the pattern came from.
  var origin: String
  var notes: [String]

  /// From options, sidecar, name or content, in this order.
  static func find(for source: FormatSource, _ ranks: RankTable) throws(Trouble) -> Companion {
    var found = try sidecar(of: source) ?? wellKnown(source, ranks)
    if let pattern = source.pattern {
      var given = found ?? Companion(pattern: "", specials: [], origin: "", notes: [])
      given.pattern = pattern
      given.origin = "--pattern"
      given.notes.append("The split pattern was given as an option.")
      found = given
    }
    guard var companion = found else {
      throw Trouble(
        .input, at: .file(source.path), "the file holds ranks only, and nothing tells its split pattern",
        remedy: "Put pat_str and special_tokens into \(source.file).meta.json, or give a pattern as an option"
      )
    }
    if let specials = source.specials {
      companion.specials = specials
      companion.notes.append("The special tokens were given as an option.")
    }
    return companion
  }

  private static func wellKnown(_ source: FormatSource, _ ranks: RankTable) -> Companion? {
    if let known = WellKnown.named(source.name) {
      return Companion(known, "assumed from the name \(source.name)")
    }
    return WellKnown.withFingerprint(ranks.fingerprint).map {
      Companion($0, "assumed from the content, which is that of \($0.name)")
    }
  }

  private init(_ known: WellKnown, _ why: String) {
    self.init(
      pattern: known.pattern, specials: known.specials, origin: known.name,
      notes: ["Split pattern and special tokens were \(why)."])
  }

  private init(pattern: String, specials: [SpecialToken], origin: String, notes: [String]) {
    self.pattern = pattern
    self.specials = specials
    self.origin = origin
    self.notes = notes
  }

  private static func sidecar(of source: FormatSource) throws(Trouble) -> Companion? {
    var path = source.path
    if path.hasSuffix(".gz") { path.removeLast(3) }
    let candidates = [
      path + ".meta.json", PathNames.folder(path) + "/" + PathNames.stem(path) + ".meta.json",
    ]
    guard let file = candidates.first(where: PathNames.isFile) else { return nil }
    let name = PathNames.last(file)
    var scanner = try JSONScanner(try Files.read(file, limit: 8 << 20), file: name)
    let declaration = Declaration(try scanner.value(), file: name, field: "")
    try scanner.end()
    guard declaration.has("pat_str") else { return nil }
    var companion = Companion(
      pattern: String(decoding: try declaration.text("pat_str"), as: UTF8.self),
      specials: try specials(declaration),
      origin: name, notes: ["Split pattern and special tokens are those of \(name)."])
    companion.normalizers = try normalizers(declaration)
    return companion
  }

  private static func specials(_ declaration: Declaration) throws(Trouble) -> [SpecialToken] {
    guard let tokens = declaration.part("special_tokens") else { return [] }
    guard case .fields(let fields) = tokens.setting else { throw tokens.trouble("an object expected") }
    return try fields.map { field throws(Trouble) in
      guard case .integer(let number) = field.value, let id = TokenID(exactly: number),
        number < ModelSection.idLimit
      else {
        throw tokens.trouble("an id expected", in: String(decoding: field.name, as: UTF8.self))
      }
      if field.name.isEmpty { throw tokens.trouble("a special token cannot be empty") }
      return SpecialToken(content: field.name, id: id)
    }
  }

  /// `normalize` names a form, such as `NFKC`.
  private static func normalizers(_ declaration: Declaration) throws(Trouble) -> [any Normalizer] {
    guard declaration.has("normalize") else { return [] }
    let form = Array(String(decoding: try declaration.text("normalize"), as: UTF8.self).uppercased().utf8)
    let setting = Setting.fields([Setting.Field(name: Array("type".utf8), value: .text(form))])
    return try PipelineCatalog.normalizers(Declaration(setting, file: declaration.file, field: "normalize"))
  }
}
