import Basics
import Tokens

/// What `--version` says.
nonisolated enum Versions {
  static let program = "0.1.0"

  /// The program, and the Unicode edition behind each kind of answer, since they differ.
  static let text = """
    tessera \(program)
    split patterns: Unicode \(Category.unicodeVersion) (as tiktoken and Hugging Face tokenizers have it)
    column widths: Unicode \(widths)
    names, categories, graphemes: Unicode 17.0 (the Swift library)
    """

  private static let widths = ColumnWidth.unicodeVersion
}
