import Basics
import Tokens

/// Writes a vocab.txt and the tokenizer_config.json that says how text is cleaned.
extension VocabularyText: WritableFormat {
  /// The two files.
  package static func write(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) -> [WrittenFile] {
    let parts = pipeline.parts
    guard let model = parts.model as? WordPieceModel, model.rules.continuingPrefix.elementsEqual("##".utf8) else {
      throw loss("its model, \(parts.model.summary),")
    }
    guard model.vocabulary.count == model.vocabulary.idLimit else { throw loss("the holes in its numbering") }
    guard let normalizer = parts.sections["normalizer"], case .text(let kind)? = normalizer["type"],
      kind.elementsEqual("BertNormalizer".utf8), parts.preTokenizers.count == 1,
      parts.preTokenizers[0] is BertPreTokenizer
    else { throw loss("its normalizer or its splitter, which are not BERT's,") }
    var text: [UInt8] = []
    for id in 0..<TokenID(model.vocabulary.idLimit) {
      let entry = model.vocabulary.bytes(of: id) ?? []
      if entry.contains(0x0A) || entry.contains(0x0D) { throw loss("the line end in entry \(id)") }
      text += entry + [0x0A]
    }
    let fields: [(String, Setting)] = [
      ("do_lower_case", normalizer["lowercase"] ?? .flag(true)),
      ("strip_accents", normalizer["strip_accents"] ?? .null),
      ("tokenize_chinese_chars", normalizer["handle_chinese_chars"] ?? .flag(true)),
    ]
    return [
      WrittenFile(bytes: text),
      WrittenFile(
        replacing: "vocab.txt", with: "tokenizer_config.json",
        bytes: TokenizerConfig.written(className: "BertTokenizer", fields, parts.added.all)),
    ]
  }
}
