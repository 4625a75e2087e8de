import Basics
import Tensors

/// Opens one kind of file with tensors.
package protocol TensorFileFormat: Sendable {
  /// What a person sees of it.
  static var card: FormatCard { get }

  /// Whether a file is of this kind, judged by its beginning, never by its name.
  static func sniff(_ head: ArraySlice<UInt8>) -> Bool

  /// What is in the file. Reads its header and what must be checked, no elements.
  static func open(_ source: TensorFileSource, _ ticket: Ticket) throws(Trouble) -> TensorFile
}

/// A file on its way to a reader.
package struct TensorFileSource: Sendable {
  /// Where the file is.
  package let path: String
  /// What it holds.
  package let bytes: any ByteStore

  package init(path: String, bytes: any ByteStore) {
    self.path = path
    self.bytes = bytes
  }

  /// The file's last part, for messages.
  package var file: String { bytes.file }

  /// The trouble of one byte.
  func trouble(_ what: String, at offset: Int, remedy: String = "Fetch the file again") -> Trouble {
    Trouble(.input, at: .byte(file: file, offset: offset), what, remedy: remedy)
  }

  /// The trouble of one tensor or field.
  func trouble(_ what: String, of name: String, remedy: String = "Fetch the file again") -> Trouble {
    Trouble(.input, at: .field(file: file, name: name), what, remedy: remedy)
  }
}
