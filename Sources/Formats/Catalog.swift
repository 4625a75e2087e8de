/// Every format that is read, the most certain sniffers first.
package enum FormatCatalog {
  package static let all: [any Format.Type] = [
    TokenizerJSON.self,
    Tiktoken.self,
  ]
}
