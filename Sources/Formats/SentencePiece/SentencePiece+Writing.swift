import Basics
import Tokens

extension SentencePiece: WritableFormat {
  /// The model.
  package static func write(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) -> [WrittenFile] {
    [WrittenFile(bytes: try SentencePieceWriter.bytes(of: pipeline, name: pipeline.card.name))]
  }
}
