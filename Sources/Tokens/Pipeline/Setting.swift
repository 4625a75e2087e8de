/// A small tree of plain values, as a tokenizer file declares one of its parts.
///
/// Vocabularies never take this form; only sections that a person could read aloud do. Text is bytes, because two
/// different spellings of a character must stay different.
package indirect enum Setting: Sendable, Equatable {
  case null
  case flag(Bool)
  case integer(Int)
  case number(Double)
  case text([UInt8])
  case list([Setting])
  case fields([Field])

  /// One named value; names are in file order and never repeat.
  package struct Field: Sendable, Equatable {
    /// The key, as bytes.
    package var name: [UInt8]
    /// What stands there.
    package var value: Setting

    package init(name: [UInt8], value: Setting) {
      self.name = name
      self.value = value
    }
  }

  /// The value under this name, nil when it is absent or null.
  package subscript(_ name: String) -> Setting? {
    guard case .fields(let fields) = self,
      let field = fields.first(where: { $0.name.elementsEqual(name.utf8) })
    else { return nil }
    return field.value == .null ? nil : field.value
  }
}
