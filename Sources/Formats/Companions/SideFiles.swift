import Basics
import Tokens

/// The files that belong to one tokenizer: those in its folder with the same beginning of their name.
///
/// `x/gpt2.vocab.json` goes with `x/gpt2.merges.txt` and `x/gpt2.tokenizer_config.json`, `x/vocab.json` with `x/merges.txt`.
struct SideFiles {
  private let folder: String
  private let prefix: String

  /// The longest of a side file that is read, chat templates included.
  private static let limit = 16 << 20

  /// Of a file whose name ends with one of `roles`; nil when it ends with none.
  init?(of path: String, roles: [String]) {
    var name = PathNames.last(path)
    if name.hasSuffix(".gz") { name.removeLast(3) }
    guard let role = roles.first(where: { name.hasSuffix($0) }) else { return nil }
    folder = PathNames.folder(path)
    prefix = String(name.dropLast(role.count))
  }

  /// The path of the file with this role, packed or not; nil when it is not there.
  func path(_ role: String) -> String? {
    let path = folder + "/" + prefix + role
    return PathNames.isFile(path) ? path : PathNames.isFile(path + ".gz") ? path + ".gz" : nil
  }

  /// What the path of the file with this role would be.
  func name(_ role: String) -> String { prefix + role }

  /// The values of a JSON file, nil when it is not there.
  func declaration(_ role: String) throws(Trouble) -> Declaration? {
    guard let path = path(role) else { return nil }
    let name = PathNames.last(path)
    var scanner = try JSONScanner(try Files.read(path, limit: Self.limit), file: name)
    let value = try scanner.value()
    try scanner.end()
    guard case .fields = value else {
      throw Trouble(.input, at: .file(name), "a JSON object expected", remedy: "Fetch the file again")
    }
    return Declaration(value, file: name, field: "")
  }
}
